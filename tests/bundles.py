#!/usr/bin/python3
"""Two readers of bundles that share no code say the same of all of them.

Our own (tests/tools/judge.c) and tests/verify_bundle.py: of every golden bundle, of random changes
to them, and of bundles that Python wrote itself, sealed and signed in all form, but lying in their
head, their records or their manifest. Prints "N passed, N failed".
"""
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

import nacl.bindings as sodium

import verify_bundle as verifier

BIN = os.environ.get("BIN", os.environ.get("BUILD", "build") + "/san/bin")
VECTORS = "tests/data/bundles"
KEYS = VECTORS + "/keys.json"
COMPARED = ("verdict", "id", "opened", "payload", "records", "set")
CHANGES, WRITTEN = 2000, 700


class Wrong(Exception):
    """What a step said when it failed."""


def read(path):
    """The bytes of a file."""
    with open(path, "rb") as file:
        return file.read()


def vectors():
    """Names of the golden bundles."""
    return sorted(name for name in os.listdir(VECTORS) if name.endswith(".dkb"))


# ---- both readers -------------------------------------------------------------------------------

def ours(paths):
    """What our own code says of these files."""
    result = subprocess.run([BIN + "/judge", KEYS], input="\n".join(paths) + "\n", text=True,
                            capture_output=True, timeout=600, check=False)
    if result.returncode != 0:
        raise Wrong(result.stderr[-3000:])
    return [json.loads(line) for line in result.stdout.splitlines()]


def theirs(datas):
    """What the verifier says of these bytes."""
    signers, openers = verifier.load_signers(KEYS), verifier.load_openers([KEYS])
    return [verifier.judge(data, signers, openers) for data in datas]


def disagreements(datas):
    """How often they differ, the first difference, and how often which verdict was given."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, data in enumerate(datas):
            paths.append("%s/%d" % (folder, number))
            with open(paths[-1], "wb") as file:
                file.write(data)
        said = list(zip(ours(paths), theirs(datas)))
    tally, count, first = {}, 0, None
    for number, (one, two) in enumerate(said):
        tally[two["verdict"]] = tally.get(two["verdict"], 0) + 1
        if any(one[key] != two[key] for key in COMPARED):
            count += 1
            first = first or "number %d: ours %s, theirs %s" % (number, one, two)
    return count, first, tally


def agree(datas, verdicts):
    """They agree, and each of these verdicts was given: else nothing was tried."""
    count, first, tally = disagreements(datas)
    if count or not set(verdicts) <= set(tally):
        raise Wrong("%d of %d differ; %s; %s" % (count, len(datas), tally, first))
    return tally


# ---- bundles that Python writes -----------------------------------------------------------------

class Writer:
    """Makes bundles from the byte tables; `rng` decides how they lie."""

    def __init__(self, rng):
        self.rng = rng
        with open(KEYS, encoding="utf-8") as file:
            self.who = {one["name"]: {key: bytes.fromhex(one[key]) for key in one if key != "name"}
                        for one in json.load(file)}

    def bundle(self, payload, kind=1, wraps=("hub", "recovery"), signer="kiosk", lie=None,
               extensions=b"", padded=None):
        """lie(bytearray) changes the head before anything is bound to it."""
        head_len = 128 + 88 * len(wraps) + len(extensions) + 4 + 24
        plain = payload
        if wraps:
            plain = payload + b"\x80"
            plain += bytes(-len(plain) % 4096)
            plain = plain if padded is None else padded
        who = self.who[signer]
        head = bytearray(b"DORPEL\0\1" + struct.pack(
            "<HHI16s16s8sQ32sQBBHIQII", kind, 1 if wraps else 0, head_len,
            verifier.blake(who["sign"])[:16], verifier.blake(self.who["hub"]["sign"])[:16],
            bytes(range(8)), 1, bytes(32), 1789000000, 1, 1, 0, 7, len(plain), 65536, len(wraps)))
        key = self.rng.randbytes(32)
        for name in wraps:
            box = self.who[name]["box"]
            head += verifier.blake(box)[:8] + sodium.crypto_box_seal(key, box)
        head += extensions + bytes(4)
        if lie:
            lie(head)
        sealed, stream_header = plain, bytes(24)
        if wraps:
            stream_header, sealed = self.seal(plain, key, verifier.blake(bytes(head)))
        data = bytes(head) + stream_header + sealed
        message = b"dorpel bundle %d" % struct.unpack_from("<H", head, 8) + verifier.blake(data, 64)
        return data + sodium.crypto_sign(message, who["sign_secret"])[:64]

    @staticmethod
    def seal(plain, key, bound):
        """The stream header and the chunks."""
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
        chunks = [plain[at:at + 65536] for at in range(0, len(plain), 65536)] or [b""]
        last = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        return header, b"".join(
            sodium.crypto_secretstream_xchacha20poly1305_push(
                state, chunk, bound, last if number + 1 == len(chunks) else 0)
            for number, chunk in enumerate(chunks))

    def record(self):
        """rid, kind, version, flags, body: one that a sender makes."""
        kind = self.rng.choice(["idea", "ballot", "register", "health", "later-kind", "z" * 24])
        erased = self.rng.random() < 0.2
        body = self.rng.randbytes(32 if erased else self.rng.choice([0, 1, 40, 300]))
        return [self.rng.randbytes(16), kind.encode(), self.rng.randint(1, 3), int(erased), body]

    @staticmethod
    def manifest(records, extra):
        """As it should be."""
        counts, proof = {}, b""
        for rid, kind, _, flags, body in records:
            counts[kind.decode("latin-1")] = counts.get(kind.decode("latin-1"), 0) + 1
            proof += rid + (body if flags & 1 else verifier.blake(body))
        return dict(extra, counts=counts, set=verifier.blake(proof).hex())

    def closing(self):
        """The payload of a closing statement; most of them lie."""
        rng = self.rng
        kind = rng.choice([b"close-statement"] * 6 + [b"round-act"])
        records = [[rng.randbytes(16), kind, 1, int(rng.random() < 0.1), rng.randbytes(32)]
                   for _ in range(rng.choice([1, 1, 1, 1, 0, 2]))]
        heads = [{"head": rng.randbytes(32).hex(), "seq": rng.randint(1, 9), "stream": stream}
                 for stream in rng.choice([[], [0], [1], [0, 1], [1, 0], [0, 0], [0, 1, 2], [2]])]
        if heads and rng.random() < 0.5:
            key = rng.choice(["head", "seq", "stream", "more"])
            heads[0][key] = rng.choice([None, 0, -1, 1.0, True, "", "A" * 64, "0" * 63, [], 1 << 62])
        extra = {"heads": rng.choice([heads] * 6 + [None, {}, "", [[]], [None]])}
        if rng.random() < 0.1:
            extra = {}
        records.sort()
        return self.written(records, self.manifest(records, extra))

    @staticmethod
    def written(records, manifest):
        """Records and manifest as bytes."""
        out = struct.pack("<I", len(records))
        for rid, kind, version, flags, body in records:
            out += rid + bytes([len(kind)]) + kind + struct.pack("<HBI", version, flags, len(body))
            out += body
        text = verifier.canonical(manifest).encode("utf-8")
        return out + struct.pack("<I", len(text)) + text

    def payload(self, lies):
        """Records and manifest with one lie of the list, or none."""
        rng = self.rng
        records = sorted(self.record() for _ in range(rng.randint(0, 6)))
        extra = {"software": "1.0", "free": 1 << 40, "n": rng.choice(
            [None, True, -7, "é\n\x01\"\\", [1, [2]], {"b": 1, "a": {}}, 0.5, 1e300, 0.1])}
        lie = rng.choice(lies)
        if records and lie == "order":
            rng.shuffle(records)
        if records and lie == "twice":
            records.insert(0, records[0])
        if records and lie == "field":
            one = rng.choice(records)
            where = rng.randint(1, 3)
            one[where] = rng.choice([[b"", b"Idea", b"a" * 25, b"a b", b"-", b"\xff"],
                                     [0, 1, 65535], [0, 1, 2, 255]][where - 1])
        if records and lie == "long":
            rng.choice(records)[4] = bytes(rng.choice([65536, 65537]))
        manifest = self.manifest(records, extra)
        if lie == "counts":
            manifest["counts"] = rng.choice([{}, [], None, {"idea": 1}, {"idea": 1.0}, 1])
        if lie == "set":
            manifest["set"] = rng.choice(["", None, manifest["set"].upper(), "0" * 64])
        text = verifier.canonical(manifest)
        if lie == "form":
            text = rng.choice([text + " ", text.replace(",", ", ", 1), "[" + text + "]", "null", "",
                               text[:-1], text.replace("software", "softw\\u0061re"), "{" * 40,
                               json.dumps(manifest), text.replace("{", '{"a":1,"a":1,', 1),
                               text.replace("1.0", "\\u0000"), text.replace("1.0", "\\ud800"),
                               text.replace("1099511627776", rng.choice(
                                   ["1e2", "100.0", "-0", "01", "NaN", "1E400", "9" * 30, "1e+2"])),
                               text.replace("software", "x" * 66000)])
        out = struct.pack("<I", len(records) + (rng.randint(-1, 1) if lie == "number" else 0)
                          & 0xFFFFFFFF)
        for rid, kind, version, flags, body in records:
            out += rid + bytes([len(kind)]) + kind + struct.pack("<HBI", version, flags, len(body))
            out += body
        text = text.encode("utf-8", "surrogatepass")
        return out + struct.pack("<I", len(text)) + text + (b"\n" if lie == "more" else b"")


# ---- what is tried ------------------------------------------------------------------------------

def changed(rng, data):
    """Between one and three changes: bits, bytes, numbers, cuts, pieces."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(min(len(data), rng.choice([16, 128, 400, 1 << 20])) or 1)
        how = rng.randrange(6)
        if how == 0 and data:
            data[at % len(data)] ^= 1 << rng.randrange(8)
        elif how == 1:
            data[at:at + 1] = rng.randbytes(1)
        elif how == 2:
            data[at:at + rng.randint(1, 64)] = b""
        elif how == 3:
            data[at:at] = rng.randbytes(rng.randint(1, 64))
        elif how == 4:
            data = data[:at]
        else:
            data[at:at + 8] = struct.pack("<Q", rng.choice([0, 1, 1 << 63, (1 << 64) - 1, 4096]))
    return bytes(data)


def names_say_the_verdict():
    """Both readers say of each golden bundle what its name says, and what was put in."""
    names = vectors()
    datas = [read("%s/%s" % (VECTORS, name)) for name in names]
    agree(datas, ["good", "forged", "damaged", "newer"])
    with open(VECTORS + "/vectors.json", encoding="utf-8") as file:
        told = json.load(file)
    for name, said in zip(names, theirs(datas)):
        if name.split("-")[0] != said["verdict"]:
            raise Wrong("%s: %s" % (name, said))
        if (said["verdict"] == "good") != (name in told):
            raise Wrong("%s: not in vectors.json" % name)
        if name in told and any(told[name][key] != said[key] for key in ("id", "payload")):
            raise Wrong("%s: %s was put in, %s came out" % (name, told[name], said))


def the_kept_ones_are_made_again():
    """make_vectors gives the same bytes as are kept."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([BIN + "/make_vectors", folder], check=True, timeout=300)
        made = sorted(os.listdir(folder))
        kept = sorted(set(os.listdir(VECTORS)) - {"README.md"})
        if made != kept:
            raise Wrong("%s" % set(made).symmetric_difference(kept))
        for name in made:
            if read("%s/%s" % (folder, name)) != read("%s/%s" % (VECTORS, name)):
                raise Wrong("%s is not what is kept" % name)


def changed_ones_are_refused_by_both():
    """2,000 random changes to golden bundles."""
    rng = random.Random(2026)
    golden = [read("%s/%s" % (VECTORS, name)) for name in vectors()]
    whole = [data for data in golden if 0 < len(data) < 20000]
    datas = []
    while len(datas) < CHANGES:
        data = changed(rng, rng.choice(whole))
        if data not in whole:
            datas.append(data)
    tally = agree(datas, ["forged", "damaged", "newer"])
    if "good" in tally:
        raise Wrong("%d changed ones taken for good" % tally["good"])


def written_ones_are_read_by_both():
    """Bundles by Python's own writer: of all types, any number of wraps, with extensions."""
    writer = Writer(random.Random(7))
    rng = writer.rng
    datas = []
    for _ in range(WRITTEN // 2):
        wraps = rng.sample(["hub", "recovery", "other", "kiosk"], rng.randint(0, 4))
        extensions = b"".join(struct.pack("<HH", kind, 3) + b"xyz" for kind in
                              rng.sample(range(1, 0x8000), rng.randint(0, 3)))
        payload = writer.payload(["none"])
        datas.append(writer.bundle(payload, kind=rng.choice([1, 1, 2, 3, 6, 7, 8]), wraps=wraps,
                                   extensions=extensions, signer=rng.choice(["kiosk", "other"])))
    tally = agree(datas, ["good"])
    if tally != {"good": len(datas)}:
        raise Wrong(str(tally))


def closing_statements_are_judged_alike():
    """Of type 9, sealed or not: one statement and the heads of its streams, or damaged."""
    writer = Writer(random.Random(10))
    datas = [writer.bundle(writer.closing(), kind=9, wraps=writer.rng.choice([(), ("hub",)]))
             for _ in range(WRITTEN)]
    tally = agree(datas, ["good", "damaged"])
    if tally["good"] < WRITTEN // 20:
        raise Wrong(str(tally))


def heads_that_lie_are_judged_alike():
    """Signed and sealed in all form around a head that lies."""
    writer = Writer(random.Random(8))
    rng = writer.rng
    fields = [(7, 1), (8, 2), (10, 2), (12, 4), (16, 16), (32, 16), (56, 8), (96, 8), (104, 1),
              (105, 1), (106, 2), (108, 4), (112, 8), (120, 4), (124, 4)]

    def lie(head):
        for _ in range(rng.randint(1, 2)):
            at, size = rng.choice(fields)
            old = int.from_bytes(head[at:at + size], "little")
            new = rng.choice([0, 1, 2, old + 1, old - 1, old ^ (1 << rng.randrange(8 * size)),
                              (1 << (8 * size)) - 1, 1 << (8 * size - 1)])
            head[at:at + size] = (new % (1 << (8 * size))).to_bytes(size, "little")
        if rng.random() < 0.2:
            at = rng.randrange(128, len(head))
            head[at] = rng.randrange(256)

    datas = [writer.bundle(writer.payload(["none"]), lie=lie, kind=rng.choice([1, 1, 4, 9]),
                           wraps=rng.choice([(), ("hub",), ("hub", "recovery")]),
                           extensions=rng.choice([b"", b"", b"\x05\0\1\0x", b"\x05\0\2\0x",
                                                  b"\x05\x80\1\0x", b"\0\0\0\0", b"\1"]))
             for _ in range(WRITTEN)]
    agree(datas, ["good", "damaged", "newer", "forged"])


def payloads_that_lie_are_judged_alike():
    """Signed and sealed in all form around records, a manifest or padding that lie."""
    writer = Writer(random.Random(9))
    rng = writer.rng
    lies = ["none", "order", "twice", "field", "long", "counts", "set", "form", "form", "number",
            "more"]
    datas = []
    for _ in range(WRITTEN):
        payload = writer.payload(lies)
        if rng.random() < 0.2:
            payload = changed(rng, payload)
        padded = None
        if rng.random() < 0.1:
            padded = payload + rng.choice([b"", b"\x80", b"\x81"])
            padded += bytes(-len(padded) % 4096 + rng.choice([0, 0, 4096]))
            padded = padded or bytes(4096)
        datas.append(writer.bundle(payload, wraps=rng.choice([(), ("hub",)]), padded=padded))
    agree(datas, ["good", "damaged"])


def a_verifier_that_believes_everybody_is_found():
    """The planted bug: without the signature the two no longer agree."""
    rng = random.Random(10)
    datas = [changed(rng, read(VECTORS + "/good-closing.dkb")) for _ in range(60)]
    right, verifier.verify = verifier.verify, lambda head, data, signers: "anyone"
    try:
        count = disagreements(datas)[0]
    finally:
        verifier.verify = right
    if count == 0:
        raise Wrong("nobody noticed")


def the_command_says_one_line_a_file():
    """verify_bundle.py as a person runs it, without and with a key to open."""
    good, forged = VECTORS + "/good-data.dkb", VECTORS + "/forged-one-bit.dkb"
    for more, opened in (([], False), (["--open", KEYS], True)):
        result = subprocess.run([sys.executable, "tests/verify_bundle.py", "--keys", KEYS, *more,
                                 good, forged], capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        if (result.returncode != 1 or [line["verdict"] for line in lines] != ["good", "forged"] or
                lines[0]["opened"] is not opened):
            raise Wrong(result.stdout + result.stderr)


def a_statement_is_the_kiosks_and_no_bit_of_it_can_change():
    """The line of the QR code: signed by the kiosk; any other character is not."""
    line = read(VECTORS + "/good-statement.txt").decode("ascii")
    with open(KEYS, encoding="utf-8") as file:
        keys = json.load(file)
    if verifier.statement_signer(line, keys) != "kiosk":
        raise Wrong("the good one is not believed")
    for at, char in enumerate(line):
        changed = line[:at] + ("0" if char != "0" else "1") + line[at + 1:]
        if verifier.statement_signer(changed, keys) is not None:
            raise Wrong("believed with another character %d" % at)


def main():
    """All of it."""
    passed = failed = 0
    for test in (names_say_the_verdict, the_kept_ones_are_made_again,
                 changed_ones_are_refused_by_both, written_ones_are_read_by_both,
                 closing_statements_are_judged_alike, heads_that_lie_are_judged_alike, payloads_that_lie_are_judged_alike,
                 a_verifier_that_believes_everybody_is_found,
                 a_statement_is_the_kiosks_and_no_bit_of_it_can_change, the_command_says_one_line_a_file):
        try:
            test()
            print("ok", test.__name__)
            passed += 1
        except (Wrong, OSError, subprocess.SubprocessError) as why:
            print("FAILED", test.__name__, why)
            failed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
