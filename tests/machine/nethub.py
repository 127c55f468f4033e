"""The hub at the other end of the network: the municipality's own program, with TLS before it."""
import base64
import hashlib
import os
import socket
import ssl
import subprocess
import threading
import zlib

import tree
import village
from qemu import wait_for

# On this computer's loopback, which the kiosk sees as 10.0.2.2; each working copy has its own.
PORT = 18000 + zlib.crc32(tree.TOP.encode()) % 2000
URL = "https://10.0.2.2:%d" % PORT
TLS = os.path.join(tree.OUT, "tls")


def certificate():
    """A key of its own, and the pin that the kiosk's settings get: no date is looked at then."""
    if not os.path.exists(TLS + ".crt"):
        os.makedirs(tree.OUT, exist_ok=True)
        tree.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
                 "/CN=hub", "-addext", "subjectAltName=IP:10.0.2.2", "-keyout", TLS + ".key", "-out",
                 TLS + ".crt")
    public = subprocess.run(["sh", "-c", "openssl x509 -in %s.crt -noout -pubkey | "
                             "openssl pkey -pubin -outform der" % TLS], stdout=subprocess.PIPE,
                            check=True).stdout
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


class Hub:
    def __init__(self, name):
        self.folder = village.hub_copy(name)
        self.said = os.path.join(self.folder, "serve.out")
        self.output = open(self.said, "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [village.program("dorpel-hub"), "serve", "--db", self.folder + "/hub.db", "--listen",
             "127.0.0.1:0"], stdout=self.output, stderr=self.output, cwd=tree.TOP)
        self.port = int(wait_for("the hub to listen", self._url, 20).rsplit(":", 1)[1].strip("/"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS + ".crt", TLS + ".key")
        self.door = socket.create_server(("127.0.0.1", PORT))
        threading.Thread(target=self._serve, args=(context,), daemon=True).start()

    def _url(self):
        with open(self.said, encoding="utf-8") as file:
            line = file.readline()
        return line.strip() if line.startswith("http") and line.endswith("\n") else None

    def _serve(self, context):
        while True:
            try:
                plain, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(context, plain), daemon=True).start()

    def _one(self, context, plain):
        try:
            outside = context.wrap_socket(plain, server_side=True)
            inside = socket.create_connection(("127.0.0.1", self.port))
        except OSError:
            return
        threading.Thread(target=carry, args=(inside, outside), daemon=True).start()
        carry(outside, inside)

    def status(self):
        return village.hub("status", self.folder)

    def end(self):
        self.door.close()
        self.process.terminate()
        self.process.wait()
        self.output.close()


def carry(source, target):
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
