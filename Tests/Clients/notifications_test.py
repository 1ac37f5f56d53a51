"""Mail that the real server sends, to a mail server that behaves badly, while the real server is killed."""

import contextlib
import email
import email.policy
import json
import socketserver
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402


def stamp(seconds: float) -> str:
    """A moment as the API reads it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server (RFC 5321) that keeps what it takes; `answers` is what it says to RCPT and to the text."""

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
                    if self.server.to_text.startswith("250"):
                        self.server.take(recipient, data)
                    self.say(self.server.to_text)
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")


class Notifications(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="argus notifications ")
        self.addCleanup(self.folder.cleanup)
        self.mail = MailServer()
        self.addCleanup(self.mail.shutdown)
        self.server = Server(
            program("argus"), Path(self.folder.name), ARGUS_SMTP_URL=self.mail.url,
            ARGUS_MAIL_FROM="argus@example.org", ARGUS_SMS_GATEWAY="sms@example.org",
            ARGUS_PUBLIC_URL="https://argus.example.org")
        self.source = self.server.create_source("nav1", "nav")
        self.bob = self.server.create_user("bob", "--email", "bob@example.org")
        self.server.start()
        self.addCleanup(self.server.stop)
        self.make_profile()

    def ask(self, method: str, path: str, body, token: str):
        request = urllib.request.Request(
            f"{self.server.url}/api/{path}", json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Token {token}", "Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def make_profile(self, **rules):
        root, token = "v2/notificationprofiles/", self.bob["token"]
        slot = self.ask("GET", f"{root}timeslots/", None, token)[0]["pk"]
        wanted = self.ask("POST", f"{root}filters/", {"name": "all", "filter": {"maxlevel": 5}}, token)["pk"]
        mail = self.ask("GET", f"{root}destinations/", None, token)[0]["pk"]
        phone = self.ask(
            "POST", f"{root}destinations/", {"media": "sms", "settings": {"phone_number": "+4792233445"}},
            token)["pk"]
        self.profile = self.ask("POST", "v3/profiles/", {
            "timeslot": slot, "filters": [wanted], "destinations": [mail, phone], "rules": rules}, token)

    def open(self, description: str, **more) -> dict:
        return self.ask("POST", "v2/incidents/", {
            "start_time": "2026-11-22T10:40:22Z", "description": description, "level": 1,
            "tags": [{"tag": "host=edge-1"}]} | more, self.source["token"])

    def explained(self, incident: dict) -> str:
        return self.server.run("explain", str(incident["pk"]), "bob")

    def test_a_mail_says_what_happened_and_leads_there(self):
        incident = self.open("Blåbær <b>&amp; is down\r\nBcc: eve@example.org")
        mails = self.mail.wait(lambda mails: len(mails) == 2)
        to_bob = next(mail for recipient, mail in mails if recipient == "bob@example.org")
        to_phone = next(mail for recipient, mail in mails if recipient == "sms@example.org")

        subject = str(to_bob["Subject"])
        self.assertEqual(
            subject, "[Argus] 'Incident start': Blåbær <b>&amp; is down Bcc: eve@example.org, nav1 @ "
            "2026-11-22 10:40:22+00:00")
        self.assertIsNone(to_bob["Bcc"])
        self.assertEqual(to_bob["Auto-Submitted"], "auto-generated")
        text = to_bob.get_body(("plain",)).get_content()
        html = to_bob.get_body(("html",)).get_content()
        for fact in ("edge-1", "1 (critical)", "still open", f"https://argus.example.org/incidents/{incident['pk']}/"):
            self.assertIn(fact, text)
            self.assertIn(fact, html)
        self.assertIn("Blåbær &lt;b&gt;&amp;amp; is down", html)
        self.assertEqual(to_phone["Subject"], "sms +4792233445")
        self.assertEqual(
            to_phone.get_content().strip(), "Blåbær <b>&amp; is down Bcc: eve@example.org")
        self.assertIn("bob is told of it.", self.explained(incident))

    def test_what_is_refused_for_now_is_sent_later(self):
        self.mail.to_text = "451 not now"
        incident = self.open("later")
        deadline = time.monotonic() + 60
        while "451 not now" not in (told := self.explained(incident)):
            self.assertLess(time.monotonic(), deadline, told)
        self.mail.to_text = "250 taken"
        self.mail.wait(lambda mails: len(mails) == 2)

    def test_what_is_refused_for_good_is_kept_with_the_reason_and_can_be_sent_again(self):
        self.mail.to_recipient = "550 no such user"
        incident = self.open("nobody")
        deadline = time.monotonic() + 60
        while "does not know the address" not in self.explained(incident):
            self.assertLess(time.monotonic(), deadline)
        self.mail.to_recipient = "250 fine"
        failed = self.ask("GET", "v3/deliveries/?reason=address", None, self.bob["token"])
        self.assertIn("550", failed[0]["detail"])
        self.ask("POST", "v3/deliveries/resend/", {"reason": "address"}, self.bob["token"])
        self.mail.wait(lambda mails: len(mails) >= len(failed))

    def test_what_maintenance_hid_is_told_in_one_mail_when_it_is_over(self):
        staff = self.server.create_user("kari", "--role", "staff")["token"]
        wanted = self.ask(
            "POST", "v2/notificationprofiles/filters/", {"name": "m", "filter": {"maxlevel": 5}}, staff)["pk"]
        # What is told at the end is told half a minute after it.
        start, end = (time.time() - before for before in (600, 27))
        task = self.ask("POST", "v3/maintenance/", {
            "start_time": stamp(start), "end_time": stamp(end), "description": "new\ndisks",
            "filters": [wanted], "tell_of_open": True}, staff)
        worst = [self.open(f"down {level}", start_time=stamp(start + 60), level=level) for level in (3, 1)][1]
        gone = self.open("gone", start_time=stamp(start + 60))
        self.ask(
            "POST", f"v2/incidents/{gone['pk']}/events/",
            {"type": "END", "timestamp": stamp(end - 60), "description": "", "actor": {}},
            self.source["token"])
        mails = self.mail.wait(lambda mails: len(mails) == 2)
        to_bob = next(mail for recipient, mail in mails if recipient == "bob@example.org")
        to_phone = next(mail for recipient, mail in mails if recipient == "sms@example.org")

        self.assertEqual(
            str(to_bob["Subject"]), '[Argus] Maintenance "new disks" is over: 2 incidents are still open')
        text = to_bob.get_body(("plain",)).get_content()
        self.assertLess(text.index("down 1"), text.index("down 3"))
        self.assertNotIn("gone", text)
        self.assertIn(f"https://argus.example.org/incidents/{worst['pk']}/", text)
        self.assertIn(f"https://argus.example.org/plannedmaintenance/{task['pk']}/", text)
        self.assertEqual(
            to_phone.get_content().strip(),
            'Maintenance "new disks" is over: 2 incidents are still open, the worst: down 1')
        self.assertIn(f"At the end of maintenance {task['pk']}: It is told.", self.explained(worst))

    def test_nothing_is_lost_when_the_server_is_killed(self):
        """Each mail arrives at least once, and one that arrives twice has the same Message-ID."""
        opened = []
        for round in range(6):
            opened += [self.open(f"number {round}-{i}")["description"] for i in range(25)]
            self.server.process.kill()
            self.server.process.wait()
            self.server.start()

        def subjects(mails):
            return {str(mail["Subject"]).split("': ")[1].split(",")[0]
                    for recipient, mail in mails if recipient == "bob@example.org"}

        # What a killed server had begun to send is taken over once its lease is over.
        mails = self.mail.wait(lambda mails: subjects(mails) == set(opened), 240)
        ids = {}
        for recipient, mail in mails:
            if recipient == "bob@example.org":
                ids.setdefault(str(mail["Subject"]), set()).add(mail["Message-ID"])
        self.assertTrue(all(len(names) == 1 for names in ids.values()))
        doubles = len(mails) - len({mail["Message-ID"] for _, mail in mails})
        print(f"{len(opened)} incidents, {len(mails)} mails, {doubles} of them twice, 6 kills")


if __name__ == "__main__":
    unittest.main()
