"""One virtual kiosk: QEMU, and the wires to it from outside.

QMP (pictures, sticks, power), the qtest socket (the button's wire, the lamp), a virtio-serial port
(fingers, see guest/hands.c) and the serial console (a log). Nothing here sleeps for a result: every
wait is for something to be seen, with a limit that MACHINE_PATIENCE stretches on a slow computer.
"""
import json
import os
import queue
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

import tree

PATIENCE = float(os.environ.get("MACHINE_PATIENCE", "3"))
BUTTON, LAMP = 5, 6  # lines of the PL061
WIDTH, HEIGHT = 1280, 800
# The guest's clock counts instructions, 2 ns each, so a busy computer makes nothing in it late: no
# watchdog, no limit of five seconds. That is a third or so of one core of a Raspberry Pi 4.
NS_SHIFT = 1


class Wrong(Exception):
    """What was expected, in one sentence."""


class Late(Wrong):
    """It did not come in the time that it was waited for: of a busy computer that may be no fault."""


def wait_for(what, seen, seconds, pause=0.1):
    """Asks `seen` until it answers; what it answered. The limit is generous, and stretched. Asking
    costs the machine time too, so it is done less and less often."""
    limit = time.monotonic() + seconds * PATIENCE
    while True:
        found = seen()
        if found:
            return found
        if time.monotonic() > limit:
            raise Late("expected within %d s: %s" % (seconds * PATIENCE, what))
        time.sleep(pause)
        pause = max(pause, min(2 * pause, 0.4))


class Wire:
    """A socket of lines; a thread puts what arrives into a queue or hands it over."""

    def __init__(self, path, take):
        self.socket = socket.socket(socket.AF_UNIX)
        wait_for("QEMU's socket " + os.path.basename(path), lambda: self._connect(path), 20)
        self.take = take
        threading.Thread(target=self._read, daemon=True).start()

    def _connect(self, path):
        try:
            self.socket.connect(path)
            return True
        except OSError:
            return False

    def _read(self):
        rest = b""
        while True:
            try:
                got = self.socket.recv(65536)
            except OSError:
                got = b""
            if not got:
                self.take(None)
                return
            rest += got
            *lines, rest = rest.split(b"\n")
            for line in lines:
                self.take(line.decode("utf-8", "replace").rstrip("\r"))

    def send(self, text):
        self.socket.sendall(text.encode() + b"\n")


class Machine:
    """`name` names the log and pictures in build/machine/.

    root, data: qcow2 files. tag: a state kept in them to go on from (see `save`); else it boots.
    more: words for QEMU. data_words: other words for the data disk, whose drive is called "data".
    """

    def __init__(self, name, root=None, data=None, tag=None, more=(), data_words=None):
        self.name = name
        self.dir = tempfile.mkdtemp(prefix="dorpel-machine-")
        self.log = os.path.join(tree.OUT, name + ".log")
        if os.path.exists(self.log):
            os.unlink(self.log)
        self.answers, self.said, self.levels = queue.Queue(), queue.Queue(), queue.Queue()
        self.events, self.lamp, self.lamp_changes = [], None, 0
        self.pl061 = None
        root = root or overlay(tree.ROOT_DISK, self._at("root.qcow2"))
        words = self._words(root, data_words or drive("data", data), more)
        self.errors = open(self._at("qemu.err"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(words + (["-loadvm", tag] if tag else []),
                                        stdin=subprocess.DEVNULL, stdout=self.errors,
                                        stderr=self.errors)
        self.began = time.monotonic()
        try:
            self.qmp_wire = Wire(self._at("qmp"), self._take_qmp)
            self.qmp("qmp_capabilities")
            self.qtest_wire = Wire(self._at("qtest"), self._take_qtest)
            self.hands_wire = Wire(self._at("hands"), self._take_hands)
            self._find_lines()
            self.button(False)
            self.network(False)
            self.qmp("cont")
        except Wrong as wrong:
            self.errors.seek(0)
            said = self.errors.read().strip()
            self.kill()
            raise Wrong("%s; QEMU said: %s" % (wrong, said or "nothing")) from None

    def _at(self, name):
        return os.path.join(self.dir, name)

    def _words(self, root, data_words, more):
        return [
            "qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-smp", "1", "-m", "1024",
            "-accel", "tcg", "-icount", "shift=%d,sleep=on" % NS_SHIFT, "-S", "-nodefaults", "-display", "none", "-no-reboot",
            "-rtc", "base=2026-12-01T10:00:00,clock=vm",
            "-kernel", tree.KERNEL, "-initrd", tree.INITRD,
            "-append", "console=ttyAMA0 modprobe.blacklist=gpio_keys systemd.show_status=0 " +
            kiosk_words(),
            "-chardev", "file,id=ser,path=%s,append=on" % self.log, "-serial", "chardev:ser",
            "-qmp", "unix:%s,server=on,wait=off" % self._at("qmp"),
            "-qtest", "unix:%s,server=on,wait=off" % self._at("qtest"), "-qtest-log", "none",
            "-device", "virtio-gpu-pci,xres=%d,yres=%d" % (WIDTH, HEIGHT),
            "-device", "qemu-xhci,id=xhci", "-device", "virtio-scsi-pci,id=scsi0",
            "-device", "virtio-serial-pci",
            "-chardev", "socket,id=hands,path=%s,server=on,wait=off" % self._at("hands"),
            "-device", "virtserialport,chardev=hands,name=hands",
            "-object", "rng-random,id=rng,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=rng",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,id=card,romfile=",
        ] + drive("root", root) + ["-device", "virtio-blk-pci,drive=root"] + data_words + [
            "-device", "virtio-blk-pci,drive=data"] + list(more)

    # ---- QMP ---------------------------------------------------------------------------------

    def _take_qmp(self, line):
        if line is None:
            self.answers.put({"error": {"desc": "QEMU ended"}})
            return
        message = json.loads(line)
        if "event" in message:
            self.events.append(message)
        elif "QMP" not in message:
            self.answers.put(message)

    def qmp(self, command, **arguments):
        self.qmp_wire.send(json.dumps({"execute": command, "arguments": arguments}))
        try:
            answer = self.answers.get(timeout=30 * PATIENCE)
        except queue.Empty:
            raise Late("expected an answer of QEMU to %s" % command) from None
        if "error" in answer:
            raise Wrong("expected QEMU to do %s; it said: %s" % (command, answer["error"]["desc"]))
        return answer["return"]

    def monitor(self, line):
        return self.qmp("human-monitor-command", **{"command-line": line})

    def event(self, name, since=0):
        return next((e for e in self.events[since:] if e["event"] == name), None)

    # ---- the button and the lamp -------------------------------------------------------------

    def _find_lines(self):
        for entry in self.qmp("qom-list", path="/machine/unattached"):
            if entry["type"] == "child<pl061>":
                self.pl061 = "/machine/unattached/" + entry["name"]
        if self.pl061 is None:
            raise Wrong("expected a PL061 in the machine")
        self.qtest("irq_intercept_out " + self.pl061)

    def _take_qtest(self, line):
        if line is None:
            return
        words = line.split()
        if words and words[0] == "IRQ":
            if int(words[2]) == LAMP:
                self.lamp = words[1] == "raise"
                self.lamp_changes += 1
        else:
            self.levels.put(line)

    def qtest(self, line):
        self.qtest_wire.send(line)
        answer = self.levels.get(timeout=30 * PATIENCE)
        if not answer.startswith("OK"):
            raise Wrong("expected QEMU to do %s; it said: %s" % (line, answer))

    def button(self, pressed):
        """The wire of the button: pressed is low, as with a real one and its pull-up."""
        self.qtest("set_irq_in %s unnamed-gpio-in %d %d" % (self.pl061, BUTTON, 0 if pressed else 1))

    def press(self):
        """Down for 150 ms of the guest's own time."""
        self.button(True)
        self.hands("sh sleep 0.15")
        self.button(False)

    # ---- fingers -----------------------------------------------------------------------------

    def _take_hands(self, line):
        self.said.put(line)

    def hands(self, line, seconds=60):
        """An act of guest/hands.c; for `sh` what the command wrote, as lines."""
        while not self.said.empty():
            self.said.get()
        self.hands_wire.send(line)
        lines = []
        limit = time.monotonic() + seconds * PATIENCE
        while True:
            try:
                got = self.said.get(timeout=max(0.01, limit - time.monotonic()))
            except queue.Empty:
                raise Late("expected the hands in the guest to do: %s" % line) from None
            if got is None:
                raise Wrong("QEMU ended while the hands did: %s" % line)
            if got.startswith(" "):
                lines.append(got[1:])
            elif got.startswith("ok"):
                return lines
            elif got.startswith("no"):
                raise Wrong("the hands in the guest could not: %s (%s) %s" % (
                    line, got, "\n".join(lines[-5:])))

    def shell(self, command, seconds=60):
        return "\n".join(self.hands("sh " + command, seconds))

    def tap(self, x, y, ms=60):
        self.hands("tap %d %d %d" % (x, y, ms))

    # ---- the screen --------------------------------------------------------------------------

    def look(self):
        """What is on the glass now: a PPM file."""
        path = self._at("look.ppm")
        self.qmp("screendump", filename=path)
        return path

    def picture(self, name):
        """A picture to keep, in build/machine/."""
        path = os.path.join(tree.OUT, "%s-%s.png" % (self.name, name))
        self.qmp("screendump", filename=path, format="png")
        return path

    # ---- the serial console ------------------------------------------------------------------

    def serial(self):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return ""

    def wait_serial(self, pattern, seconds):
        return wait_for("on the console: " + pattern, lambda: self._serial_match(pattern), seconds, 0.2)

    def _serial_match(self, pattern):
        if self.process.poll() is not None:
            raise Wrong("expected on the console: %s; QEMU ended" % pattern)
        return re.search(pattern, self.serial())

    # ---- the network -------------------------------------------------------------------------

    def network(self, is_up):
        """The cable: this computer's own loopback is 10.0.2.2 at its other end."""
        self.qmp("set_link", name="card", up=is_up)

    # ---- sticks ------------------------------------------------------------------------------

    def stick_in(self, path, name="st1", read_only=False, bus="xhci.0"):
        self.qmp("blockdev-add", **{"driver": "raw", "node-name": name, "read-only": read_only,
                                    "file": {"driver": "file", "filename": path}})
        self.qmp("device_add", driver="usb-storage", id="usb-" + name, drive=name, bus=bus,
                 removable=True)

    def stick_out(self, name="st1"):
        since = len(self.events)
        self.qmp("device_del", id="usb-" + name)
        wait_for("the stick to be unplugged", lambda: self.event("DEVICE_DELETED", since), 20)
        wait_for("the stick's image to be free", lambda: self.forget_node(name), 20)

    # ---- other disks -------------------------------------------------------------------------

    def disk_in(self, name, node):
        """Plugged in while it runs; how the guest calls it."""
        self.qmp("blockdev-add", **{"node-name": name, **node})
        self.qmp("device_add", driver="scsi-hd", id="disk-" + name, drive=name, serial=name,
                 bus="scsi0.0")
        seen = "grep -als '%s$' /sys/block/sd*/device/vpd_pg80 | cut -d/ -f4; true" % name
        device = wait_for("the disk %s to be seen" % name, lambda: self.shell(seen).strip(), 30, 0.2)
        self.shell("udevadm settle")
        return "/dev/" + device

    def disk_out(self, name):
        self.qmp("device_del", id="disk-" + name)
        wait_for("the disk %s to be gone" % name, lambda: self.forget_node(name), 30)

    def forget_node(self, name):
        try:
            self.qmp("blockdev-del", **{"node-name": name})
            return True
        except Wrong:
            return False

    # ---- the end -----------------------------------------------------------------------------

    def save(self, tag):
        said = self.monitor("savevm " + tag)
        if said.strip():
            raise Wrong("expected QEMU to keep its state; it said: " + said)

    def off(self):
        """Shut down in order, so that all is on the disk."""
        try:
            self.hands("sh systemctl poweroff --no-block")
            wait_for("the kiosk to shut down", lambda: self.process.poll() is not None, 120, 0.2)
        finally:
            self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def kiosk_words():
    """A kiosk's own words for its kernel; but here it may talk."""
    with open(os.path.join(tree.TOP, "firmware/raspi/raspi-extra-cmdline"), encoding="ascii") as file:
        return " ".join(word for word in file.read().split() if not re.match("quiet|loglevel", word))


def drive(name, path):
    """A qcow2 file. "unsafe": the emulator is ended, this computer's power is not."""
    return ["-drive", "file=%s,format=qcow2,if=none,id=%s,cache=unsafe" % (path, name)]


def overlay(base, path):
    """A layer to write in, over a raw disk that stays as it is."""
    tree.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", "raw", path)
    return path
