"""A virtual kiosk as a person meets it: visits are followed by hand, and seen on the glass."""
import os
import shutil
import time

import qemu
import tree
import twin
import village
from qemu import Late, Wrong, wait_for

ATTRACT = (0, 0, 1280, 480)  # the card below it takes turns
ALIKE = 0.01  # so much of a picture may differ: a clock, a word that chance chose
KEPT = "attract"
step = "1"  # whose turn it is in this process: see begin()
planted = None  # what is done to a kiosk before a step meets it: see planted.py


def kept(what):
    return os.path.join(tree.OUT, "kept-%s.qcow2" % what)


def begin(name):
    """Steps run beside each other: each has its own wanted pictures, and all the first one."""
    global step
    step = name
    shutil.rmtree(wanted(), ignore_errors=True)
    os.makedirs(wanted())
    if name != "1":
        shutil.copy(os.path.join(tree.OUT, "wanted", "1", "attract.png"), wanted())


def wanted(picture=""):
    """Where the twin's pictures of this step stand."""
    return os.path.join(tree.OUT, "wanted", step, picture + ".png" if picture else "")


def state():
    """A kiosk after its first evening, and the picture it starts with."""
    village.make()
    twin_visit("attract")


class Kiosk(qemu.Machine):
    def sees(self, name, area=None, alike=ALIKE):
        return twin.differs(wanted(name), self.look(), area) <= alike

    def see(self, name, seconds=30, area=None, alike=ALIKE):
        """Waits for what the twin showed there."""
        try:
            wait_for("the picture %s on the screen" % name, lambda: self.sees(name, area, alike),
                     seconds)
        except Late:
            part = twin.differs(wanted(name), self.look(), area)
            self.picture("not-" + name)
            raise Late("expected on the screen what stands in %s; %.1f %% of it differs" % (
                os.path.relpath(wanted(name), tree.TOP), 100 * part)) from None

    def see_attract(self, seconds=60):
        self.see("attract", seconds, ATTRACT)

    def rest(self, seconds=30):
        """Waits until nothing moves on the screen."""
        before = self._pixels()
        limit = time.monotonic() + seconds * qemu.PATIENCE
        while True:
            self.hands("sh sleep 0.2")
            now = self._pixels()
            if now == before:
                return
            if time.monotonic() > limit:
                raise Late("expected the screen to come to rest")
            before = now

    def _pixels(self):
        with open(self.look(), "rb") as file:
            return file.read()

    def follow(self, trace, areas=None, on_stick=None):
        """Does with its own finger what the twin's did, and sees what the twin showed."""
        areas = areas or {}
        for words, then in zip(trace, trace[1:] + [["end"]]):
            if words[0] == "tap":
                before = self._pixels() if then[0] == "screen" else None
                self.tap(int(words[1]), int(words[2]), int(words[3]))
            elif words[0] == "screen":
                if then[0] != "shot":  # a picture says it better
                    wait_for("another screen (%s) after a touch" % words[1],
                             lambda: self._pixels() != before, 60)
                    self.rest()
            elif words[0] == "rest":
                self.rest()
            elif words[0] == "stick":
                on_stick(words[1] == "in")
            elif words[0] == "press":
                self.press()
            elif words[0] == "shot":
                area, alike = areas.get(words[1], (None, ALIKE))
                self.see(words[1], area=area, alike=alike)
            else:
                raise Wrong("the hands cannot do: " + " ".join(words))


def twin_visit(visit, base=village.BASE, pictures=True, **names):
    """The trace of a visit on a copy of a kiosk's data (None: a new kiosk); its pictures go to
    wanted/. $STICK, if nobody gave one, is an empty stick."""
    copy = os.path.join(tree.OUT, "twin-%d" % os.getpid())
    names.setdefault("STICK", copy + "-stick")
    shutil.rmtree(copy, ignore_errors=True)
    if base is not None:
        shutil.copytree(base, copy)
    try:
        return twin.play(copy, os.path.join(tree.HERE, "visits", visit + ".visit"),
                         wanted() if pictures else copy + "-shots", **names)
    finally:
        for folder in (copy, copy + "-stick", copy + "-shots"):
            shutil.rmtree(folder, ignore_errors=True)


def boot(name, keep=False, **more):
    """A cold start on the first evening's data."""
    if keep:
        for what, base in (("root", tree.ROOT_DISK), ("data", village.DISK)):
            if os.path.exists(kept(what)):
                os.unlink(kept(what))
            qemu.overlay(base, kept(what))
        return Kiosk(name, root=kept("root"), data=kept("data"), **more)
    data = os.path.join(tree.OUT, name + "-data.qcow2")
    qemu.overlay(village.DISK, data)
    return Kiosk(name, data=data, **more)


def resume(name, **more):
    """At the attract screen, as step 1 left it: no boot is needed."""
    if not os.path.exists(kept("root")):
        raise Wrong("expected the kiosk that step 1 leaves; run that first")
    copies = {}
    for what in ("root", "data"):
        copies[what] = os.path.join(tree.OUT, "%s-%s.qcow2" % (name, what))
        tree.run("cp", "--reflink=auto", "--sparse=always", kept(what), copies[what])
    machine = Kiosk(name, tag=KEPT, **copies, **more)
    for path in copies.values():
        os.unlink(path)  # QEMU holds them; they go when it ends
    if planted is not None:
        planted(machine)
    return machine
