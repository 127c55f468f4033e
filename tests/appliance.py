#!/usr/bin/env python3
"""The appliance without an appliance: its units, its watchdog, its stick. Prints "N passed, N failed".

What this machine cannot do (systemd-analyze, loop devices) is skipped, and said.
"""
import glob
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

BUILD = os.environ.get("BUILD", "build")
BIN = os.environ.get("BIN", BUILD + "/san/bin")
DEMO = "assets/demo/broekhoven"
UNITS = "firmware/systemd"
MOST = {"dorpel.service": 2.5, "dorpel-sync.service": 2.5, "dorpel-sync-visit@.service": 1.0,
        "dorpel-nightly.service": 1.0, "dorpel-stick@.service": 5.5}
AHEAD = 7  # lines that a visit may be before who reads them; it may be done by then
PATIENCE = 60  # s, for what a busy machine may take
ENV = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8", SDL_VIDEODRIVER="dummy",
           ASAN_OPTIONS="detect_leaks=0")


class Wrong(Exception):
    """What went wrong."""


class Skip(Exception):
    """What this machine cannot do."""


def must(holds, what):
    if not holds:
        raise Wrong(what)


# ---- units --------------------------------------------------------------------------------------

def analyze(*args):
    if shutil.which("systemd-analyze") is None:
        raise Skip("no systemd-analyze")
    return subprocess.run(["systemd-analyze", *args], capture_output=True, text=True, check=False)


def exposure(path):
    """The figure of systemd-analyze security, from 0 (nothing can go wrong) to 10."""
    said = analyze("security", "--offline=true", path).stdout
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
    must(found, "no figure for %s:\n%s" % (path, said[-500:]))
    return float(found.group(1))


def every_unit_is_closed_as_far_as_it_may_be(folder):
    for name, most in MOST.items():
        figure = exposure("%s/%s" % (UNITS, name))
        print("%s: %.1f" % (name, figure))
        must(figure <= most, "%s: %.1f, more than %.1f" % (name, figure, most))


def an_open_unit_is_seen(folder):
    """The twin: without its sandbox the screen's unit must be refused."""
    with open(UNITS + "/dorpel.service", encoding="utf-8") as file:
        lines = [line for line in file if not re.match(
            "(Protect|Restrict|System|Capability|NoNew|Private|IPAddress|Device)", line)]
    path = folder + "/dorpel.service"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    must(exposure(path) > MOST["dorpel.service"], "an open unit passed")


def staged(folder):
    """A tree with our units, and programs and targets that they name."""
    root = folder + "/root"
    shutil.copytree(UNITS, root + "/usr/lib/systemd/system")
    programs = ["usr/bin/dorpel", "usr/bin/dorpel-sync", "usr/bin/udevadm", "usr/bin/systemctl",
                "usr/lib/dorpel/dorpel-stick"]
    for program in programs:
        path = os.path.join(root, program)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n")
        os.chmod(path, 0o755)
    for found in glob.glob("/usr/lib/systemd/system/*.target") + glob.glob(
            "/lib/systemd/system/*.target"):
        target = root + "/usr/lib/systemd/system/" + os.path.basename(found)
        if not os.path.exists(target):
            shutil.copyfile(found, target)
    return root


def verify(root):
    units = ["dorpel.service", "dorpel-sync.service", "dorpel-sync-visit.socket",
             "dorpel-sync-visit@1.service", "dorpel-stick@sda1.service", "dorpel-nightly.service",
             "dorpel-nightly.timer"]
    said = analyze("verify", "--man=no", "--recursive-errors=no", "--root=" + root, *units)
    return [line for line in (said.stdout + said.stderr).splitlines()
            if "dorpel" in line and "/usr/lib/systemd/system/dorpel" in line or "Unknown" in line]


def systemd_understands_every_line(folder):
    wrong = verify(staged(folder))
    must(not wrong, "\n".join(wrong))


def a_word_that_systemd_does_not_know_is_seen(folder):
    root = staged(folder)
    with open(root + "/usr/lib/systemd/system/dorpel.service", "a", encoding="utf-8") as file:
        file.write("[Service]\nWatchdogSeconds=10\n")
    must(verify(root), "a wrong line passed")


def the_screen_has_no_network_and_is_watched(folder):
    with open(UNITS + "/dorpel.service", encoding="utf-8") as file:
        text = file.read()
    for line in ("Type=notify", "Restart=always", "StartLimitIntervalSec=0", "IPAddressDeny=any",
                 "RestrictAddressFamilies=AF_UNIX AF_NETLINK", "User=dorpel"):
        must(re.search("^%s$" % re.escape(line), text, re.M), "dorpel.service lacks " + line)
    watchdog = int(re.search(r"^WatchdogSec=(\d+)$", text, re.M).group(1))
    abort = int(re.search(r"^TimeoutAbortSec=(\d+)$", text, re.M).group(1))
    again = int(re.search(r"^RestartSec=(\d+)$", text, re.M).group(1))
    must(watchdog + abort + again <= 15, "a hang lasts longer than 15 s")
    must("PrivateNetwork=yes" not in text, "without the host's network there are no events of udev")


def a_touchscreen_comes_before_what_is_shut_out(folder):
    with open("firmware/udev/60-dorpel.rules", encoding="utf-8") as file:
        rules = [line.strip() for line in re.sub(r"\\\n", "", file.read()).splitlines()
                 if line.strip() and not line.startswith("#")]
    key = re.compile(r'^[A-Z_]+(\{[^}]+\})?\s*(==|!=|=|\+=|:=)\s*"[^"]*"$')
    for rule in rules:
        for part in re.split(r',\s*(?=[A-Z])', rule):
            must(key.match(part.strip()), "no rule of udev: " + part)
            must(not re.match(r"(SUBSYSTEMS|KERNELS|DRIVERS|ATTRS\{[^}]+\})\s*!=", part.strip()),
                 "true of any device, because some parent is another: " + part)
    shut = [i for i, rule in enumerate(rules) if 'MODE:="0600"' in rule]
    touch = [i for i, rule in enumerate(rules) if "ID_INPUT_TOUCHSCREEN" in rule and "GOTO" in rule]
    must(len(shut) == 1 and touch and touch[0] < shut[0], "a touchscreen may be shut out")
    labels = set(re.findall(r'LABEL="(\w+)"', "\n".join(rules)))
    must(set(re.findall(r'GOTO="(\w+)"', "\n".join(rules))) <= labels, "a GOTO leads nowhere")


# ---- the watchdog -------------------------------------------------------------------------------

class Manager:
    """Plays the service manager's socket."""

    def __init__(self, folder):
        self.path = folder + "/notify"
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.sock.bind(self.path)

    def hears(self, seconds):
        self.sock.settimeout(seconds)
        try:
            return self.sock.recv(200).decode()
        except socket.timeout:
            return None

    def awaits(self, wanted):
        while True:
            heard = self.hears(PATIENCE)
            must(heard is not None, "never heard " + wanted)
            if heard == wanted:
                return


def kiosk(folder, manager, *more, screen=("--headless",)):
    env = dict(ENV, NOTIFY_SOCKET=manager.path, WATCHDOG_USEC="600000")
    env.pop("DISPLAY", None)
    env.pop("WAYLAND_DISPLAY", None)
    return subprocess.Popen([BIN + "/dorpel", "--data", folder + "/data", "--pack", DEMO,
                             "--programs", BIN, "--button", "none", *screen, *more],
                            env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def it_is_ready_after_its_first_frame_and_feeds_the_watchdog(folder):
    manager = Manager(folder)
    program = kiosk(folder, manager)
    try:
        must(manager.hears(PATIENCE) == "READY=1", "the first word is not READY")
        must(manager.hears(PATIENCE).startswith("WATCHDOG_USEC=3"), "no time for a slow card")
        must(manager.hears(PATIENCE) == "WATCHDOG_USEC=600000", "the time was not set back")
        for _ in range(5):
            manager.awaits("WATCHDOG=1")
        program.send_signal(signal.SIGTERM)
        manager.awaits("STOPPING=1")
        must(program.wait(PATIENCE) == 0, "did not end well")
    finally:
        program.kill()
        program.wait()


def a_hang_starves_the_watchdog(folder):
    manager = Manager(folder)
    program = kiosk(folder, manager, "--hang-after", "1")
    try:
        manager.awaits("WATCHDOG_USEC=600000")  # all is read: from here the second counts
        last = None
        for _ in range(40):  # fed three times within its limit, for one second
            heard = manager.hears(3)
            if heard is None:
                break
            last = heard
        must(last == "WATCHDOG=1", "was never fed")
        must(heard is None, "fed although it hangs")
        must(program.poll() is None, "ended instead of hanging")
    finally:
        program.kill()
        program.wait()


def asked_to_rest_it_waits_for_a_quiet_moment(folder):
    manager = Manager(folder)
    program = kiosk(folder, manager)
    try:
        manager.awaits("WATCHDOG=1")
        program.send_signal(signal.SIGUSR1)
        for _ in range(3):
            manager.awaits("WATCHDOG=1")  # still there: it started only just now
        must(program.poll() is None, "ended at once")
    finally:
        program.kill()
        program.wait()


def without_a_monitor_it_goes_on_and_starts_again_when_one_comes(folder):
    manager = Manager(folder)
    plug = folder + "/root/sys/class/drm/card0-HDMI-A-1"
    os.makedirs(plug)

    def set_plug(word):
        with open(plug + "/status.new", "w", encoding="utf-8") as file:
            file.write(word + "\n")
        os.rename(plug + "/status.new", plug + "/status")
    set_plug("disconnected")
    program = kiosk(folder, manager, "--sys", folder + "/root", "--runtime", folder, screen=())
    try:
        manager.awaits("READY=1")
        for _ in range(3):
            manager.awaits("WATCHDOG=1")
        must(program.poll() is None, "ended for want of a monitor")
        set_plug("connected")
        must(program.wait(PATIENCE) == 0, "did not end well when a monitor came")
    finally:
        program.kill()
        program.wait()


# ---- the stick ----------------------------------------------------------------------------------

class Stick:
    """A loop device with an ext4 stick, dorpel-stick on it, and a kiosk's store."""

    def __init__(self, folder, make="mkfs.ext4 -q -E root_owner=1000:1000"):
        if os.geteuid() != 0 or not os.path.exists("/dev/loop-control"):
            raise Skip("mounting needs root and loop devices")
        self.folder = folder
        self.image = folder + "/stick.img"
        os.chmod(folder, 0o755)
        with open(self.image, "wb") as file:
            file.truncate(32 << 20)
        if subprocess.run(make.split() + [self.image], check=False).returncode != 0:
            raise Skip("cannot make a stick")
        found = subprocess.run(["losetup", "-f", "--show", self.image], capture_output=True,
                               text=True, check=False)
        if found.returncode != 0:
            raise Skip("no loop device is free")
        self.device = found.stdout.strip()
        self.runtime = folder + "/run"
        os.mkdir(self.runtime)
        self.keeper = None
        self.conf = folder + "/kiosk.conf"
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write("[kiosk]\ndata = %s/data\npack = %s\n" % (folder, os.path.abspath(DEMO)))

    def insert(self):
        """Starts dorpel-stick, as udev and systemd do; waits until it knows the stick."""
        self.keeper = subprocess.Popen([BIN + "/dorpel-stick", "--runtime", self.runtime, "--asker",
                                        "root", "--group", "root", os.path.basename(self.device)],
                                       env=ENV)
        for _ in range(PATIENCE * 1000):
            try:
                with open(self.runtime + "/stick.state", encoding="utf-8") as file:
                    if "looking" not in (line := file.read()):
                        return line
            except FileNotFoundError:
                pass
            try:
                self.keeper.wait(0.001)
            except subprocess.TimeoutExpired:
                continue
            raise Wrong("dorpel-stick ended")
        raise Wrong("dorpel-stick says nothing")

    def pull(self):
        """What systemd does when the device is gone."""
        self.keeper.send_signal(signal.SIGTERM)
        must(self.keeper.wait(PATIENCE) == 0, "dorpel-stick did not end well")
        try:
            with open(self.runtime + "/stick.state", encoding="utf-8") as file:
                must(not file.read().startswith(os.path.basename(self.device) + " "),
                     "the state stayed")
        except FileNotFoundError:
            pass
        with open("/proc/mounts", encoding="utf-8") as file:
            must(self.device + " " + self.runtime not in file.read(), "still mounted")

    def visit(self, words="visit real yes", at_line=None, pull=None):
        """A visit as systemd runs it, on a connection; pull (of this stick, or of another) when its
        at_line-th line is read."""
        ours, theirs = socket.socketpair()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)  # only AHEAD lines before us
        program = subprocess.Popen(
            [BIN + "/dorpel-sync", "visit", "--conf", self.conf, "--asked", "--stick-kind", "real",
             self.runtime], stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=ENV)
        theirs.close()
        ours.settimeout(PATIENCE)
        ours.sendall((words + "\n").encode())
        lines = []
        with ours, ours.makefile("r") as file:
            for line in file:
                lines.append(line.strip())
                if at_line is not None and len(lines) == at_line:
                    (pull or self.pull)()
        must(program.wait(PATIENCE) in (0, 1), "the visit crashed")
        return lines

    def close(self):
        if self.keeper is not None and self.keeper.poll() is None:
            self.keeper.send_signal(signal.SIGTERM)
            self.keeper.wait()
        subprocess.run(["losetup", "-d", self.device], check=False)


def made(folder):
    """A kiosk's store, with PINs and an open round."""
    result = subprocess.run([BIN + "/dorpel", "--data", folder + "/data", "--pack", DEMO,
                             "--programs", BIN, "--play", "tests/play/demo-open.visit"], env=ENV,
                            capture_output=True, text=True, timeout=300, check=False)
    must(result.returncode == 0, result.stderr[-800:])


def a_visit_fills_a_real_stick(folder):
    stick = Stick(folder)
    try:
        made(folder)
        must(stick.insert().endswith(" ready new ext4 free\n"), "not seen as new")
        lines = stick.visit("visit real no")
        must("failed stick.fail.new" in lines, "a stick of somebody's own was taken: %s" % lines)
        lines = stick.visit()
        must(any(line.startswith("done ") for line in lines) and lines[-1] == "end 0", str(lines))
        stick.pull()
        must(stick.insert().endswith(" ready known ext4 free\n"), "not known again")
        stick.pull()
        listed = subprocess.run(["debugfs", "-R", "ls -l /", stick.image], capture_output=True,
                                text=True, check=False).stdout
        must(re.search(r"\(1\) +1000 +1000 .*LEESMIJ.txt", listed),
             "what a kiosk writes is its own, not the stick's owner's:\n" + listed)
    finally:
        stick.close()


def pulled_at_any_moment_it_is_never_done(folder):
    stick = Stick(folder)
    try:
        made(folder)
        stick.insert()
        whole = len(stick.visit())
        stick.pull()
        last = whole - 2  # the lines "done" and "end"
        moments = sorted(set(range(1, last + 1, max(1, last // 10)) ) | {last})
        failed = 0
        for moment in moments:
            stick.insert()
            lines = stick.visit(at_line=moment)
            done = any(line.startswith("done") for line in lines)
            must(lines[-1] == ("end 0" if done else "end 1"), str(lines[-3:]))
            must(not done or moment + AHEAD >= last,
                 "pulled at line %d of %d: %s" % (moment, whole, lines[-3:]))
            failed += not done
        print("pulled at %d moments of %d lines; %d failed, as they must" % (len(moments), whole,
                                                                            failed))
        stick.insert()
        lines = stick.visit()
        must(lines[-1] == "end 0", "the next visit failed: %s" % lines[-3:])
    finally:
        stick.close()


def a_second_stick_waits_for_the_first(folder):
    stick = Stick(folder)
    other = None
    try:
        stick.insert()
        other = subprocess.Popen([BIN + "/dorpel-stick", "--runtime", stick.runtime, "--asker",
                                  "root", "--group", "root", "loop99"], env=ENV)
        for _ in range(PATIENCE * 100):
            if os.path.exists(stick.runtime + "/stick.second"):
                break
            try:
                other.wait(0.01)
            except subprocess.TimeoutExpired:
                continue
            raise Wrong("the second did not wait")
        must(os.path.exists(stick.runtime + "/stick.second"), "nobody is told of the second")
        stick.pull()
        other.wait(PATIENCE)  # its turn; but there is no such device
        must(not os.path.exists(stick.runtime + "/stick.second"), "the second is still told")
    finally:
        if other is not None:
            other.kill()
            other.wait()
        stick.close()


def a_stick_of_no_use_makes_room_for_the_next(folder):
    os.makedirs(folder + "/empty")
    empty = Stick(folder + "/empty", make="true")
    good = None
    try:
        must(empty.insert().endswith(" refused none\n"), "an empty stick was not refused")
        os.makedirs(folder + "/good")
        good = Stick(folder + "/good")
        good.runtime = empty.runtime
        made(folder + "/good")
        must(not os.path.exists(good.runtime + "/stick.sock"), "one of no use may still be asked")
        os.unlink(good.runtime + "/stick.state")  # so that insert waits for the new word
        must(good.insert().endswith(" ready new ext4 free\n"), "the next had no turn")
        lines = good.visit(at_line=5, pull=empty.pull)  # while the other is mounted
        must(lines[-1] == "end 0", "its mount or socket was taken away: %s" % lines[-3:])
        good.pull()
    finally:
        empty.close()
        if good is not None:
            good.close()


# ---- two users ----------------------------------------------------------------------------------

SCREEN, POST, GROUP = 64001, 64002, 64000


def two_users_keep_one_store(folder):
    """The screen runs, a visit and the night's work come beside it, each under its own user."""
    if os.geteuid() != 0:
        raise Skip("other users need root")
    os.chmod(folder, 0o755)
    for name in ("data", "stick"):
        os.mkdir(folder + "/" + name)
        os.chown(folder + "/" + name, POST if name == "stick" else SCREEN, GROUP)
    os.chmod(folder + "/data", 0o2770)
    manager = Manager(folder)
    os.chmod(manager.path, 0o777)
    data = ["--data", folder + "/data"]
    pack = ["--pack", os.path.abspath(DEMO)]

    def run(user, *args):
        return subprocess.run([BIN + "/" + args[0], *args[1:]], user=user, group=GROUP,
                              extra_groups=[], umask=0o007, env=ENV, capture_output=True, text=True,
                              check=False)
    # On an appliance it is dorpel-sync's user that makes the kiosk's keys, and reads the village's.
    with open(folder + "/pins.visit", "w", encoding="utf-8") as file:
        file.write('tap "Raak"\npin caretaker 246810\ntap-id bar.stop\n')
    result = run(SCREEN, "dorpel", *data, *pack, "--programs", BIN, "--play", folder + "/pins.visit")
    must(result.returncode == 0, result.stderr[-500:])
    screen = subprocess.Popen([BIN + "/dorpel", *data, *pack, "--headless", "--button", "none"],
                              user=SCREEN, group=GROUP, extra_groups=[], umask=0o007,
                              env=dict(ENV, NOTIFY_SOCKET=manager.path, WATCHDOG_USEC="600000"),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        manager.awaits("WATCHDOG=1")  # the store is open, and was read whole
        for user, *args in ((POST, "dorpel-sync", "enrol", *data, *pack, "--village",
                             os.path.abspath(DEMO + "/../demo-geheim")),
                            (POST, "dorpel-sync", "visit", *data, *pack, folder + "/stick"),
                            (SCREEN, "dorpel", *data, "--night"),
                            (POST, "dorpel-sync", "status", *data, *pack),
                            (SCREEN, "dorpel", *data, *pack, "--health")):
            result = run(user, *args)
            must(result.returncode == 0, "%s %s: %s%s" % (args[0], args[1], result.stdout[-300:],
                                                          result.stderr[-500:]))
        manager.awaits("WATCHDOG=1")
        must(os.stat(folder + "/data/sync.key").st_mode & 0o777 == 0o600, "the key is open")
        must(os.stat(folder + "/data/dorpel.db-wal").st_mode & 0o777 == 0o660, "the log is shut")
        screen.send_signal(signal.SIGTERM)
        must(screen.wait(PATIENCE) == 0, "the screen did not end well")
    finally:
        screen.kill()
        screen.wait()


# ---- chores -------------------------------------------------------------------------------------

def the_night_checks_copies_and_packs(folder):
    made(folder)
    args = [BIN + "/dorpel", "--data", folder + "/data", "--night", "--backup"]
    result = subprocess.run(args + [folder], env=ENV, capture_output=True, text=True, check=False)
    must(result.returncode == 0 and "no second medium" in result.stdout, result.stderr)
    must(os.path.exists(folder + "/data/dorpel-backup.db"), "no copy")
    if not os.path.isdir("/dev/shm") or os.stat("/dev/shm").st_dev == os.stat(folder).st_dev:
        raise Skip("no second medium here")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as second:
        result = subprocess.run(args + [second], env=ENV, capture_output=True, text=True,
                                check=False)
        must(result.returncode == 0, result.stderr)
        with open(folder + "/data/dorpel-backup.db", "rb") as one, \
                open(second + "/dorpel-backup.db", "rb") as two:
            must(one.read() == two.read(), "the copy is another")
        must(os.stat(second + "/dorpel-backup.db").st_mode & 0o777 == 0o600, "anybody may read it")


def health_is_a_line_a_part_and_one_when_bad(folder):
    made(folder)
    root = folder + "/root"
    os.makedirs(root + "/sys/class/drm/card0-HDMI-A-1")
    with open(root + "/sys/class/drm/card0-HDMI-A-1/status", "w", encoding="utf-8") as file:
        file.write("connected\n")
    os.makedirs(root + "/sys/class/input/input1")

    def health(touch, *more):
        with open(root + "/sys/class/input/input1/properties", "w", encoding="utf-8") as file:
            file.write(touch)
        return subprocess.run([BIN + "/dorpel", "--data", folder + "/data", "--pack", DEMO,
                               "--sys", root, "--health", *more], env=ENV, capture_output=True,
                              text=True, check=False)
    good = health("2\n")
    must(good.returncode == 0 and "BAD" not in good.stdout, good.stdout)
    must(re.search(r"^touch +good +\S", good.stdout, re.M), good.stdout)
    bad = health("0\n")
    must(bad.returncode == 1 and re.search(r"^touch +BAD +Het scherm voelt", bad.stdout, re.M),
         bad.stdout)
    bad = health("2\n", "--button", "nochip:3")
    must(bad.returncode == 1 and re.search(r"^button +BAD ", bad.stdout, re.M), bad.stdout)


TESTS = [every_unit_is_closed_as_far_as_it_may_be, an_open_unit_is_seen,
         systemd_understands_every_line, a_word_that_systemd_does_not_know_is_seen,
         the_screen_has_no_network_and_is_watched, a_touchscreen_comes_before_what_is_shut_out,
         it_is_ready_after_its_first_frame_and_feeds_the_watchdog, a_hang_starves_the_watchdog,
         asked_to_rest_it_waits_for_a_quiet_moment,
         without_a_monitor_it_goes_on_and_starts_again_when_one_comes, a_visit_fills_a_real_stick,
         pulled_at_any_moment_it_is_never_done, a_second_stick_waits_for_the_first,
         a_stick_of_no_use_makes_room_for_the_next, two_users_keep_one_store, the_night_checks_copies_and_packs, health_is_a_line_a_part_and_one_when_bad]


def main():
    passed = failed = 0
    for test in TESTS:
        if len(sys.argv) > 1 and test.__name__ not in sys.argv[1:]:
            continue
        with tempfile.TemporaryDirectory(prefix="dorpel-appliance-") as folder:
            try:
                test(folder)
                passed += 1
                print("ok " + test.__name__)
            except Skip as why:
                print("skipped %s: %s" % (test.__name__, why))
            except (Wrong, OSError, subprocess.SubprocessError) as wrong:
                failed += 1
                print("FAILED %s: %s" % (test.__name__, wrong))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
