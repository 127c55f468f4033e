#!/usr/bin/python3
"""What a kiosk's image promises, asked of the image itself; it is mounted to be read and not started
(tests/machine/card.py starts it). The end of `make image`, or by hand, as root:

    python3 tests/image.py build/image/dorpel-pi4.img

Every promise is asked; then it says which do not hold.
"""
import os
import re
import stat
import subprocess
import sys
import tempfile

ARM64 = 183  # e_machine of a program
ASKED, BROKEN = [], []


def promise(what, holds):
    ASKED.append(what)
    if not holds:
        BROKEN.append(what)
        print("image: does not hold: " + what, file=sys.stderr)


def said(*words, data=None):
    """What a command writes; nothing when it fails."""
    done = subprocess.run(words, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout if done.returncode == 0 else b""


def works(*words):
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def read(*path):
    try:
        with open(os.path.join(*path), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def has(text, pattern):
    return re.search(pattern, text, re.M) is not None


# ---- the partitions --------------------------------------------------------------------------

def partitions(image):
    """(type, first byte, bytes) of each."""
    return [(kind, int(start) * 512, int(size) * 512) for start, size, kind in re.findall(
        r"start= *(\d+), size= *(\d+), type=(\w+)", said("sfdisk", "-d", image).decode())]


def copy(image, start, size, path):
    with open(image, "rb") as source, open(path, "wb") as target:
        source.seek(start)
        for _ in range(size // 1048576):
            block = source.read(1048576)
            if block.strip(b"\0"):
                target.write(block)
            else:
                target.seek(len(block), os.SEEK_CUR)
        target.truncate(size)


def ask_partitions(image, work):
    """Sound, and as they should be; what is in them, in folders of `work`."""
    found = partitions(image)
    promise("three partitions: FAT, root, data", [kind for kind, _, _ in found] == ["c", "83", "83"])
    for name, (_, start, size) in zip(("fat", "root", "data"), found):
        copy(image, start, size, os.path.join(work, name + ".img"))
    at = {name: os.path.join(work, name) for name in ("fat", "root", "data")}
    promise("the FAT partition is sound", works("fsck.vfat", "-n", at["fat"] + ".img"))
    promise("the root is sound", works("e2fsck", "-fn", at["root"] + ".img"))
    promise("the data are sound", works("e2fsck", "-fn", at["data"] + ".img"))
    head = said("dumpe2fs", "-h", at["root"] + ".img").decode()
    promise("the kernel itself refuses to write the root", has(head, r"^Filesystem features:.*read-only"))
    head = said("dumpe2fs", "-h", at["data"] + ".img").decode()
    room = re.search(r"^Reserved GDT blocks: *(\d+)", head, re.M)
    promise("the data can grow to 512 GB", room and int(room.group(1)) >= 60)
    for path in at.values():
        os.mkdir(path)
    # Not every kernel of a PC's knows FAT.
    subprocess.run(["mcopy", "-s", "-i", at["fat"] + ".img", "::*", at["fat"]], check=True)
    for name in ("root", "data"):
        subprocess.run(["mount", "-o", "loop,ro", at[name] + ".img", at[name]], check=True)
    return at["fat"], at["root"], at["data"]


# ---- what the board's firmware reads -----------------------------------------------------------

def ask_boot(fat):
    config, words = read(fat, "config.txt"), read(fat, "cmdline.txt").split()
    for name in ("start4.elf", "fixup4.dat", "start.elf", "fixup.dat", "bootcode.bin"):
        promise("the firmware's %s is there" % name, os.path.exists(os.path.join(fat, name)))
    for board in ("bcm2711-rpi-4-b", "bcm2711-rpi-400", "bcm2711-rpi-cm4-io", "bcm2837-rpi-3-b",
                  "bcm2837-rpi-3-b-plus"):
        promise("the device tree %s is there" % board, os.path.exists(os.path.join(fat, board + ".dtb")))
    kernel, initrd = re.search(r"^kernel=(\S+)", config, re.M), re.search(r"^initramfs (\S+)", config, re.M)
    promise("config.txt names kernel and initrd", kernel and initrd)
    with open(os.path.join(fat, kernel.group(1)), "rb") as file:
        promise("the kernel is one that the firmware can start", file.read(64)[56:60] == b"ARM\x64")
    promise("64 bits", has(config, "^arm_64bit=1$"))
    promise("button and lamp are right before the kernel is there",
            has(config, "^gpio=17=ip,pu$") and has(config, "^gpio=27=op,dl$"))
    promise("the root is found by its name", "root=LABEL=dorpel-root" in words)
    promise("the root is mounted to read: the last word on it counts",
            [word for word in words if word in ("ro", "rw")][-1:] == ["ro"])
    promise("a panic restarts it", "panic=10" in words)
    promise("no memory is set aside by hand", not any(word.startswith("cma=") for word in words))
    promise("no console on a wire", [word for word in words if word.startswith("console=")] == ["console=tty0"])
    ask_initrd(os.path.join(fat, initrd.group(1)))


def archive(data):
    """The files of an archive in the kernel's "newc" form by name, and what stands behind it."""
    files, at = {}, 0
    while data[at:at + 6] == b"070701":
        size, length = int(data[at + 54:at + 62], 16), int(data[at + 94:at + 102], 16)
        name = data[at + 110:at + 109 + length].decode()
        at += (110 + length + 3) & ~3
        if name == "TRAILER!!!":
            break
        files[name] = data[at:at + size]
        at += (size + 3) & ~3
    return files, data[at:].lstrip(b"\0")


def ask_initrd(path):
    """Two archives: the modules, which are packed already, and the rest."""
    with open(path, "rb") as file:
        modules, rest = archive(file.read())
    files, _ = archive(said("zstd", "-dc", data=rest))
    files.update(modules)
    names = " ".join(files)
    for module in ("sdhci-iproc", "bcm2835_wdt", "ext4", "xhci-pci"):
        promise("the initrd holds %s" % module, "/%s.ko" % module in names)
    promise("the watchdog runs before systemd does",
            has(files.get("conf/modules", b"").decode(), r"^bcm2835_wdt\s*$"))
    promise("the initrd's programs are of arm64",
            "init" in files and not [name for name, data in files.items() if foreign(data[:20])])


def foreign(head):
    return head[:4] == b"\x7fELF" and int.from_bytes(head[18:20], "little") != ARM64


# ---- the root ------------------------------------------------------------------------------------

def foreign_programs(root):
    for parent, _, names in os.walk(root):
        for name in names:
            path = os.path.join(parent, name)
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, "rb") as file:
                    if foreign(file.read(20)):
                        yield path


def ask_packages(root):
    promise("the programs are of arm64", not list(foreign_programs(root)))
    states = said("dpkg-query", "--admindir=" + os.path.join(root, "var/lib/dpkg"), "-W",
                  "-f=${db:Status-Abbrev} ${Package}\n").decode().splitlines()
    promise("every package is set up", states and all(state.startswith("ii ") for state in states))
    promise("kiosk and appliance are among them",
            "ii  dorpel-kiosk" in states and "ii  dorpel-appliance" in states)
    for program in ("usr/sbin/sshd", "usr/sbin/dropbear", "usr/sbin/telnetd", "usr/sbin/in.telnetd"):
        promise("there is no " + program, not os.path.lexists(os.path.join(root, program)))


def ask_mounts(root):
    lines = [line.split() for line in read(root, "etc/fstab").splitlines() if line and line[0] != "#"]
    options = {words[1]: words[3].split(",") for words in lines}
    kept = [words[1] for words in lines if words[2] != "tmpfs" and "ro" not in words[3].split(",")]
    promise("the root is read only", "ro" in options["/"])
    promise("only the data and memory are written", kept == ["/data", "/var/lib/dorpel", "/var/lib/systemd"])
    promise("what fails to be mounted keeps no kiosk from starting",
            all("nofail" in options[where] for where in kept + ["/boot/firmware", "/etc/dorpel"]))
    promise("settings are for root and the kiosk only",
            {"umask=027", "gid=dorpel", "ro"} <= set(options["/boot/firmware"]))
    promise("nothing runs from the data", {"nodev", "nosuid", "noexec"} <= set(options["/data"]))
    promise("the data's file system grows", "x-systemd.growfs" in options["/data"])
    promise("no number of its own is baked in", read(root, "etc/machine-id") == "")


def ask_units(root):
    units = os.path.join(root, "etc/systemd/system")
    wanted = {name for folder in os.listdir(units) if folder.endswith(".wants")
              for name in os.listdir(os.path.join(units, folder))}
    for unit in ("dorpel.service", "dorpel-sync.service", "dorpel-sync-visit.socket",
                 "dorpel-nightly.timer", "dorpel-grow.service", "systemd-networkd.service",
                 "systemd-resolved.service", "systemd-timesyncd.service"):
        promise("%s starts by itself" % unit, unit in wanted)
    for unit in ("getty@.service", "getty@tty1.service", "serial-getty@.service", "console-getty.service",
                 "getty-static.service", "emergency.service", "rescue.service", "ctrl-alt-del.target",
                 "apt-daily.timer", "apt-daily-upgrade.timer"):
        path = os.path.join(units, unit)
        promise("%s never starts" % unit, os.path.islink(path) and os.readlink(path) == "/dev/null")


def ask_appliance(root):
    lib = os.path.join(root, "usr/lib")
    system = read(lib, "systemd/system.conf.d/60-dorpel.conf")
    for name in ("RuntimeWatchdogSec", "RebootWatchdogSec"):
        found = re.search(r"^%s=(\d+)s$" % name, system, re.M)
        promise("%s is 10 to 14 seconds" % name, found and 10 <= int(found.group(1)) <= 14)
    promise("no cores (systemd)", has(system, "^DumpCore=no$"))
    sysctl = read(lib, "sysctl.d/60-dorpel.conf")
    promise("no cores (kernel)", has(sysctl, r"^kernel.core_pattern = \|/bin/false$"))
    promise("no magic keys", has(sysctl, "^kernel.sysrq = 0$"))
    promise("the journal stays in memory",
            has(read(lib, "systemd/journald.conf.d/60-dorpel.conf"), "^Storage=volatile$"))
    logind = read(lib, "systemd/logind.conf.d/60-dorpel.conf")
    promise("no other consoles", has(logind, "^NAutoVTs=0$") and has(logind, "^ReserveVT=0$"))
    resolved = read(root, "etc/systemd/resolved.conf.d/60-dorpel.conf")
    promise("it answers nobody's questions for names",
            has(resolved, "^LLMNR=no$") and has(resolved, "^MulticastDNS=no$"))


def ask_accounts(root, data):
    users = [line.split(":") for line in read(root, "etc/passwd").splitlines()]
    secrets = [line.split(":")[1] for line in read(root, "etc/shadow").splitlines()]
    groups = {words[0]: words for words in (line.split(":") for line in read(root, "etc/group").splitlines())}
    promise("nobody has a password, nor an empty one",
            secrets and all(secret.startswith(("*", "!")) for secret in secrets))
    promise("no user of base-passwd's but root has a number of a person",
            not [words for words in users if 1000 <= int(words[2]) < 60000])
    for name in ("video", "render", "input", "gpio"):
        promise("dorpel is in " + name, "dorpel" in groups[name][3].split(","))
    numbers = {words[0]: int(words[2]) for words in users}
    store = os.stat(os.path.join(data, "dorpel"))
    promise("the store's folder is dorpel's, and its group's",
            (store.st_uid, store.st_gid, stat.S_IMODE(store.st_mode)) == (
                numbers["dorpel"], int(groups["dorpel"][2]), 0o2770))
    promise("the clock's folder is there", os.path.isdir(os.path.join(data, "systemd")))


def main(image):
    if os.geteuid() != 0:
        sys.exit("image: root is needed to mount it")
    # What is mounted here nobody else sees, and it is gone when this ends.
    if os.environ.get("DORPEL_IMAGE_INSIDE") is None:
        os.environ["DORPEL_IMAGE_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, __file__, image])
    with tempfile.TemporaryDirectory(prefix="dorpel-image-") as work:
        fat, root, data = ask_partitions(image, work)
        try:
            ask_boot(fat)
            promise("the settings lie on the FAT partition",
                    read(fat, "dorpel/kiosk.conf") == read(root, "etc/dorpel/kiosk.conf") != "")
            ask_packages(root)
            ask_mounts(root)
            ask_units(root)
            ask_appliance(root)
            ask_accounts(root, data)
        finally:
            for path in (root, data):
                subprocess.run(["umount", path], check=False)
    print("image: %d promises asked, %d do not hold" % (len(ASKED), len(BROKEN)))
    return 1 if BROKEN else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
