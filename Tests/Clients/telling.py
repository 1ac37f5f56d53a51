"""A server with people who want to be told, what is told to them, and a clock that the test sets.

With ARGUS_TEST_POSTGRESQL, as `Scripts/with-postgresql` sets it, each server has a database there.
"""

import contextlib
import email
import email.policy
import http.server
import json
import mmap
import os
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
import urllib.request  # noqa: E402

from server import Server, program  # noqa: E402

POSTGRESQL = os.environ.get("ARGUS_TEST_POSTGRESQL")


def stamp(seconds: float) -> str:
    """A moment as the API reads it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server (RFC 5321) that keeps what it takes; `to_…` is what it says to RCPT and to the text."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails, self.news = [], threading.Condition()
        self.to_recipient, self.to_text = "250 fine", "250 taken"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, recipient: str, data: bytes) -> None:
        with self.news:
            self.mails.append((recipient, email.message_from_bytes(data, policy=email.policy.default)))
            self.news.notify_all()

    def wait(self, enough, seconds: float = 60) -> list:
        """The mails once there are enough of them."""
        with self.news:
            if not self.news.wait_for(lambda: enough(self.mails), seconds):
                raise AssertionError(f"after {seconds} s: {[m['Subject'] for _, m in self.mails]}")
            return list(self.mails)


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        with contextlib.suppress(ConnectionError):
            self.say("220 test")
            recipient = ""
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"EHLO":
                    self.say("250 test")
                elif word == b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                    self.say(self.server.to_recipient)
                elif word == b"DATA":
                    self.say("354 go on")
                    data = b""
                    while (text := self.rfile.readline()) not in (b".\r\n", b""):
                        data += text
                    answer = self.server.to_text
                    if not text:  # it broke off
                        return
                    if answer.startswith("250"):
                        self.server.take(recipient, data)
                    self.say(answer)
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")


class Sink(http.server.ThreadingHTTPServer):
    """A service that keeps what is posted to it, and answers with a status."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Post)
        self.posts, self.news, self.status, self.repeats = [], threading.Condition(), 200, False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def wait(self, count: int, seconds: float = 60) -> list:
        """What was posted, once there is so much of it."""
        with self.news:
            if not self.news.wait_for(lambda: len(self.posts) >= count, seconds):
                raise AssertionError(f"after {seconds} s: {self.posts}")
            return list(self.posts)


class Post(http.server.BaseHTTPRequestHandler):
    """One thing that is posted."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.news:
            status = self.server.status
            self.server.posts.append((self.headers, body))
            self.server.news.notify_all()
        self.send_response(status)
        answer = self.requestline.encode() if self.server.repeats else b""
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Clock:
    """What programs take for the time that have its `environment` and run in its folder."""

    def __init__(self, folder: Path):
        library, path = folder / "clock.so", folder / "clock"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-o", library, Path(__file__).with_name("clock.c")], check=True)
        path.write_bytes(bytes(8))
        with path.open("r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 8)
        # Programs that run in the folder: no path that the loader reads may have a blank.
        self.environment = {"LD_PRELOAD": f"./{library.name}", "TEST_CLOCK": str(path)}

    @property
    def offset(self) -> int:
        return struct.unpack("q", self.memory)[0]

    @property
    def now(self) -> float:
        return time.time() + self.offset

    def set(self, moment: str) -> None:
        """Shows a moment, `2026-03-27T12:00:00Z`, and goes on from there."""
        self.go(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() - self.now)

    def go(self, seconds: float) -> None:
        """Is put forward, or back."""
        self.memory[:] = struct.pack("q", self.offset + round(seconds))


class Told(unittest.TestCase):
    """Bob has a mail address, is told of what his profiles say, and the clock shows a Friday noon."""

    settings: dict[str, str] = {}

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="argus told ")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.mail = MailServer()
        self.addCleanup(self.mail.server_close)
        self.addCleanup(self.mail.shutdown)
        self.clock = Clock(self.folder)
        self.addCleanup(self.clock.memory.close)
        self.clock.set("2026-11-27T12:00:00Z")
        self.server = Server(
            program("argus"), self.folder, ARGUS_SMTP_URL=self.mail.url, ARGUS_MAIL_FROM="argus@example.org",
            ARGUS_PUBLIC_URL="https://argus.example.org", ARGUS_WEBHOOK_ALLOW="127.0.0.1", TZ="UTC",
            **self.settings)
        self.server.environment |= self.clock.environment
        if POSTGRESQL:
            self.server.environment["ARGUS_DATABASE"] = self.database()
        self.source = self.server.create_source("nav1", "nav")
        self.tokens: dict[str, str] = {}
        self.bob = self.person("bob")
        self.server.start()
        self.addCleanup(self.server.stop)

    def database(self) -> str:
        """An empty database on PostgreSQL."""
        name, root = f"told_{uuid.uuid4().hex}", POSTGRESQL.rpartition("/")[0]
        subprocess.run(["psql", "--quiet", "--dbname", POSTGRESQL, "--command", f"CREATE DATABASE {name}"], check=True)
        return f"{root}/{name}"

    # People, and what they want to be told

    def person(self, name: str, *options: str) -> dict:
        made = self.server.create_user(name, "--email", f"{name}@example.org", *options)
        self.tokens[name] = made["token"]
        return made

    def ask(self, method: str, path: str, body=None, token: str | None = None):
        request = urllib.request.Request(
            f"{self.server.url}/api/{path}", json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Token {token or self.bob['token']}", "Content-Type": "application/json"},
            method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def profile(self, who: dict | None = None, recurrences: list | None = None, **more) -> dict:
        """Tells somebody by mail of all that the rest of a profile allows."""
        token = (who or self.bob)["token"]
        root, name = "v2/notificationprofiles/", uuid.uuid4().hex[:8]
        if recurrences is None:
            slot = self.ask("GET", f"{root}timeslots/", None, token)[0]["pk"]
        else:
            slot = self.ask("POST", "v3/timeslots/", {"name": name, "time_recurrences": recurrences}, token)["pk"]
        wanted = self.ask("POST", f"{root}filters/", {"name": name, "filter": {"maxlevel": 5}}, token)["pk"]
        mail = self.ask("GET", f"{root}destinations/", None, token)[0]["pk"]
        return self.ask("POST", "v3/profiles/", {
            "name": name, "timeslot": slot, "filters": [wanted], "destinations": [mail]} | more, token)

    # What happens

    def open(self, description: str, **more) -> dict:
        return self.ask("POST", "v2/incidents/", {
            "start_time": stamp(self.clock.now), "description": description, "level": 1,
            "tags": [{"tag": "host=edge-1"}]} | more, self.source["token"])

    def close(self, incident: dict) -> None:
        self.ask("POST", f"v2/incidents/{incident['pk']}/events/", {
            "type": "END", "timestamp": stamp(self.clock.now), "description": "", "actor": {}},
            self.source["token"])
        self.wait_until_decided(incident)

    def acknowledge(self, incident: dict) -> None:
        self.ask("POST", f"v2/incidents/{incident['pk']}/acks/", {"timestamp": stamp(self.clock.now)})
        self.wait_until_decided(incident)

    def wait_until_decided(self, incident: dict) -> None:
        """Waits until it is decided who is told of all that has happened to an incident by now."""
        deadline = time.monotonic() + 60
        path = f"v3/incidents/{incident['pk']}/explain/"
        while any(event["decided"] is None for event in self.ask("GET", path)["events"]):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    # What comes of it

    def subjects(self, to: str = "bob") -> list[str]:
        """What somebody was told so far, without what is the same in each mail."""
        with self.mail.news:
            return [self.subject(mail) for recipient, mail in self.mail.mails if recipient == f"{to}@example.org"]

    @staticmethod
    def subject(mail) -> str:
        """`START: what`, or what a mail about several incidents says."""
        words = str(mail["Subject"]).removeprefix("[Argus] ")
        if not words.startswith("'"):
            return words
        what, _, rest = words[1:].partition("': ")
        return f"{what}: {rest.rpartition(', ')[0]}"

    def wait_for(self, *subjects: str, to: str = "bob") -> None:
        """Waits until somebody was told these things, and nothing else, in this order."""
        with contextlib.suppress(AssertionError):
            self.mail.wait(lambda mails: len(self.subjects(to)) >= len(subjects))
        self.assertEqual(self.subjects(to), list(subjects), self.server.log_end())
        self.wait_until_written(to)

    def wait_until_written(self, to: str = "bob") -> None:
        """Waits until the server has written down what it has sent to somebody: whoever puts the clock forward
        before that ends the time in which it may, and it is sent again."""
        deadline = time.monotonic() + 60
        while left := [one for one in self.ask("GET", "v3/deliveries/?state=waiting", None, self.tokens[to])
                       if one["carrier"] in (None, one["pk"])
                       and datetime.fromisoformat(one["due"].replace("Z", "+00:00")).timestamp() <= self.clock.now]:
            self.assertLess(time.monotonic(), deadline, left)
            time.sleep(0.02)

    def states(self, incident: dict) -> list[str]:
        """What became of the messages about an incident to bob, the first one first: `sent`, `dropped closed`."""
        told = self.ask("GET", "v3/deliveries/")
        return [" ".join(filter(None, (one["state"], one["reason"])))
                for one in reversed(told) if one["incident"] == incident["pk"]]

    def wait_until(self, incident: dict, *states: str) -> None:
        """Waits until that became of the messages about an incident."""
        deadline = time.monotonic() + 60
        while (now := self.states(incident)) != list(states):
            self.assertLess(time.monotonic(), deadline, now)
            time.sleep(0.02)

    def explained(self, incident: dict) -> str:
        return self.server.run("explain", str(incident["pk"]), "bob")
