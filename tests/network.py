#!/usr/bin/python3
"""The kiosk joins a wireless network, of a NetworkManager that is played by dbusmock.

The admin chooses a network on the screen and types its password on the keyboard there; it comes to
NetworkManager as it was typed, and stands nowhere in the data folder. Without a bus the screen says
that there is no Wi-Fi. Prints "N passed, N failed". Needs the system's python3 (python3-dbusmock).
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import dbus
import dbusmock

BIN = os.environ.get("BIN", os.environ.get("BUILD", "build") + "/san/bin")
DEMO = "assets/demo/broekhoven"
PASSWORD = "koffie met koek 8"
HEAD = 'tap "Raak"\npin admin 135790\ntap-id caretaker.extra\ntap-id admin.network\n'
JOIN = HEAD + """expect "Dorpshuis De Brink"
expect "Goed bereik"
expect-not "Stoornis"
tap "Dorpshuis De Brink"
type "%s"
tap-id main
expect "De verbinding wordt gemaakt."
tap-id bar.back
tap-id admin.logbook
expect "Er is een wifi-netwerk gekozen: Dorpshuis De Brink"
""" % PASSWORD
NONE = HEAD + 'expect "Dit scherm heeft geen wifi."\n'
DEAF = HEAD + 'expect "Dorpshuis De Brink"\ntap "Dorpshuis De Brink"\ntype "koffiekoek"\n' \
    'tap-id main\nexpect "Verbinden lukt niet."\n'


class Wrong(Exception):
    """What a step said when it failed."""


def play(folder, text):
    with open(folder + "/now.visit", "w", encoding="utf-8") as file:
        file.write(text)
    result = subprocess.run([BIN + "/dorpel", "--data", folder + "/data", "--pack", DEMO,
                             "--programs", BIN, "--play", folder + "/now.visit"],
                            capture_output=True, text=True, timeout=600, check=False)
    if result.returncode != 0:
        raise Wrong(result.stderr[-3000:])


def plain(value):
    """D-Bus types as Python's own."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, dbus.Array) and value.signature == "y":
        return bytes(int(b) for b in value).decode()
    return str(value)


def joins(folder, manager):
    """The password arrives, and is nowhere else."""
    play(folder, JOIN)
    calls = manager.GetMethodCalls("AddAndActivateConnection",
                                   dbus_interface=dbusmock.MOCK_IFACE)
    if len(calls) != 1:
        raise Wrong("asked %d times" % len(calls))
    settings = plain(calls[0][1][0])
    want = {"connection": {"id": "Dorpshuis De Brink", "type": "802-11-wireless"},
            "802-11-wireless": {"ssid": "Dorpshuis De Brink"},
            "802-11-wireless-security": {"key-mgmt": "wpa-psk", "psk": PASSWORD}}
    if settings != want or not str(calls[0][1][2]).endswith("/brink"):
        raise Wrong("asked for %s at %s" % (settings, calls[0][1][2]))
    for root, _, files in os.walk(folder + "/data"):
        for name in files:
            with open(root + "/" + name, "rb") as file:
                if PASSWORD.encode() in file.read():
                    raise Wrong("the password stands in " + name)


def no_bus(folder, _):
    """Everything works without."""
    keep = os.environ["DBUS_SYSTEM_BUS_ADDRESS"]
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=" + folder + "/none"
    try:
        play(folder, NONE)
    finally:
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = keep


def refused(folder, manager):
    """NetworkManager says no."""
    manager.AddMethod("org.freedesktop.NetworkManager", "AddAndActivateConnection", "a{sa{sv}}oo",
                      "oo", "raise dbus.exceptions.DBusException('no', name='org.test.No')",
                      dbus_interface=dbusmock.MOCK_IFACE)
    play(folder, DEAF)


def quiet(server, seconds):
    """NetworkManager is silent for so long."""
    server.send_signal(signal.SIGSTOP)
    timer = threading.Timer(seconds, server.send_signal, (signal.SIGCONT,))
    timer.start()
    return timer


def slow(folder, server):
    """After three seconds it answers, and that is waited for."""
    timer = quiet(server, 3)
    play(folder, HEAD + 'expect "Goed bereik"\n')
    timer.join()


def silent(folder, server):
    """Nobody answers: after ten seconds that is said."""
    timer = quiet(server, 60)
    began = time.monotonic()
    try:
        play(folder, HEAD + 'expect "De wifi geeft geen antwoord."\n'
             'expect-not "Dit scherm heeft geen wifi"\n')
    finally:
        timer.cancel()
        server.send_signal(signal.SIGCONT)
    if not 9 < time.monotonic() - began < 40:
        raise Wrong("said after %d s" % (time.monotonic() - began))


def main():
    passed = failed = 0
    dbusmock.DBusTestCase.start_system_bus()
    server, _ = dbusmock.DBusTestCase.spawn_server_template("networkmanager", {},
                                                            stdout=subprocess.DEVNULL)
    bus = dbusmock.DBusTestCase.get_dbus(True)
    manager = bus.get_object("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager")
    mock = dbus.Interface(manager, dbusmock.MOCK_IFACE)
    radio = mock.AddWiFiDevice("radio", "wlan0", 30)
    mock.AddAccessPoint(radio, "brink", "Dorpshuis De Brink", "00:23:F8:7E:12:BB", 2, 2425, 5400,
                        82, 0x100)
    mock.AddAccessPoint(radio, "far", "Dorpshuis De Brink", "00:23:F8:7E:12:BC", 2, 2425, 5400, 20,
                        0x100)
    mock.AddAccessPoint(radio, "open", "Gasten", "00:23:F8:7E:12:BD", 2, 2425, 5400, 41, 0)
    try:
        for case, given in ((joins, manager), (slow, server), (silent, server), (no_bus, None),
                            (refused, manager)):
            folder = tempfile.mkdtemp(prefix="dorpel-network-")
            try:
                case(folder, given)
                passed += 1
                print("ok", case.__name__, flush=True)
            except Wrong as wrong:
                failed += 1
                print("FAILED: %s\n%s" % (case.__name__, wrong), flush=True)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        server.terminate()
        server.wait()
        dbusmock.DBusTestCase.tearDownClass()
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
