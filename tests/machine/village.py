"""The evening before: a kiosk whose rounds are open, with some votes in it, that belongs to a hub.

All of it is made on this computer by the kiosk's and the hub's own programs.
"""
import os
import re
import shutil

import tree
import twin

BASE = os.path.join(tree.OUT, "base")  # the kiosk's data
DISK = BASE + ".ext4"
HUB = os.path.join(tree.OUT, "hub")  # the hub's folder, as it was left that evening
VOTES = 25


def program(name):
    return os.path.join(tree.BUILD, name)


def sync(word, data, *more):
    return tree.run(program("dorpel-sync"), word, "--data", data, "--pack", tree.PACK, *more,
                    cwd=tree.TOP)


def hub(word, folder, *more):
    return tree.run(program("dorpel-hub"), word, "--db", os.path.join(folder, "hub.db"), *more,
                    cwd=tree.TOP)


def enrol(data, folder):
    """Two people compare numbers, and a stick goes there and back."""
    stick = os.path.join(tree.OUT, "enrol-stick")
    shutil.rmtree(stick, ignore_errors=True)
    os.makedirs(stick)
    hub("init", folder, "--name", "Gemeente Midden-Veen")
    sync("visit", data, stick)
    print_of_kiosk = re.search(r" is ([0-9a-f ]+)", sync("enrol", data)).group(1)
    hub("enrol", folder, stick, "--yes", print_of_kiosk)
    sync("visit", data, stick)
    print_of_hub = re.search(r": ([0-9a-f ]{39})", sync("status", data)).group(1)
    sync("enrol", data, "--accept", print_of_hub)
    shutil.rmtree(stick)


def make():
    twin.fresh(BASE, os.path.join(tree.TOP, "tests/play/demo-open.visit"))
    tree.run(os.path.join(tree.BUILD, "rel/bin/bench_fill"), BASE, tree.PACK, str(VOTES), "8",
             cwd=tree.TOP)
    shutil.rmtree(HUB, ignore_errors=True)
    os.makedirs(HUB)
    enrol(BASE, HUB)
    tree.data_disk(DISK, BASE)


def hub_copy(name):
    """The hub as it was left, to be written by one step."""
    folder = os.path.join(tree.OUT, name + "-hub")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HUB, folder)
    return folder
