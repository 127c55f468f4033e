"""What the scripts of tests/ that run functions in a folder of their own each have in common."""
import shutil
import subprocess
import sys
import tempfile


class Wrong(Exception):
    """What a step said when it failed."""


def run_all(tests, prefix, *more):
    """Each test with a fresh folder, and what `more` gives; with names as arguments, only those.
    Prints "N passed, N failed"; returns the exit code."""
    passed = failed = 0
    for test in tests:
        if len(sys.argv) > 1 and test.__name__ not in sys.argv[1:]:
            continue
        folder = tempfile.mkdtemp(prefix="dorpel-%s-" % prefix)
        try:
            test(folder, *more)
            passed += 1
            print("ok", test.__name__, flush=True)
        except (Wrong, OSError, subprocess.SubprocessError, TypeError) as wrong:
            failed += 1
            print("FAILED: %s\n%s" % (test.__name__, wrong), flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0
