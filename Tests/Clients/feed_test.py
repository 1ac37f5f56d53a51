"""Whoever follows the changes sees each once and in order, however often the server is restarted."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402

WRITERS = 16
READERS = 3
CHANGES = int(os.environ.get("ARGUS_FEED_CHANGES", "20000"))
ENDS = [signal.SIGTERM, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGTERM]
GONE = (OSError, http.client.HTTPException)
# What a server that cannot answer just now says, or a proxy in front of it.
BUSY = (502, 503, 504)


class Feed(unittest.TestCase):
    def test_tells_every_reader_each_change_once_and_in_order(self):
        with tempfile.TemporaryDirectory(prefix="argus feed ") as folder, Server(program("argus"), Path(folder)) as server:
            self.server, self.token = server, server.create_source("nav1", "nav")["token"]
            self.problems: list[str] = []
            self.written = [0] * WRITERS
            self.last: int | None = None
            readers = [Reader(self) for _ in range(READERS)]
            # Every change is written by a request of its own: half create an incident, half end it.
            writers = [threading.Thread(target=self.write, args=(n, CHANGES // WRITERS)) for n in range(WRITERS)]
            for thread in readers + writers:
                thread.start()

            for number, how in enumerate(ENDS, start=1):
                self.restart_after(CHANGES * number // (len(ENDS) + 1), how)
            for writer in writers:
                writer.join()
            stored = self.stored()
            self.last = stored[-1][0]
            for reader in readers:
                reader.join(60)

            self.assertEqual(self.problems, [])
            self.assertEqual(len(stored), CHANGES)
            self.assertEqual(len(set(incident for _, kind, incident in stored if kind == "STA")), CHANGES // 2)
            for reader in readers:
                self.assertEqual(len(reader.seen), len(stored))
                self.assertEqual(reader.seen, stored)
            self.assert_ends_in_spite_of_a_reader_that_takes_nothing()

    def assert_ends_in_spite_of_a_reader_that_takes_nothing(self) -> None:
        with socket.socket() as idle:
            idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            idle.connect(("127.0.0.1", self.server.port))
            idle.sendall(
                "GET /api/v3/changes/?since=0 HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                f"Authorization: Token {self.token}\r\n\r\n".encode())
            idle.recv(1)
            began = time.monotonic()
            self.assertEqual(self.server.stop(), 0, self.server.log_end())
            self.assertLess(time.monotonic() - began, 19)

    def restart_after(self, count: int, how: signal.Signals) -> None:
        """Ends the server while everybody is busy, and starts it again."""
        while sum(self.written) < count and not self.problems:
            time.sleep(0.01)
        process = self.server.process
        began = time.monotonic()
        process.send_signal(how)
        status = process.wait(30)
        took = time.monotonic() - began
        if how == signal.SIGTERM and (status != 0 or took > 19):
            self.problems.append(f"told to end, the server took {took:.1f} s and had status {status}")
        self.server.start()

    def write(self, writer: int, count: int) -> None:
        """Creates incidents and ends them, each request until it is answered and always with the same key."""
        connection = Connection(self)
        try:
            for number in range(count // 2):
                name = f"{writer}-{number}"
                incident = connection.post("incidents/", f"create-{name}", {
                    "start_time": "2026-11-22T10:00:00Z", "source_incident_id": name, "tags": []})
                self.written[writer] += 1
                connection.post(f"incidents/{incident['pk']}/events/", f"end-{name}", {
                    "timestamp": "2026-11-22T11:00:00Z", "type": "END"})
                self.written[writer] += 1
        except Exception as problem:
            self.problems.append(f"writer {writer}: {problem!r}")
        finally:
            connection.close()

    def stored(self) -> list[tuple[int, str, int]]:
        """What the database itself says has changed, in the order of the keys."""
        with sqlite3.connect(f"file:{self.server.folder / 'argus.db'}?mode=ro", uri=True) as database:
            return database.execute("SELECT id, kind, incident_id FROM change ORDER BY id").fetchall()


class Connection:
    """A connection that is made again whenever the server is."""

    def __init__(self, test: Feed):
        self.test = test
        self.http: http.client.HTTPConnection | None = None

    def open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.test.server.port, timeout=30)

    def close(self) -> None:
        if self.http:
            self.http.close()
        self.http = None

    def post(self, path: str, key: str, body: dict) -> dict:
        headers = {
            "Authorization": f"Token {self.test.token}", "Content-Type": "application/json", "Idempotency-Key": key}
        for _ in range(3000):
            try:
                self.http = self.http or self.open()
                self.http.request("POST", f"/api/v2/{path}", json.dumps(body), headers)
                answer = self.http.getresponse()
                text = answer.read()
                if answer.status == 201:
                    return json.loads(text)
                if answer.status not in BUSY:
                    raise AssertionError(f"{answer.status} {text!r}")
            except GONE:
                self.close()
            time.sleep(0.02)
        raise AssertionError(f"no answer to {key}")


class Reader(threading.Thread):
    """Follows the changes, and goes on with the last that it saw whenever the stream ends."""

    def __init__(self, test: Feed):
        super().__init__(daemon=True)
        self.test = test
        self.seen: list[tuple[int, str, int]] = []

    def run(self) -> None:
        try:
            while not self.is_done():
                try:
                    self.follow()
                except GONE:
                    time.sleep(0.02)
        except Exception as problem:
            self.test.problems.append(f"reader: {problem!r}")

    def is_done(self) -> bool:
        return self.test.last is not None and bool(self.seen) and self.seen[-1][0] >= self.test.last

    def follow(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.test.server.port, timeout=20)
        try:
            connection.request("GET", "/api/v3/changes/?since=0", headers={
                "Authorization": f"Token {self.test.token}", "Accept": "text/event-stream",
                "Last-Event-ID": str(self.seen[-1][0] if self.seen else 0)})
            answer = connection.getresponse()
            if answer.status in BUSY:
                raise http.client.NotConnected
            if answer.status != 200:
                raise AssertionError(f"{answer.status} {answer.read()!r}")
            self.read(answer)
        finally:
            connection.close()

    def read(self, answer: http.client.HTTPResponse) -> None:
        event: dict[bytes, bytes] = {}
        while line := answer.readline():
            if line != b"\n":
                name, _, value = line.rstrip(b"\n").partition(b": ")
                event[name] = value
                continue
            # Only a whole event counts: one that broke off is sent again.
            if event.get(b"event") == b"change":
                change = json.loads(event[b"data"])
                self.test.assertEqual(str(change["id"]).encode(), event[b"id"])
                self.seen.append((change["id"], change["type"], change["incident_pk"]))
            event = {}
            if self.is_done():
                return


if __name__ == "__main__":
    unittest.main()
