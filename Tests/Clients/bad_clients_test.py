"""Clients that are slow, old or broken get a plain answer or none, and do the others no harm."""

import json
import resource
import socket
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402

IDLE = 2000
SLOW = 200
DEAF = 5


def setUpModule():
    global server, folder, token
    folder = tempfile.TemporaryDirectory(prefix="argus bad clients ")
    unittest.addModuleCleanup(folder.cleanup)
    server = Server(program("argus"), Path(folder.name))
    # The server starts with a shell's usual limit, and these tests need more than that themselves.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, most), most))
    server.start()
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    token = server.create_source("nav", "nav")["token"]


def tearDownModule():
    server.stop()


class Wire:
    """A connection on which a test writes what it likes, and reads answers one after the other."""

    def __init__(self, *pieces: str | bytes, receive: int | None = None):
        """`receive` is how many bytes the system takes in that nobody has read."""
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.settimeout(120)
        self.socket.connect(("127.0.0.1", server.port))
        self.file = self.socket.makefile("rb", buffering=receive or -1)
        self.send(*pieces)

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_) -> None:
        self.file.close()
        self.socket.close()

    def send(self, *pieces: str | bytes) -> None:
        for piece in pieces:
            self.socket.sendall(piece if isinstance(piece, bytes) else piece.encode())

    def end(self) -> None:
        """Says that nothing more will come; what the server answers can still be read."""
        self.socket.shutdown(socket.SHUT_WR)

    def answer(self) -> tuple[int, str]:
        status = int(self.file.readline().split()[1])
        length = 0
        while (line := self.file.readline().strip()):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return status, self.file.read(length).decode()

    def is_closed(self) -> bool:
        """Whether the server has nothing more to say; waits until one or the other is sure."""
        try:
            return self.file.read(1) == b""
        except ConnectionResetError:
            return True


def get(path: str = "/api/v2/incidents/", *headers: str, version: str = "HTTP/1.1") -> str:
    return "\r\n".join([f"GET {path} {version}", "Host: argus", f"Authorization: Token {token}", *headers, "", ""])


def post(*headers: str) -> str:
    """The head of a request that creates an incident."""
    return "\r\n".join([
        "POST /api/v2/incidents/ HTTP/1.1", "Host: argus", f"Authorization: Token {token}",
        "Content-Type: application/json", *headers, "", ""])


def incident(name: str, description: str = "x") -> str:
    return json.dumps({
        "start_time": "2026-11-20T03:14:07Z", "end_time": "infinity", "source_incident_id": name,
        "description": description, "tags": []})


def length(body: str | bytes, more: int = 0) -> str:
    return f"Content-Length: {len(body) + more}"


class BadClients(unittest.TestCase):
    def tearDown(self):
        """Whatever happened, an ordinary client is served at once, and nothing was logged as an error."""
        self.assertLess(self.ask(), 10)
        errors = [line for line in server.log_end().splitlines() if " error " in line]
        self.assertEqual(errors, [])

    def ask(self) -> float:
        """The seconds that an ordinary client waits for a list."""
        began = time.perf_counter()
        with Wire(get("/api/v2/incidents/?page_size=1", "Connection: close")) as wire:
            self.assertEqual(wire.answer()[0], 200)
        return time.perf_counter() - began

    def stored(self, name: str) -> int:
        with Wire(get(f"/api/v2/incidents/mine/?source_incident_id={name}", "Connection: close")) as wire:
            return len(json.loads(wire.answer()[1])["results"])


class BrokenClients(BadClients):
    def test_what_is_not_http_is_refused(self):
        requests = {
            "a TLS greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
            "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "HTTP/0.9": "GET /api/\r\n\r\n",
            "an unknown method": "BREW /api/ HTTP/1.1\r\nHost: argus\r\n\r\n",
            "a blank in a header's name": get("/api/", "Bad Header: x"),
            "NUL in a header": get("/api/", "X: a\0b"),
            "a folded header": get("/api/", "X: a\r\n  b"),
            "a path beyond ASCII": get("/api/å"),
            "a header of 200 kB": get("/api/", "X: " + "a" * 200_000),
            "5,000 headers": get("/api/", *(f"X-{n}: a" for n in range(5000))),
            "a path of 200 kB": get("/api/" + "a" * 200_000),
            "two lengths": post("Content-Length: 5", "Content-Length: 6") + "abcdef",
            "a length below nothing": post("Content-Length: -5") + "abcde",
            "a length beyond 64 bits": post("Content-Length: 99999999999999999999999"),
            "a length beside chunks": post("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n",
        }
        for what, request in requests.items():
            with self.subTest(what):
                self.assertEqual(self.refusal(request), 400)

    def refusal(self, request: str | bytes) -> int:
        """The status of the answer, after which the connection is closed."""
        with Wire() as wire:
            try:
                wire.send(request)
            except OSError:
                pass  # refused before the end
            status, _ = wire.answer()
            self.assertTrue(wire.is_closed())
            return status

    def test_body_that_breaks_off_is_refused(self):
        body = incident("broken-off")
        with Wire(post(length(body, more=50)), body) as wire:
            wire.end()
            self.assertEqual(wire.answer(), (400, '{"detail":"The body did not arrive whole."}'))
            self.assertTrue(wire.is_closed())

        with Wire(post(length(body, more=50)), body):
            pass  # gone without waiting for the answer

        self.assertEqual(self.stored("broken-off"), 0)

    def test_body_that_is_longer_than_it_says_is_followed_by_a_broken_request(self):
        body = incident("long")
        with Wire(post(length(body)), body, "and more than it says") as wire:
            self.assertEqual([wire.answer()[0], wire.answer()[0]], [201, 400])
            self.assertTrue(wire.is_closed())

        self.assertEqual(self.stored("long"), 1)

    def test_chunks_are_read_and_broken_ones_refused(self):
        body = incident("chunks")
        chunks = "".join(f"{len(body[n:n + 10]):x}\r\n{body[n:n + 10]}\r\n" for n in range(0, len(body), 10))
        with Wire(post("Transfer-Encoding: chunked"), chunks, "0\r\n\r\n") as wire:
            self.assertEqual(wire.answer()[0], 201)

        with Wire(post("Transfer-Encoding: chunked"), "ZZ\r\nabc\r\n0\r\n\r\n") as wire:
            self.assertEqual(wire.answer(), (400, '{"detail":"The body did not arrive whole."}'))
            self.assertTrue(wire.is_closed())

        self.assertEqual(self.stored("chunks"), 1)

    def test_body_that_is_too_large_is_refused_before_and_while_it_comes(self):
        large = b"x" * (20 * 1024 * 1024)
        with Wire(post(length(large))) as wire:
            self.assertEqual(wire.answer()[0], 413)

        for connection in ("close", "keep-alive"):
            with Wire(post(length(large), f"Connection: {connection}"), large) as wire:
                self.assertEqual(wire.answer()[0], 413)

        chunk = b"x" * 65536
        with Wire(post("Transfer-Encoding: chunked"), *[b"10000\r\n" + chunk + b"\r\n"] * 40, b"0\r\n\r\n") as wire:
            self.assertEqual(wire.answer()[0], 413)


class OldAndCleverClients(BadClients):
    def test_half_closed_connection_is_answered(self):
        body = incident("half-closed")
        with Wire(post(length(body)), body) as wire:
            wire.end()
            self.assertEqual(wire.answer()[0], 201)
            self.assertTrue(wire.is_closed())

    def test_body_that_waits_to_be_asked_for_is_asked_for(self):
        body = incident("expected")
        with Wire(post(length(body), "Expect: 100-continue")) as wire:
            self.assertEqual(wire.answer(), (100, ""))
            wire.send(body)
            self.assertEqual(wire.answer()[0], 201)

        with Wire(post("Content-Length: 20000000", "Expect: 100-continue")) as wire:
            self.assertEqual(wire.answer()[0], 413)

    def test_requests_that_do_not_wait_for_answers_are_answered_in_order(self):
        body = incident("pipelined")
        head = post(length(body))
        with Wire(get("/api/"), head, body, get("/.still-alive/"), head, body, get("/none/", "Connection: close")) as wire:
            self.assertEqual([wire.answer()[0] for _ in range(5)], [200, 201, 204, 400, 404])
            self.assertTrue(wire.is_closed())

        self.assertEqual(self.stored("pipelined"), 1)

    def test_connection_of_an_old_client_is_closed_after_the_answer(self):
        for headers in ([], ["Connection: keep-alive"]):
            with Wire(get("/api/", *headers, version="HTTP/1.0")) as wire:
                self.assertEqual(wire.answer()[0], 200)
                self.assertTrue(wire.is_closed())


class SlowClients(BadClients):
    def test_others_are_answered_while_many_wait_and_trickle(self):
        if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < IDLE + 2 * SLOW + DEAF + 500:
            self.skipTest("this machine does not allow so many connections")
        for number in range(20):
            body = incident(f"large-{number}", "x" * 10_000)
            with Wire(post(length(body)), body) as wire:
                self.assertEqual(wire.answer()[0], 201)
        wires = [Wire() for _ in range(IDLE)]
        wires += [Wire(get("/api/v2/incidents/?page_size=100") * 50) for _ in range(DEAF)]
        heads = [Wire("GET /api/ HTTP/1.1\r\nX-Slow: ") for _ in range(SLOW)]
        bodies = [Wire(post("Content-Length: 1000")) for _ in range(SLOW)]
        for wire in wires + heads + bodies:
            self.addCleanup(wire.__exit__)

        self.ask()  # once all of them are accepted

        waits = []
        for _ in range(20):
            for wire in heads + bodies:
                wire.send("x")
            waits.append(self.ask())

        self.assertLess(max(waits), 10)
        # All of them are still there: an idle one is served as soon as it asks.
        wires[0].send(get())
        self.assertEqual(wires[0].answer()[0], 200)
        heads[0].send("\r\nHost: argus\r\n\r\n")
        self.assertEqual(heads[0].answer()[0], 200)

    def test_large_answers_that_nobody_reads_are_few(self):
        large = json.dumps({"x": "y" * 60_000})
        for number in range(200):
            body = json.dumps(json.loads(incident(f"heavy-{number}")) | {"metadata": json.loads(large)})
            with Wire(post(length(body)), body) as wire:
                self.assertEqual(wire.answer()[0], 201)
        path = "/api/v2/incidents/?page_size=200"

        wires = []
        for _ in range(12):
            wire = Wire(get(path), receive=4096)
            self.addCleanup(wire.__exit__)
            wires.append(wire)
        statuses = [int(wire.file.readline().split()[1]) for wire in wires]

        # Twelve megabytes each, of which one account may have sixty-four.
        self.assertEqual(set(statuses), {200, 503})
        self.assertLessEqual(statuses.count(200), 5)
        # Who reads makes room.
        for wire, status in zip(wires, statuses):
            if status == 200:
                wire.__exit__()
        ended = time.monotonic() + 120
        while True:
            with Wire(get(path, "Connection: close")) as wire:
                status, body = wire.answer()
            if status == 200:
                break
            self.assertLess(time.monotonic(), ended)
            time.sleep(0.05)
        self.assertEqual(len(json.loads(body)["results"]), 200)

    def test_they_do_not_keep_the_server_from_ending(self):
        wires = [Wire(), Wire(get()), Wire("GET /api/ HTTP/1.1\r\nX-Slow: ")]
        self.assertEqual(wires[1].answer()[0], 200)
        for wire in wires:
            self.addCleanup(wire.__exit__)

        began = time.perf_counter()
        status = server.stop()
        took = time.perf_counter() - began
        server.start()

        self.assertEqual(status, 0)
        # After 20 seconds it would end whatever its clients do.
        self.assertLess(took, 19)


if __name__ == "__main__":
    unittest.main()
