"""The virtual kiosk's disks: Debian's own arm64 kernel and packages, and ours.

The root tree is unpacked, not set up: no arm64 program runs while it is made. So this file does by
hand the few things that packages do at their installation: accounts, modules.dep, units. DEBIAN=trixie
makes a kiosk of Debian 13. Everything goes to build/machine/ (of 13: build/machine-trixie/).
"""
import gzip
import os
import re
import shutil
import stat
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(TOP, os.environ.get("BUILD", "build"))
SUITE = os.environ.get("DEBIAN", "bookworm")
OUT = os.path.join(BUILD, "machine" if SUITE == "bookworm" else "machine-" + SUITE)
DEBS = os.path.join(TOP, "build/deb", SUITE + "-arm64")
TREE = os.path.join(OUT, "tree")
ROOT_DISK = os.path.join(OUT, "root.ext4")
INITRD = os.path.join(OUT, "initrd.gz")
KERNEL = os.path.join(OUT, "vmlinuz")
PACK = "assets/demo/broekhoven"

# What a kernel and a systemd need around our packages, and the test's own; the rest is what ours ask for.
AROUND = """linux-image-arm64 systemd systemd-sysv udev kmod bash dash coreutils util-linux mount libc-bin
base-files base-passwd sed grep procps e2fsprogs busybox-static init ntfs-3g""".split()
OURS = ["dorpel-common", "dorpel-kiosk", "dorpel-appliance"]

# To find the root disk, and the console's screen early: what Debian's initramfs would hold.
INITRD_MODULES = ["virtio_pci", "virtio_blk", "ext4", "overlay"]
EARLY_MODULES = ["virtio_gpu", "virtio_console", "evdev", "uinput", "xhci_pci"]

KIOSK_CONF = {
    "pack": "/usr/share/dorpel/assets/demo/broekhoven",
    "button": "9030000.pl061:5",
    "lamp": "9030000.pl061:6",
}


class Failed(Exception):
    """A program of this computer did not do what it was asked; nothing of the kiosk's."""


def run(*words, **more):
    """A command that must succeed; what it said stands in the error."""
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode != 0:
        raise Failed("%s failed:\n%s" % (" ".join(words), done.stdout[-3000:]))
    return done.stdout


def write(path, text, mode=0o644):
    path = os.path.join(TREE, path.lstrip("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.islink(path) or os.path.exists(path):
        os.unlink(path)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


# ---- the tree --------------------------------------------------------------------------------

def deb(name):
    found = [file for file in os.listdir(DEBS) if re.match(name + r"_.*\.deb$", file)]
    if len(found) != 1:
        raise Failed("expected one package %s in %s, made by `make deb SUITE=%s ARCH=arm64`" % (name, DEBS, SUITE))
    return os.path.join(DEBS, found[0])


def depends():
    """What our packages need of Debian's; of several that would do, the first."""
    names = set()
    for name in OURS:
        for field in run("dpkg-deb", "-f", deb(name), "Pre-Depends", "Depends").splitlines():
            names |= {re.split(r"[ |:(]", word.strip())[0] for word in field.split(":", 1)[1].split(",")}
    return sorted(names - set(OURS) - set(AROUND))


def base():
    """Debian's packages, unpacked. Kept while the list is the same."""
    os.makedirs(OUT, exist_ok=True)
    run("sh", "firmware/tree.sh", SUITE, "arm64", TREE, *AROUND, *depends(), cwd=TOP)
    for extra in ("doc", "man", "locale", "info", "bug"):
        shutil.rmtree(os.path.join(TREE, "usr/share", extra), ignore_errors=True)


def kernel_version():
    return sorted(os.listdir(os.path.join(TREE, "usr/lib/modules")))[-1]


def accounts():
    """base-passwd's own lists, and then our sysusers files."""
    for name in ("passwd", "group"):
        source = os.path.join(TREE, "usr/share/base-passwd", name + ".master")
        with open(source, encoding="ascii") as file:
            write("/etc/" + name, file.read())
    write("/etc/shadow", "root:*:19000:0:99999:7:::\n", 0o640)
    write("/etc/gshadow", "", 0o640)
    # "u!" (an account that is locked) is new in Debian 13; this computer's own systemd may be older.
    folder = os.path.join(TREE, "usr/lib/sysusers.d")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="ascii") as file:
            write(os.path.join("usr/lib/sysusers.d", name), re.sub(r"(?m)^u!", "u", file.read()))
    run("systemd-sysusers", "--root=" + TREE)


def account(name):
    with open(os.path.join(TREE, "etc/passwd"), encoding="ascii") as file:
        for line in file:
            words = line.split(":")
            if words[0] == name:
                return int(words[2]), int(words[3])
    raise SystemExit("machine: there is no user %s in the tree" % name)


def settle():
    """What the installation of Debian's packages would have done."""
    version = kernel_version()
    shutil.copy(os.path.join(TREE, "boot/vmlinuz-" + version), KERNEL)
    run("depmod", "-b", TREE, version)
    write("/etc/machine-id", "d02be1d02be1d02be1d02be1d02be1d0\n")
    write("/etc/hostname", "kiosk\n")
    write("/etc/fstab",
          "/dev/vda / ext4 ro,noatime 0 0\n"
          "tmpfs /tmp tmpfs nosuid,nodev,size=64m 0 0\n"
          "tmpfs /var/tmp tmpfs nosuid,nodev,size=16m 0 0\n"
          "tmpfs /var/log tmpfs nosuid,nodev,size=16m 0 0\n"
          "tmpfs /var/lib/systemd tmpfs nosuid,nodev,size=4m 0 0\n"
          "/dev/vdb /var/lib/dorpel ext4 noatime,nodev,nosuid,noexec,commit=5 0 2\n")
    write("/etc/modules-load.d/machine.conf", "\n".join(EARLY_MODULES) + "\n")
    write("/etc/systemd/journald.conf.d/machine.conf",
          "[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\nForwardToConsole=yes\n"
          "TTYPath=/dev/ttyAMA0\nMaxLevelConsole=info\n")
    write("/etc/systemd/network/80-cable.network", "[Match]\nType=ether\n\n[Network]\nDHCP=ipv4\n"
          "LinkLocalAddressing=no\nIPv6AcceptRA=no\n")
    for path in ("proc", "sys", "dev", "run", "tmp", "var/tmp", "var/log", "var/lib/systemd",
                 "var/lib/dorpel", "media", "mnt"):
        os.makedirs(os.path.join(TREE, path), exist_ok=True)
    for unit in ("getty@tty1.service", "getty-static.service", "serial-getty@.service", "ctrl-alt-del.target", "logrotate.timer",
                 "systemd-remount-fs.service", "systemd-logind.service", "apt-daily.timer",
                 "apt-daily-upgrade.timer", "dpkg-db-backup.timer", "systemd-update-utmp.service",
                 "systemd-update-utmp-runlevel.service", "e2scrub_all.timer", "fstrim.timer",
                 "systemd-hwdb-update.service", "systemd-machine-id-commit.service"):
        run("systemctl", "--root=" + TREE, "mask", unit)
    run("systemctl", "--root=" + TREE, "set-default", "multi-user.target")


def packages(more):
    """Ours, unpacked too; more: lines for the settings. /lib may be a link, and stays one."""
    for name in OURS:
        run("sh", "-c", "dpkg-deb --fsys-tarfile '%s' | tar -x --keep-directory-symlink -C '%s'" % (deb(name), TREE))
    with open(os.path.join(TREE, "etc/dorpel/kiosk.conf"), encoding="utf-8") as file:
        conf = file.read()
    for name, value in KIOSK_CONF.items():
        conf = re.sub(r"(?m)^%s = .*$" % name, "%s = %s" % (name, value), conf)
    write("/etc/dorpel/kiosk.conf", conf + "\n".join(more) + "\n")


def linked():
    """Each library of our programs stands in the tree: none that a package list here forgot."""
    there = set(os.listdir(os.path.join(TREE, "usr/lib/aarch64-linux-gnu")))
    for path in ("usr/bin/dorpel", "usr/bin/dorpel-sync", "usr/lib/dorpel/dorpel-stick"):
        said = run("readelf", "-d", os.path.join(TREE, path))
        for library in re.findall(r"\(NEEDED\).*\[(.*)\]", said):
            if library not in there and not library.startswith("ld-linux"):
                raise Failed("%s needs %s: no package that ours ask for has it" % (path, library))


def hands():
    """The test's own fingers; nothing else in the tree knows of a test."""
    folder = os.path.join(TREE, "usr/lib/dorpel-test")
    os.makedirs(folder, exist_ok=True)
    run("aarch64-linux-gnu-gcc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", "-static",
        os.path.join(HERE, "guest/hands.c"), "-o", os.path.join(folder, "hands"))
    shutil.copy(os.path.join(HERE, "guest/dorpel-hands.service"),
                os.path.join(TREE, "usr/lib/systemd/system"))


def enable():
    for unit in ("dorpel.service", "dorpel-sync.service", "dorpel-sync-visit.socket",
                 "dorpel-nightly.timer", "dorpel-hands.service", "systemd-networkd.service"):
        if os.path.exists(os.path.join(TREE, "usr/lib/systemd/system", unit)):
            run("systemctl", "--root=" + TREE, "enable", unit)


# ---- disks -----------------------------------------------------------------------------------

def module_files(names):
    """Modules with all they need, in the order to load them, relative to the tree's root."""
    files = []
    for name in names:
        said = run("modprobe", "-d", TREE, "-S", kernel_version(), "--show-depends", name)
        for line in said.splitlines():
            words = line.split()
            if words[0] == "insmod" and words[1] not in files:
                files.append(words[1])
    return files


def cpio(entries):
    """An archive in the kernel's "newc" form: (name, mode, bytes) each."""
    out = bytearray()

    def add(number, name, mode, data):
        raw = name.encode() + b"\0"
        head = "070701" + "".join("%08x" % n for n in (
            number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(raw), 0))
        out.extend(head.encode() + raw)
        out.extend(b"\0" * (-len(out) % 4))
        out.extend(data)
        out.extend(b"\0" * (-len(out) % 4))

    for number, (name, mode, data) in enumerate(entries, 1):
        add(number, name, mode, data)
    add(0, "TRAILER!!!", 0, b"")
    return bytes(out)


def initrd():
    def data(path):
        with open(path, "rb") as file:
            return file.read()

    modules = module_files(INITRD_MODULES)
    entries = [(name, stat.S_IFDIR | 0o755, b"") for name in
               ("bin", "dev", "proc", "sys", "root", "modules")]
    entries.append(("init", stat.S_IFREG | 0o755, data(os.path.join(HERE, "guest/init"))))
    entries.append(("bin/busybox", stat.S_IFREG | 0o755, data(os.path.join(TREE, "bin/busybox"))))
    for path in modules:
        entries.append(("modules/" + os.path.basename(path), stat.S_IFREG | 0o644, data(path)))
    order = "\n".join(os.path.basename(path) for path in modules) + "\n"
    entries.append(("modules/order", stat.S_IFREG | 0o644, order.encode()))
    with open(INITRD, "wb") as file:
        file.write(gzip.compress(cpio(entries), 1))


def ext4(path, folder, megabytes, label):
    """A file system with the contents of a folder, owners as they are there."""
    if os.path.exists(path):
        os.unlink(path)
    run("mkfs.ext4", "-q", "-F", "-L", label, "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0",
        "-d", folder, path, "%dM" % megabytes)


def data_disk(path, folder, megabytes=128):
    """The kiosk's own partition, with what `folder` holds (a kiosk's data) or empty."""
    user, group = account("dorpel")
    os.chown(folder, user, group)
    os.chmod(folder, 0o2770)
    for parent, dirs, files in os.walk(folder):
        for name in dirs + files:
            os.chown(os.path.join(parent, name), user, group)
            if name in dirs:
                os.chmod(os.path.join(parent, name), 0o2770)
            else:
                os.chmod(os.path.join(parent, name), 0o660)
    ext4(path, folder, megabytes, "dorpel-data")


# ---- all of it ---------------------------------------------------------------------------------

def make(more):
    """more: lines for the kiosk's settings, of its hub."""
    if os.geteuid() != 0:
        raise SystemExit("machine: the tree holds files of several users, so this needs root")
    base()
    packages(more)
    accounts()
    settle()
    linked()
    hands()
    enable()
    initrd()
    ext4(ROOT_DISK, TREE, 1200, "dorpel-root")
