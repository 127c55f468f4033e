"""Step 8: a network appears, and the kiosk's bundles reach a hub outside; it goes, and nobody who
stands before the screen notices."""
import kiosk
import nethub
import step_vote
import twin
import village
from qemu import Wrong, wait_for


def run(_):
    trace = kiosk.twin_visit("vote", CODE=twin.codes()[2])
    hub = nethub.Hub("8-net")
    machine = kiosk.resume("8-net")
    try:
        machine.network(True)
        wait_for("the kiosk to have an address", lambda: "10.0.2." in machine.shell(
            "cat /proc/net/fib_trie | grep -o '10\\.0\\.2\\.[0-9]*' | sort -u; true"), 60, 0.5)
        wait_for("the kiosk's post to run, and to tell when it goes next", lambda: machine.shell(
            "journalctl -u dorpel-sync --no-pager -o cat | grep '^next'; true"), 60, 0.5)
        machine.shell("systemctl kill -s USR1 dorpel-sync")  # what its clock would do by itself
        wanted = "%d stembiljetten, %d regels" % (village.VOTES, village.VOTES)
        wait_for("the hub to have all ballots", lambda: wanted in hub.status(), 120, 1)
        wait_for("the kiosk to know that they were received", lambda: "visit done" in machine.shell(
            "journalctl -u dorpel-sync --no-pager -o cat | grep '^visit'; true"), 60, 1)
        print("  over the network: " + machine.shell(
            "journalctl -u dorpel-sync --no-pager -o cat | grep '^visit done' | tail -1"))
        half = trace.index(["shot", "vote-round"]) + 1
        machine.follow(trace[:half])
        machine.network(False)
        before = step_vote.ballots(machine)
        told = trace.index(["shot", "vote-done"]) + 1
        machine.follow(trace[half:told], step_vote.AREAS)
        machine.picture("without")
        machine.follow(trace[told:])
        machine.see_attract()
        after = step_vote.ballots(machine)
        if after != (before[0] + 1, before[1] + 1):
            raise Wrong("expected one ballot and one register entry more than %s without a network, "
                        "not %s" % (before, after))
        print("  the cable is out in the middle of a vote: it is whole, and nothing was seen of it")
    finally:
        machine.kill()
        hub.end()
