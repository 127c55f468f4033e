"""Step 7: the app hangs in the middle of somebody's visit. The watchdog starts it again within 15 s,
and nothing of the visit is left."""
import kiosk
import twin
from qemu import Wrong, wait_for

LIMIT_S = 15


def run(_):
    trace = kiosk.twin_visit("vote", CODE=twin.codes()[1])
    middle = trace.index(["shot", "vote-chosen"]) + 1
    machine = kiosk.resume("7-hang")
    try:
        machine.follow(trace[:middle])
        machine.picture("before")
        before = main_pid(machine)
        began = now(machine)
        machine.hands("hang %s" % before)  # the thread that draws; the others live
        wait_for("systemd to start the app again", lambda: again_pid(machine, before, began), 120, 0.5)
        wait_for("the new one to be ready", lambda: "active" == machine.shell(
            "systemctl is-active dorpel; true").strip(), 60, 0.3)
        again = float(machine.shell("systemctl show dorpel -p ExecMainStartTimestampMonotonic"
                                    ).split("=")[1]) / 1e6
        machine.see_attract()
        machine.picture("after")
        if again - began > LIMIT_S:
            raise Wrong("expected the app to be started again within %d s, not %.1f" % (
                LIMIT_S, again - began))
        print("  started again %.1f s after it hung" % (again - began))
        machine.follow(trace[:trace.index(["shot", "vote-round"]) + 1])  # nobody's choice is left
        machine.see("vote-round")
    finally:
        machine.kill()


def again_pid(machine, before, began):
    """Of the next one. A minute of the guest's own time is enough to give up."""
    if now(machine) - began > 60:
        raise Wrong("expected the watchdog to end an app that hangs within %d s; after a minute it "
                    "still is there" % LIMIT_S)
    return main_pid(machine) not in ("0", before)


def main_pid(machine):
    return machine.shell("systemctl show dorpel -p MainPID").strip().split("=")[1]


def now(machine):
    return float(machine.shell("cat /proc/uptime").split()[0])
