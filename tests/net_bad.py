"""A network that is bad on purpose, between a kiosk and its hub: for net.py.

One mode at a time. Counts what it saw, so that a test knows that its trouble came.
"""
import random
import socket
import threading

HTML = b"<html><body>Welkom op wifi. Klik hier om akkoord te gaan.</body></html>"


def answer(status, body=HTML, more=""):
    """An answer as bytes."""
    return ("HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n%s\r\n" %
            (status, len(body), more)).encode() + body


def read_message(sock, buffer, is_head=False):
    """One request or answer, whole; (bytes, rest), or None when it broke off."""
    while b"\r\n\r\n" not in buffer:
        piece = sock.recv(65536)
        if not piece:
            return None
        buffer += piece
    head, _, rest = buffer.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if is_head:
        length = 0
    while len(rest) < length:
        piece = sock.recv(65536)
        if not piece:
            return None
        rest += piece
    return head + b"\r\n\r\n" + rest[:length], rest[length:]


class BadNet:
    """A proxy on loopback. mode: a name below; at: the how manieth byte or request."""

    def __init__(self, port):
        self.target = port
        self.mode, self.at = "good", 0
        self.requests = self.troubles = 0
        self.chance = random.Random(4)
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def set(self, mode, at=0):
        """From here on; counting begins anew."""
        with self.lock:
            self.mode, self.at, self.requests, self.troubles = mode, at, 0, 0

    def run(self):
        """Each connection has a thread."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def trouble(self):
        """It came."""
        with self.lock:
            self.troubles += 1

    def serve(self, client):
        """One connection; whatever goes wrong ends it."""
        try:
            if self.mode in ("cut-up", "cut-down"):
                self.pump(client)
            else:
                self.talk(client)
        except OSError:
            pass
        finally:
            client.close()

    def pump(self, client):
        """Bytes both ways, until so many went one of them."""
        hub = socket.create_connection(("127.0.0.1", self.target))
        left = {"up": self.at if self.mode == "cut-up" else 1 << 40,
                "down": self.at if self.mode == "cut-down" else 1 << 40}

        def one_way(source, sink, name):
            try:
                while True:
                    piece = source.recv(4096)
                    if not piece:
                        break
                    sink.sendall(piece[:left[name]])
                    left[name] -= len(piece)
                    if left[name] <= 0:
                        self.trouble()
                        break
            except OSError:
                pass
            for sock in (source, sink):
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        other = threading.Thread(target=one_way, args=(hub, client, "down"), daemon=True)
        other.start()
        one_way(client, hub, "up")
        other.join()
        hub.close()

    def ask_hub(self, request):
        """The hub's whole answer to this request, over a connection of its own."""
        with socket.create_connection(("127.0.0.1", self.target)) as hub:
            hub.sendall(request)
            message = read_message(hub, b"", request.startswith(b"HEAD"))
            if message is None:
                raise OSError("the hub broke off")
            return message[0]

    def talk(self, client):
        """Request by request."""
        buffer = b""
        while True:
            message = read_message(client, buffer)
            if message is None:
                return
            request, buffer = message
            with self.lock:
                self.requests += 1
                number, mode, at = self.requests, self.mode, self.at
            hits = at in (0, number)
            if mode == "good" or not hits:
                client.sendall(self.ask_hub(request))
                continue
            self.trouble()
            if not self.bad_answer(client, mode, request):
                return

    def bad_answer(self, client, mode, request):
        """What this mode answers; false: the connection ends."""
        if mode == "lost": # the hub did it, and nobody hears
            self.ask_hub(request)
            return False
        if mode == "double":
            self.ask_hub(request)
            client.sendall(self.ask_hub(request))
        elif mode == "half":
            whole = self.ask_hub(request)
            client.sendall(whole[:len(whole) * 2 // 3])
            return False
        elif mode == "portal":
            client.sendall(answer("200 OK"))
        elif mode == "created":
            client.sendall(answer("201 Created", b""))
        elif mode == "redirect":
            path = request.split(b" ")[1].decode() # who followed it would find the hub
            client.sendall(answer("307 Temporary Redirect", b"", "Location: http://127.0.0.1:%d%s\r\n" %
                                  (self.target, path)))
        elif mode == "busy":
            client.sendall(answer("503 Busy", b"", "Retry-After: 1800\r\n"))
        elif mode == "garbage":
            client.sendall(answer("200 OK", self.chance.randbytes(3000)))
        elif mode == "noise":
            client.sendall(self.chance.randbytes(500))
            return False
        elif mode == "flip": # one bit of the answer's body
            whole = bytearray(self.ask_hub(request))
            begin = whole.index(b"\r\n\r\n") + 4
            if len(whole) > begin:
                whole[begin + self.chance.randrange(len(whole) - begin)] ^= 1
            client.sendall(bytes(whole))
        elif mode in ("drip", "trickle"): # slow loris: too slow at once, or fast enough and endless
            more = b"HTTP/1.1 200 OK\r\n" + b"X-Wait: %s\r\n" % (b"y" * 60) * 100000
            for at in range(0, len(more), 1 if mode == "drip" else 40):
                client.sendall(more[at:at + (1 if mode == "drip" else 40)])
                if self.ended.wait(0.25):
                    break
            return False
        elif mode == "refuse":
            client.sendall(answer("403 Forbidden"))
        return True

    def stop(self):
        """Takes no more."""
        self.ended.set()
        self.listener.close()
