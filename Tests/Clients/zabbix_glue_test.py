"""zabbix-argus-glue 0.1.2 from PyPI, unmodified, between a small Zabbix of the test's own and a real server."""

import http.client
import json
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
import fake_zabbix  # noqa: E402
from fake_zabbix import FakeZabbix  # noqa: E402
from pyargus.client import Client  # noqa: E402
from pyargus.models import Event, Incident  # noqa: E402
from pyargus.time import LOCAL_INFINITY  # noqa: E402
from server import Server, free_port, program  # noqa: E402

GLUE = Path(sys.executable).parent / "zabbix-argus-glue"


def setUpModule():
    if sys.version_info < (3, 11):
        raise unittest.SkipTest("zabbix-argus-glue needs Python 3.11 or later")
    global server, folder
    folder = tempfile.TemporaryDirectory(prefix="argus zabbix ")
    unittest.addModuleCleanup(folder.cleanup)
    server = Server(program("argus"), Path(folder.name))
    server.start()


def tearDownModule():
    server.stop()


class ZabbixGlue(unittest.TestCase):
    """One source, one Zabbix and, when a test starts it, one glue between them."""

    version = "v2"

    def setUp(self):
        self.name = self.id().rpartition(".test_")[2].replace("_", "-")[:40] + f"-{self.version}"
        self.source = server.create_source(self.name, "zabbix", "https://zabbix.example.org/zabbix/")
        self.client = Client(f"{server.url}/api/{self.version}", self.source["token"], timeout=10)
        self.zabbix = self.enterContext(FakeZabbix())
        self.webhook_port = free_port()
        self.glue: subprocess.Popen | None = None
        self.addCleanup(self.stop_glue)

    # The glue

    def configuration(self, more: str = "", token: str | None = None) -> Path:
        path = Path(folder.name) / f"{self.name}.toml"
        path.write_text(f"""
            [argus]
            url = "{server.url}/api/{self.version}"
            token = "{token or self.source["token"]}"
            [zabbix]
            url = "{self.zabbix.url}"
            token = "{fake_zabbix.TOKEN}"
            [webhook]
            listen = "127.0.0.1"
            port = {self.webhook_port}
            secret = "sesame"
            [reconciliation]
            interval = 0
            {more}""")
        return path

    def start_glue(self, more: str = "") -> None:
        """Starts it, and lets it go through its first pass."""
        self.zabbix.forget_the_glue()
        with self.log.open("ab") as log:
            self.glue = subprocess.Popen(
                [GLUE, "--verbose", "--config", self.configuration(more)], stdout=log, stderr=log)
        self.zabbix.one_pass()

    def stop_glue(self) -> None:
        if self.glue:
            self.glue.terminate()
            self.glue.wait(timeout=30)
            self.glue = None

    @property
    def log(self) -> Path:
        return Path(folder.name) / f"{self.name}.log"

    def call_webhook(self, **payload: str) -> tuple[int, str]:
        """What Zabbix's media type posts; returns the status of the answer and what it says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.webhook_port, timeout=30)
        connection.request(
            "POST", "/webhook", json.dumps({"update_status": "0", **payload}),
            {"Content-Type": "application/json", "X-Webhook-Secret": "sesame"})
        answer = connection.getresponse()
        text = json.loads(answer.read())
        connection.close()
        return answer.status, text.get("status") or text["error"]

    # The server

    def incidents(self) -> dict[str, Incident]:
        """All incidents of the source by what Zabbix calls them, each of them once."""
        found = list(self.client.get_my_incidents(open="", page_size=100))
        by_name = {incident.source_incident_id: incident for incident in found}
        self.assertEqual(len(by_name), len(found))
        return by_name

    def open(self) -> list[str]:
        return sorted(name for name, incident in self.incidents().items() if incident.open)

    def events(self, incident: Incident) -> list[tuple[str, str]]:
        return sorted((event.type, event.description) for event in self.client.get_incident_events(incident))

    def failures(self) -> list[str]:
        """What the glue has logged as an error."""
        return [line for line in self.log.read_text().splitlines() if line.startswith("ERROR")]


class ZabbixGlueVersion2(ZabbixGlue):
    def test_problem_becomes_an_incident_and_is_closed_when_it_is_over(self):
        self.zabbix.begin("100", "Disk is nearly full", severity=4, clock=1795146847, tags=[
            ("scope", "capacity"), ("Target System", "blå=1"), ("empty", "")])
        self.zabbix.begin("101", "Load is high", severity=2, host="501")
        self.start_glue()

        incidents = self.incidents()

        self.assertEqual(sorted(incidents), ["100", "101"])
        found = incidents["100"]
        self.assertEqual((found.description, found.level), ("Disk is nearly full", 2))
        self.assertEqual(found.start_time, datetime(2026, 11, 20, 3, 54, 7, tzinfo=timezone.utc))
        self.assertEqual((found.end_time, found.open, found.stateful), (LOCAL_INFINITY, True, True))
        self.assertEqual(
            found.details_url, "https://zabbix.example.org/zabbix/tr_events.php?triggerid=9100&eventid=100")
        self.assertEqual(sorted(found.tags.allitems()), [
            ("empty", ""), ("host", "db1.example.org"), ("hostgroup", "Linux servers"), ("scope", "capacity"),
            ("target_system", "blå=1"), ("trigger", "Disk is nearly full")])
        self.assertEqual((found.source.name, found.source.type), (self.name, "zabbix"))

        before = datetime.now(timezone.utc)
        self.zabbix.end("100")
        self.zabbix.one_pass()

        self.assertEqual(self.open(), ["101"])
        closed = self.client.get_incident(found.pk)
        self.assertTrue(before <= closed.end_time <= datetime.now(timezone.utc))
        self.assertIn(("END", "Resolved by reconciliation"), self.events(closed))
        self.assertEqual(self.failures(), [])

    def test_nothing_is_posted_twice_by_further_passes(self):
        for number in range(120):
            self.zabbix.begin(str(1000 + number), f"Problem {number}")
        self.start_glue()
        posted = self.incidents()

        self.zabbix.one_pass()
        self.zabbix.one_pass()

        self.assertEqual(len(posted), 120)
        self.assertEqual(self.incidents(), posted)
        self.assertEqual(self.log.read_text().count("Created Argus incident"), 120)

    def test_severities_become_levels(self):
        for severity in range(6):
            self.zabbix.begin(str(200 + severity), f"Severity {severity}", severity=severity)
        self.start_glue()

        levels = {name: incident.level for name, incident in self.incidents().items()}

        self.assertEqual(levels, {"200": 5, "201": 5, "202": 4, "203": 3, "204": 2, "205": 1})

    def test_severities_become_the_levels_that_are_configured(self):
        for severity in range(6):
            self.zabbix.begin(str(300 + severity), f"Severity {severity}", severity=severity)
        self.start_glue("""
            [severity]
            minimum_severity = 2
            mapping = { 0 = 5, 1 = 5, 2 = 5, 3 = 4, 4 = 4, 5 = 3 }
            [sync]
            prefix_hostname = true
            [tags]
            include_trigger = false
            static = ["site=kollen"]
            """)

        found = self.incidents()

        self.assertEqual({name: i.level for name, i in found.items()}, {"302": 5, "303": 4, "304": 4, "305": 3})
        self.assertEqual(found["305"].description, "db1.example.org: Severity 5")
        self.assertEqual(sorted(found["305"].tags.allitems()), [
            ("host", "db1.example.org"), ("hostgroup", "Linux servers"), ("site", "kollen")])

    def test_webhook_opens_and_closes(self):
        self.zabbix.begin("400", "Something else")
        self.start_glue()
        problem = {
            "eventid": "401", "severity": "5", "hostname": "web1.example.org", "name": "Site is down",
            "timestamp": "1795146900", "triggerid": "77", "tags": '[{"tag": "service", "value": "www"}]'}

        answers = [
            self.call_webhook(value="1", **problem),
            self.call_webhook(value="1", **problem),
            self.call_webhook(value="1", eventid="401", update_status="1", update_user="Admin")]
        opened = self.incidents()["401"]
        answers.append(self.call_webhook(value="0", eventid="401"))
        answers.append(self.call_webhook(value="0", eventid="401"))

        self.assertEqual(answers, [
            (201, "created"), (200, "duplicate"), (200, "update_received"), (200, "resolved"), (200, "not_found")])
        self.assertEqual((opened.level, opened.description, opened.open), (1, "Site is down", True))
        self.assertEqual(opened.start_time.timestamp(), 1795146900)
        self.assertEqual(opened.tags["service"], "www")
        self.assertEqual(self.open(), ["400"])
        self.assertIn(("END", "Resolved in Zabbix"), self.events(opened))

    def test_restart_of_the_glue_makes_no_doubles_and_closes_what_ended_meanwhile(self):
        self.zabbix.begin("500", "Stays")
        self.zabbix.begin("501", "Ends while the glue is away")
        self.start_glue()
        before = self.incidents()
        self.glue.kill()
        self.glue.wait()
        self.zabbix.end("501")
        self.zabbix.begin("502", "Begins while the glue is away")

        self.start_glue()

        self.assertEqual(sorted(self.incidents()), ["500", "501", "502"])
        self.assertEqual(self.open(), ["500", "502"])
        self.assertEqual(self.incidents()["500"], before["500"])

    def test_restart_of_the_server_is_made_up_for(self):
        self.zabbix.begin("600", "Stays")
        self.zabbix.begin("601", "Ends while the server is away")
        self.start_glue()
        server.stop()
        self.zabbix.end("601")
        self.zabbix.begin("602", "Begins while the server is away")
        self.zabbix.one_pass()
        self.assertEqual(self.call_webhook(value="1", eventid="602", name="Told by the webhook")[0], 500)

        server.start()
        self.zabbix.one_pass()

        self.assertEqual(sorted(self.incidents()), ["600", "601", "602"])
        self.assertEqual(self.open(), ["600", "602"])

    def test_incident_that_a_person_closed_is_left_alone(self):
        self.zabbix.begin("700", "Known and unimportant")
        self.start_glue()
        incident = self.incidents()["700"]
        alice = server.create_user("alice", "--superuser")
        Client(f"{server.url}/api/v2", alice["token"], timeout=10).post_incident_event(
            incident, Event(type="CLO", timestamp=datetime.now(timezone.utc)))

        self.zabbix.one_pass()

        self.assertEqual((sorted(self.incidents()), self.open()), (["700"], []))
        self.assertIn("Problem 700 already has an Argus incident", self.log.read_text())
        self.assertEqual(self.failures(), [])

    def test_verify_says_what_it_reaches(self):
        def verify(token):
            done = subprocess.run(
                [GLUE, "--verify", "--config", self.configuration(token=token)], capture_output=True, text=True)
            return done.returncode, done.stdout.splitlines()

        metadata = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        metadata.request("GET", "/api/")
        version = json.loads(metadata.getresponse().read())["server-version"]
        metadata.close()

        self.assertEqual(verify(None), (0, [
            f"Zabbix: OK (version 7.0.5 at {self.zabbix.url})",
            f"Argus: OK (version {version} at {server.url}/api/v2)"]))
        status, said = verify("0" * 40)
        self.assertEqual(status, 1)
        self.assertTrue(said[1].startswith("Argus: FAILED"), said)


class ZabbixGlueVersion1(ZabbixGlue):
    version = "v1"

    def test_problem_opens_and_closes(self):
        self.zabbix.begin("100", "Stays", severity=5)
        self.zabbix.begin("101", "Ends", severity=0)
        self.start_glue()
        opened = self.incidents()
        self.zabbix.end("101")
        self.zabbix.one_pass()

        self.assertEqual({name: (i.level, i.open) for name, i in opened.items()}, {"100": (1, True), "101": (5, True)})
        self.assertEqual(self.open(), ["100"])
        self.assertEqual(sorted(self.incidents()), ["100", "101"])
        self.assertEqual(self.failures(), [])


if __name__ == "__main__":
    unittest.main()
