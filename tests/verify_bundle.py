#!/usr/bin/python3
"""Is this file a bundle, who made it, and is what is in it what the manifest says?

Written from the byte tables in sync/bundle.h and sync/frame.h, sharing no code with the programs:
only Python's standard library and PyNaCl (Debian's python3-nacl).

    verify_bundle.py --keys KEYS [--open KEYFILE ...] [--statement LINE] FILE ...

KEYS is a JSON array of {"name", "sign", "box"}: whose signatures are believed. KEYFILE is a JSON
object, or an array of them, with "box" and "box_secret": bundles wrapped to these are opened.
Prints one JSON line a file: "verdict" is
    damaged   not a bundle, cut, or what no sender makes; also its padding, records or manifest
    newer     of a version, type or critical extension that is not known here
    forged    signed by nobody in KEYS, or what is in it is not the signer's own
    good      the rest; "opened" tells whether it was looked into
Exit 0: all good, 1: not all, 2: wrong use.
"""
import argparse
import hashlib
import json
import struct
import sys

import nacl.bindings as sodium
import nacl.exceptions

MAGIC = b"DORPEL\0"
VERSION = 1
DATA, PACK, CLOSING = 1, 4, 9
TYPES = {1, 2, 3, PACK, 6, 7, 8, CLOSING, 10, 12}
ENCRYPTED, PRACTICE = 1, 4
HEAD, WRAP, SIGNATURE, STREAM_HEADER = 128, 88, 64, 24
CHUNK, CHUNK_EXTRA, PAD = 65536, 17, 4096
MAX_WRAPS, MAX_DATA, MAX_PACK = 8, 4 << 20, 64 << 20
MAX_RECORDS, MAX_BODY, MAX_MANIFEST, MAX_NESTED = 20000, 65536, 65536, 32


class Damaged(Exception):
    """What no sender makes."""


class Newer(Exception):
    """What only a later version knows."""


class Forged(Exception):
    """Not by who it says."""


def blake(data, size=32):
    """BLAKE2b of this many bytes."""
    return hashlib.blake2b(data, digest_size=size).digest()


def demand(condition, why):
    """Damaged, unless it holds."""
    if not condition:
        raise Damaged(why)


# ---- the head -----------------------------------------------------------------------------------

def read_head(data):
    """The head as a dict; all lengths agree after this."""
    demand(len(data) >= HEAD + 4 + STREAM_HEADER + SIGNATURE and data[:7] == MAGIC, "magic")
    demand(len(data) <= MAX_PACK, "too large")
    if data[7] != VERSION:
        raise Newer("version %d" % data[7])
    (kind, flags, head_len, sender, recipient, incarnation, seq, prev, created, quality, stream,
     reserved, boots, payload_len, chunk, wraps) = struct.unpack("<HHI16s16s8sQ32sQBBHIQII",
                                                                 data[8:HEAD])
    if kind not in TYPES:
        raise Newer("type %d" % kind)
    limit = MAX_PACK if kind == PACK else MAX_DATA
    demand(len(data) <= limit and payload_len <= limit, "too large")
    demand(flags & ~(ENCRYPTED | PRACTICE) == 0, "flags")
    demand(quality <= 3 and stream <= 1 and reserved == 0 and chunk == CHUNK and seq > 0, "fields")
    demand(wraps <= MAX_WRAPS and bool(flags & ENCRYPTED) == (wraps > 0), "wraps")
    demand(HEAD + wraps * WRAP + 4 + STREAM_HEADER <= head_len <= len(data), "length of the head")
    sealed_len = payload_len
    if wraps:
        demand(payload_len > 0 and payload_len % PAD == 0, "padding")
        sealed_len += -(-payload_len // CHUNK) * CHUNK_EXTRA
    else:
        demand(not any(data[head_len - STREAM_HEADER:head_len]), "a stream header")
    demand(head_len + sealed_len + SIGNATURE == len(data), "length of the whole")
    read_extensions(data[HEAD + wraps * WRAP:head_len - STREAM_HEADER])
    demand(stream == 1 or created == 0, "a time on votes")
    return {"type": kind, "flags": flags, "head_len": head_len, "sender": sender,
            "recipient": recipient, "incarnation": incarnation, "seq": seq, "prev": prev,
            "created": created, "stream": stream, "boots": boots, "payload_len": payload_len,
            "wraps": [data[HEAD + i * WRAP:HEAD + (i + 1) * WRAP] for i in range(wraps)]}


def read_extensions(data):
    """Type, length, value; the last is 0, 0 and ends where the room ends."""
    at = 0
    while True:
        demand(at + 4 <= len(data), "extensions are cut off")
        kind, length = struct.unpack_from("<HH", data, at)
        at += 4
        if kind == 0:
            demand(length == 0 and at == len(data), "extensions do not end")
            return
        if kind & 0x8000:
            raise Newer("extension %d" % kind)
        at += length


# ---- the signature ------------------------------------------------------------------------------

def verify(head, data, signers):
    """The name of who signed it, or Forged. Needs no secret."""
    for name, key in signers:
        if blake(key)[:16] != head["sender"]:
            continue
        context = b"dorpel bundle %d" % head["type"]
        message = context + blake(data[:-SIGNATURE], 64)
        try:
            sodium.crypto_sign_open(data[-SIGNATURE:] + message, key)
        except nacl.exceptions.BadSignatureError as why:
            raise Forged("not signed by %s" % name) from why
        return name
    raise Forged("not signed by anyone known")


# ---- the seal -----------------------------------------------------------------------------------

def open_payload(head, data, openers):
    """The payload without its padding; None when it is not for any of these keys."""
    sealed = data[head["head_len"]:-SIGNATURE]
    if not head["wraps"]:
        return sealed
    for public, secret in openers:
        for wrap in head["wraps"]:
            if wrap[:8] == blake(public)[:8]:
                try:
                    key = sodium.crypto_box_seal_open(wrap[8:], public, secret)
                except nacl.exceptions.CryptoError as why:
                    raise Forged("the wrap does not open") from why
                return unpad(open_chunks(head, data, sealed, key))
    return None


def open_chunks(head, data, sealed, key):
    """secretstream, each chunk bound to the head before the stream header."""
    cut = head["head_len"] - STREAM_HEADER
    bound = blake(data[:cut])
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, data[cut:head["head_len"]], key)
    plain = b""
    for at in range(0, len(sealed), CHUNK + CHUNK_EXTRA):
        chunk = sealed[at:at + CHUNK + CHUNK_EXTRA]
        last = at + len(chunk) == len(sealed)
        try:
            part, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk, bound)
        except (RuntimeError, nacl.exceptions.CryptoError) as why:
            raise Forged("a chunk does not open") from why
        if tag != (sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL if last else 0):
            raise Forged("a chunk is not the last, or is")
        plain += part
    return plain


def unpad(plain):
    """Without one 0x80 and less than 4096 zeros."""
    end = plain.rstrip(b"\0")
    demand(end.endswith(b"\x80") and len(plain) - len(end) < PAD, "padding")
    return end[:-1]


# ---- the records --------------------------------------------------------------------------------

def no_doubles(pairs):
    """An object that names no key twice."""
    demand(len(dict(pairs)) == len(pairs), "a key twice")
    return dict(pairs)


def no_constant(word):
    """NaN and Infinity are no JSON."""
    raise Damaged(word)


def is_whole_number(text):
    """Numbers of 64 bits."""
    number = int(text)
    demand(-(1 << 63) <= number < 1 << 63, "a number too large")
    return number


def nesting(value):
    """How deep lists and objects go."""
    if isinstance(value, dict):
        return 1 + max(map(nesting, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(nesting, value), default=0)
    return 0


def canonical(value):
    """Sorted keys, nothing between: the one form."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode())
        return "{" + ",".join(quoted(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float):
        return real(value)
    return json.dumps(value)


def quoted(text):
    """Control characters as \\u00XX in upper case, nothing else escaped but what must be."""
    demand("\0" not in text, "a NUL in a text")
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
             "\t": "\\t"}
    return '"%s"' % "".join(
        short.get(char) or ("\\u%04X" % ord(char) if char < " " else char) for char in text)


def real(number):
    """Seventeen digits, always with a point or an exponent, which has no plus and no zeros."""
    text = "%.17g" % number
    if "e" in text:
        digits, exponent = text.split("e")
        return "%se%d" % (digits, int(exponent))
    return text if "." in text else text + ".0"


def read_manifest(text):
    """The object, in its one form."""
    demand(len(text) <= MAX_MANIFEST, "the manifest is too large")
    try:
        manifest = json.loads(text.decode("utf-8"), object_pairs_hook=no_doubles,
                              parse_constant=no_constant, parse_int=is_whole_number)
        demand(isinstance(manifest, dict), "the manifest is no object")
        demand(nesting(manifest) <= MAX_NESTED, "the manifest goes too deep")
        demand(canonical(manifest).encode("utf-8") == text, "the manifest has another form")
    except (ValueError, RecursionError) as why:
        raise Damaged("the manifest is no JSON") from why
    return manifest


def read_records(payload):
    """All (kind, version, body or None), proven against the manifest; and that."""
    at = 0

    def take(size):
        nonlocal at
        demand(at + size <= len(payload), "cut off")
        at += size
        return payload[at - size:at]

    def number(size):
        return int.from_bytes(take(size), "little")

    count = number(4)
    demand(count <= MAX_RECORDS, "too many records")
    records, counts, rids, proof = [], {}, [], hashlib.blake2b(digest_size=32)
    for _ in range(count):
        rid = take(16)
        kind = take(number(1))
        demand(1 <= len(kind) <= 24 and all(97 <= c <= 122 or c == 45 for c in kind), "kind")
        version, flags, length = number(2), number(1), number(4)
        demand(version > 0 and flags <= 1 and length <= MAX_BODY, "record")
        demand(flags == 0 or length == 32, "tombstone")
        body = take(length)
        demand(not rids or rids[-1] < rid, "not in order")
        rids.append(rid)
        proof.update(rid + (body if flags else blake(body)))
        records.append((kind.decode(), version, None if flags else body))
        counts[kind.decode()] = counts.get(kind.decode(), 0) + 1
    manifest = read_manifest(take(number(4)))
    demand(at == len(payload), "something behind the manifest")
    told = manifest.get("counts")
    demand(isinstance(told, dict) and told == counts and
           all(type(n) is int for n in told.values()), "the counts lie")
    demand(manifest.get("set") == proof.hexdigest(), "the set lies")
    return records, manifest


# ---- a closing statement ------------------------------------------------------------------------

def check_closing(records, manifest):
    """One record, the statement, and the last bundles that it closes; sync/closing.h."""
    demand(len(records) == 1, "not one statement")
    kind, _, body = records[0]
    demand(kind == "close-statement" and body is not None, "no statement")
    heads = manifest.get("heads")
    demand(isinstance(heads, list) and len(heads) <= 2, "heads")
    before = -1
    for head in heads:
        demand(isinstance(head, dict) and set(head) == {"head", "seq", "stream"}, "a head")
        seq, stream = head["seq"], head["stream"]
        demand(type(seq) is int and type(stream) is int, "a head")
        demand(seq >= 1 and before < stream <= 1, "a head")
        demand(isinstance(head["head"], str) and len(head["head"]) == 64 and
               not set(head["head"]) - set("0123456789abcdef"), "a head")
        before = stream


def statement_signer(line, keys):
    """Whose the signed line of a QR code is ("DORPEL SLUITING 2 ... TEKEN <hex>"), or None."""
    text, _, sign = line.rpartition(" TEKEN ")
    for one in keys:
        print_of = blake(bytes.fromhex(one["sign"]) + bytes.fromhex(one["box"])).hex()[:32].upper()
        groups = " ".join(print_of[at:at + 4] for at in range(0, 32, 4))
        if not text.startswith("DORPEL SLUITING 2 ") or " KIOSK %s RONDE " % groups not in text:
            continue
        try:
            sodium.crypto_sign_open(bytes.fromhex(sign) + b"dorpel sluiting 2" +
                                    blake(text.encode(), 64),
                                    bytes.fromhex(one["sign"]))
            return one.get("name", "?")
        except (ValueError, nacl.exceptions.BadSignatureError):
            return None
    return None


# ---- one file -----------------------------------------------------------------------------------

def judge(data, signers, openers):
    """What is to be said of these bytes, as a dict."""
    told = {"verdict": "good", "id": blake(data).hex(), "opened": False, "payload": None,
            "records": 0, "set": None}
    try:
        head = read_head(data)
        signer = verify(head, data, signers)
        payload = open_payload(head, data, openers)
        if payload is not None and head["type"] in (DATA, CLOSING):
            records, manifest = read_records(payload)
            if head["type"] == CLOSING:
                check_closing(records, manifest)
            told.update(records=len(records), set=manifest["set"])
        if payload is not None:
            told.update(opened=True, payload=blake(payload).hex())
        told.update(type=head["type"], signer=signer, seq=head["seq"])
    except Damaged as why:
        told.update(verdict="damaged", why=str(why))
    except Newer as why:
        told.update(verdict="newer", why=str(why))
    except Forged as why:
        told.update(verdict="forged", why=str(why))
    return told


def load_signers(path):
    """(name, key) of everyone whose signature is believed."""
    with open(path, encoding="utf-8") as file:
        return [(one.get("name", "?"), bytes.fromhex(one["sign"])) for one in json.load(file)]


def load_openers(paths):
    """(public, secret) box keys."""
    keys = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        for one in found if isinstance(found, list) else [found]:
            keys.append((bytes.fromhex(one["box"]), bytes.fromhex(one["box_secret"])))
    return keys


def main():
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--keys", required=True, help="whose signatures are believed")
    options.add_argument("--open", action="append", default=[], metavar="KEYFILE",
                         help="opens what is wrapped to this key")
    options.add_argument("--statement", metavar="LINE",
                         help="the text of a closing statement's QR code")
    options.add_argument("files", nargs="*", metavar="FILE")
    asked = options.parse_args()
    signers, openers = load_signers(asked.keys), load_openers(asked.open)
    all_good = True
    if asked.statement is not None:
        with open(asked.keys, encoding="utf-8") as file:
            signer = statement_signer(asked.statement, json.load(file))
        print(json.dumps({"statement": "good" if signer else "forged", "signer": signer}))
        all_good = signer is not None
    for path in asked.files:
        with open(path, "rb") as file:
            told = judge(file.read(MAX_PACK + 1), signers, openers)
        print(json.dumps(dict(file=path, **told), sort_keys=True))
        all_good = all_good and told["verdict"] == "good"
    return 0 if all_good else 1


if __name__ == "__main__":
    sys.exit(main())
