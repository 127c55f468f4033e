"""The twin: the same kiosk on this computer, without a screen.

A visit (tests/play/README.md) is played by the twin in virtual time; it leaves a picture of every
`shot` and a trace of every touch, in pixels. The virtual kiosk is then touched at the same places,
and must show the same pictures. So no test knows where a button stands.
"""
import os
import shutil
import subprocess

import tree

DORPEL = os.path.join(tree.BUILD, "dorpel")
LOOK = os.path.join(tree.OUT, "look")
CODES = os.path.join(tree.TOP, "assets/demo/demo-geheim/2026/codes.csv")
PINS = {"CARETAKER": "246810", "ADMIN": "135790"}


def codes():
    """The demo village's voting codes, in the order of the list."""
    with open(CODES, encoding="utf-8") as file:
        return [line.strip().split(";")[-1] for line in file.readlines()[1:] if line.strip()]


def tools():
    """The judge of two pictures: small and quick, because it is asked many times a second."""
    os.makedirs(tree.OUT, exist_ok=True)
    source = os.path.join(tree.HERE, "look.c")
    if os.path.exists(LOOK) and os.path.getmtime(LOOK) > os.path.getmtime(source):
        return
    flags = tree.run("pkg-config", "--cflags", "--libs", "sdl2", "SDL2_image").split()
    tree.run("cc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", "-o", LOOK,
             source, *flags)


def play(data, visit, shots=None, runtime=None, **names):
    """Plays a visit on a kiosk's data; its trace, as lists of words. runtime: where dorpel-stick tells of
    its stick, as on an appliance."""
    trace = data + ".trace"
    words = [DORPEL, "--data", data, "--pack", tree.PACK, "--play", visit, "--trace", trace]
    if shots is not None:
        os.makedirs(shots, exist_ok=True)
        words += ["--shots", shots]
    if runtime is not None:
        words += ["--runtime", runtime]
    for name, value in {**PINS, **names}.items():
        words += ["--set", "%s=%s" % (name, value)]
    tree.run(*words, cwd=tree.TOP, env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    with open(trace, encoding="utf-8") as file:
        lines = [line.split() for line in file]
    os.unlink(trace)
    return lines


def fresh(folder, *visits, **names):
    """A kiosk's data as it is after these visits, made on this computer."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    for visit in visits:
        play(folder, visit, **names)
    return folder


def differs(picture, screen, area=None):
    """The part (0..1) of the area's pixels that a person would call different."""
    words = [LOOK, picture, screen] + [str(n) for n in area or ()]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        return 1.0  # QEMU may just be writing it
    return float(done.stdout)
