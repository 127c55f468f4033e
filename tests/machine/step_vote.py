"""Steps 2 and 3: a resident votes by touch; the button is a wire pulled from outside, the lamp is
read back, and the vote is in the store."""
import kiosk
import twin
from qemu import Wrong, wait_for

AREAS = {  # what is another each time: the code, the glowing button, four words that chance chose
    "vote-code": ((0, 180, 1280, 620), 0.01),
    "vote-confirm": ((0, 0, 720, 800), 0.01),
    "vote-done": ((0, 0, 1280, 330), 0.02),
}
BREATH_S = 4  # longer than the lamp is dark while it asks


def run(_):
    trace = kiosk.twin_visit("vote", CODE=twin.codes()[0])
    press = trace.index(["press"])
    machine = kiosk.resume("3-vote")
    try:
        before = ballots(machine)
        machine.follow(trace[:press], AREAS)
        machine.picture("confirm")
        wait_for("the lamp to burn while the button is asked for", lambda: machine.lamp, 20)
        if ballots(machine) != before:
            raise Wrong("expected no vote in the store before the button was pressed")
        told = trace.index(["shot", "vote-done"]) + 1
        machine.follow(trace[press:told], AREAS)
        machine.picture("done")
        wait_for("the lamp to go out after the vote", lambda: machine.lamp is False, 20)
        changes = machine.lamp_changes
        machine.hands("sh sleep %d" % BREATH_S)
        if machine.lamp or machine.lamp_changes != changes:
            raise Wrong("expected the lamp to stay out after the vote")
        after = ballots(machine)
        if after != (before[0] + 1, before[1] + 1):
            raise Wrong("expected one ballot and one register entry more than %s, not %s" % (
                before, after))
        machine.follow(trace[told:])
        machine.see_attract()
        print("  one ballot, one register entry; the lamp changed %d times" % machine.lamp_changes)
    finally:
        machine.kill()


def trace_of(code, pictures):
    """Of one more voter, who sees the same pictures as the first: but the code in its field, AREAS."""
    return kiosk.twin_visit("vote", pictures=pictures, CODE=code)


def ballots(machine):
    """(ballots, register entries) in the store, by the kiosk's own --dump."""
    said = machine.shell("setpriv --reuid=dorpel --regid=dorpel --init-groups /usr/bin/dorpel --data /var/lib/dorpel --dump | "
                         "sed -n 's/.*\"kind\":\"\\(ballot\\|register\\)\".*/\\1/p' | sort | uniq -c")
    counts = {line.split()[1]: int(line.split()[0]) for line in said.splitlines()}
    return counts.get("ballot", 0), counts.get("register", 0)
