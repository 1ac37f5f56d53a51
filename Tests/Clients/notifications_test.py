"""Mail that the real server sends, to a mail server that behaves badly, while the real server is killed."""

import hmac
import html
import json
import re
import socketserver
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402
from telling import MailServer, Sink, stamp  # noqa: E402


class Notifications(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="argus notifications ")
        self.addCleanup(self.folder.cleanup)
        self.mail = MailServer()
        self.addCleanup(self.mail.shutdown)
        self.server = Server(
            program("argus"), Path(self.folder.name), ARGUS_SMTP_URL=self.mail.url,
            ARGUS_MAIL_FROM="argus@example.org", ARGUS_SMS_GATEWAY="sms@example.org",
            ARGUS_PUBLIC_URL="https://argus.example.org", ARGUS_WEBHOOK_ALLOW="127.0.0.1",
            ARGUS_EXEC_CHANNELS=f"tell={self.tell()}")
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

    def tell(self) -> Path:
        """A program that keeps what it is to send."""
        path = Path(self.folder.name) / "tell"
        path.write_text(f"#!/bin/sh\ncat > '{path}.part' && mv '{path}.part' '{path}.told'\n")
        path.chmod(0o700)
        return path

    def lead_to(self, *destinations: tuple[str, dict]) -> list[dict]:
        """Has the profile tell at these destinations alone."""
        made = [
            self.ask("POST", "v3/notificationprofiles/destinations/", {"media": medium, "settings": settings},
                     self.bob["token"])
            for medium, settings in destinations]
        self.ask("PATCH", f"v3/profiles/{self.profile['pk']}/", {"destinations": [one["pk"] for one in made]},
                 self.bob["token"])
        return made

    def wait_until_told(self, incident: dict, *words: str) -> str:
        """What is explained of an incident, once all of these words stand in it."""
        deadline = time.monotonic() + 60
        while not all(word in (told := self.explained(incident)) for word in words):
            self.assertLess(time.monotonic(), deadline, told)
        return told

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

    def test_a_link_in_a_mail_acknowledges_after_one_click(self):
        incident = self.open("Router down")
        mails = self.mail.wait(lambda mails: any(r == "bob@example.org" for r, _ in mails))
        mail = next(mail for recipient, mail in mails if recipient == "bob@example.org")
        text = mail.get_body(("plain",)).get_content()
        link = re.search(r"https://argus.example.org(/acknowledge/\S+)", text).group(1)
        self.assertIn(link, html.unescape(mail.get_body(("html",)).get_content()))

        for _ in range(2):  # as programs do that look at all links of a mail
            with urllib.request.urlopen(self.server.url + link, timeout=30) as answer:
                page, headers = answer.read().decode(), answer.headers
        self.assertEqual(self.acknowledgers(incident), [])
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIsNone(headers["Set-Cookie"])

        path = re.search(r'<form method="post" action="([^"]+)"', page).group(1)
        key = re.search(r'name="key" value="([^"]+)"', page).group(1)
        form = urllib.parse.urlencode({"key": html.unescape(key)}).encode()
        with urllib.request.urlopen(self.server.url + path, form, timeout=30) as answer:
            self.assertIn("It was acknowledged by bob.", answer.read().decode())
        self.assertEqual(self.acknowledgers(incident), ["bob"])

        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(self.server.url + link, timeout=30)
        self.assertEqual(refused.exception.code, 409)
        self.assertIn("Somebody has acknowledged the incident already.", refused.exception.read().decode())
        refused.exception.close()
        self.server.stop()
        self.assertNotIn(key.rpartition(".")[2], self.server.log.read_text())

    def acknowledgers(self, incident: dict) -> list:
        found = self.ask("GET", f"v2/incidents/{incident['pk']}/acks/", None, self.bob["token"])
        return [ack["event"]["actor"]["username"] for ack in found]

    def test_a_webhook_is_signed_and_tried_again_with_the_same_key(self):
        secret = "0123456789abcdef"
        sink = Sink()
        self.addCleanup(sink.shutdown)
        hook = self.lead_to(("webhook", {"url": sink.url, "secret": secret}))[0]
        self.assertEqual(hook["settings"], {"secret": "***", "url": sink.url})
        sink.status = 503
        incident = self.open("a hook")
        sink.wait(1)
        sink.status = 200

        (first, body), (again, same) = sink.wait(2)[:2]
        signed = hmac.new(secret.encode(), first["X-Argus-Timestamp"].encode() + b"." + body, "sha256")
        self.assertEqual(first["X-Argus-Signature"], f"v1={signed.hexdigest()}")
        self.assertEqual(json.loads(body)["incident"]["pk"], incident["pk"])
        self.assertEqual(body, same)
        self.assertEqual(first["Idempotency-Key"], again["Idempotency-Key"])

    def test_a_test_message_arrives_or_it_is_said_why_not(self):
        mail, path = self.profile["destinations"][0], "v3/notificationprofiles/destinations/"
        if isinstance(mail, dict):
            mail = mail["pk"]
        told = self.ask("POST", f"{path}{mail}/test/", {}, self.bob["token"])
        self.assertEqual(
            told["sentence"], "A test message was sent by Email to bob@example.org (250 taken).")
        recipient, sent = self.mail.wait(lambda mails: len(mails) == 1)[0]
        self.assertEqual(recipient, "bob@example.org")
        self.assertIn("This is a test message: nothing has happened", sent["Subject"])
        self.assertEqual(self.ask("GET", "v3/deliveries/", None, self.bob["token"]), [])

        self.assertIn("bob@example.org", self.server.run("destination", "list", "bob"))
        self.assertIn("A test message was sent", self.server.run("destination", "test", str(mail)))
        self.mail.to_recipient = "550 no such user here"
        with self.assertRaises(RuntimeError) as failed:
            self.server.run("destination", "test", str(mail))
        self.assertIn(
            "The test message was not sent by Email to bob@example.org: the other side does not know the "
            "address (550 no such user here).", str(failed.exception))
        told = self.ask("POST", f"{path}{mail}/test/", {}, self.bob["token"])
        self.assertEqual((told["sent"], told["reason"]), (False, "address"))
        self.assertEqual(told["detail"], "550 no such user here")

    def test_a_site_says_it_in_its_own_words(self):
        folder = Path(self.folder.name) / "templates"
        self.server.run("templates", "show", str(folder))
        (folder / "email" / "opened.title.mustache").write_text("Opened: {{description}} on {{host}}")
        (folder / "email" / "default.mustache").write_text("Own words: {{hots}}")
        self.server.stop()
        self.server.environment["ARGUS_TEMPLATES"] = str(folder)
        for command in (["check"], ["templates", "check", str(folder)]):
            with self.assertRaises(RuntimeError) as refused:
                self.server.run(*command)
            self.assertIn(
                "email/default.mustache, line 1: There is no value `hots`; did you mean `host`?",
                str(refused.exception))
        (folder / "email" / "default.mustache").write_text("Own words: {{host}}")
        (folder / "sms" / "default.mustache").write_text("{{ticket}}")
        self.assertIn("templates: right.", self.server.run("templates", "check", str(folder)))
        self.server.start()

        incident = self.open("Blåbær\r\nBcc: eve@example.org")
        mails = dict(self.mail.wait(lambda mails: len(mails) == 2))
        mail, message = mails["bob@example.org"], mails["sms@example.org"]
        self.assertEqual(mail["Subject"], "[Argus] Opened: Blåbær Bcc: eve@example.org on edge-1")
        self.assertIsNone(mail["Bcc"])
        self.assertEqual(mail.get_body(("plain",)).get_content().strip(), "Own words: edge-1")
        self.assertEqual(message.get_content().strip(), "Blåbær Bcc: eve@example.org")
        deadline = time.monotonic() + 60
        while "in the built-in words" not in (told := self.explained(incident)):
            self.assertLess(time.monotonic(), deadline, told)
        sent = self.ask("GET", "v3/deliveries/?reason=template", None, self.bob["token"])
        self.assertEqual([(one["media"], one["state"]) for one in sent], [("sms", "sent")])
        self.assertIn("the template sms/default.mustache gave nothing", sent[0]["detail"])

    def test_a_storm_of_one_host_is_one_mail(self):
        self.ask("PATCH", f"v3/profiles/{self.profile['pk']}/", {
            "rules": {"storm": {"tag": "host", "count": 1, "within": 3600}}}, self.bob["token"])
        self.open("first")
        self.mail.wait(lambda mails: len(mails) == 2)
        for number in range(2):
            self.open(f"more {number}", level=2)
        mails = self.mail.wait(lambda mails: len(mails) == 4)[2:]
        to_bob = next(mail for recipient, mail in mails if recipient == "bob@example.org")
        to_phone = next(mail for recipient, mail in mails if recipient == "sms@example.org")

        self.assertRegex(str(to_bob["Subject"]), r"^\[Argus\] host=edge-1: [23] incidents, worst: more [01]$")
        self.assertIsNone(to_bob["X-Argus-Incident"])
        self.assertIsNone(to_bob["References"])
        self.assertIn("Incident start, level 2: more", to_bob.get_body(("plain",)).get_content())
        self.assertRegex(to_phone.get_content(), r"^host=edge-1: [23] incidents, worst: more [01]")

    def test_who_does_not_answer_keeps_nobody_else_waiting(self):
        """A host that hangs is waited for, for 15 seconds; meanwhile others are told, by the same medium too."""
        hanging = socketserver.TCPServer(("127.0.0.1", 0), None)
        self.addCleanup(hanging.server_close)
        sink = Sink()
        self.addCleanup(sink.shutdown)
        url = f"http://127.0.0.1:{hanging.server_address[1]}/"
        many = [("mattermost", {"url": f"{url}{number}"}) for number in range(40)]
        self.lead_to(*many, ("slack", {"url": url}), ("mattermost", {"url": sink.url}),
                     ("exec", {"program": "tell", "recipient": "ops"}))
        incident = self.open("somebody hangs")

        sink.wait(1)
        told = Path(f"{Path(self.folder.name) / 'tell'}.told")
        explained = self.wait_until_told(incident, "Sent by Program to tell")
        self.assertIn("somebody hangs", json.loads(told.read_text())["title"])
        self.assertEqual(json.loads(told.read_text())["recipient"], "ops")
        self.assertNotIn("took too long", explained)

    def test_a_secret_is_told_to_nobody(self):
        """The other side repeats what it was asked; nobody sees the secret of a URL."""
        sink = Sink()
        self.addCleanup(sink.shutdown)
        sink.status, sink.repeats = 404, True
        hook, = self.lead_to(("slack", {"url": f"{sink.url}/T000/B000/verysecret"}))
        incident = self.open("a secret")

        explained = self.wait_until_told(incident, "404")
        self.assertIn("POST ***", explained)
        for told in (explained, json.dumps(self.ask("GET", "v3/deliveries/", None, self.bob["token"])),
                     json.dumps(hook), self.server.log.read_text()):
            self.assertNotIn("verysecret", told)

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
        start, end = (time.time() - before for before in (600, 10))
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
            str(to_bob["Subject"]),
            '[Argus] Maintenance "new disks" is over: 2 incidents are still open, worst: down 1')
        text = to_bob.get_body(("plain",)).get_content()
        self.assertLess(text.index("down 1"), text.index("down 3"))
        self.assertNotIn("gone", text)
        self.assertIn(f"https://argus.example.org/incidents/{worst['pk']}/", text)
        self.assertIn(f"https://argus.example.org/plannedmaintenance/{task['pk']}/", text)
        self.assertEqual(
            to_phone.get_content().strip(),
            'Maintenance "new disks" is over: 2 incidents are still open, worst: down 1')
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
