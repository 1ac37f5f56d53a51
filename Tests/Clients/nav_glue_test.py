"""nav-argus-glue 0.8.2 from PyPI, unmodified. NAV itself is not on PyPI, so the few of its modules that the
glue imports are played by those in `fake_nav`, whose database is a JSON file.

With PyArgus 0.8.0 this glue takes every open incident for a stateless one when its stream tells of an end,
whatever the server answers: it compares `datetime.max` with and without a zone. So it logs an error there,
and closes the incident in its next synchronization, a minute later at most.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from pyargus.client import Client  # noqa: E402
from pyargus.models import Event, Incident  # noqa: E402
from pyargus.time import LOCAL_INFINITY  # noqa: E402
from server import ROOT, Server, program  # noqa: E402

GLUE = Path(sys.executable).parent / "navargus"
FAKE_NAV = Path(__file__).resolve().parent / "fake_nav"
EXPECTED = json.loads((ROOT / "Examples/nav-stream.expected.json").read_text())
ZONE = "Europe/Oslo"


def setUpModule():
    global server, folder
    folder = tempfile.TemporaryDirectory(prefix="argus navargus ")
    unittest.addModuleCleanup(folder.cleanup)
    server = Server(program("argus"), Path(folder.name), ARGUS_TIME_ZONE=ZONE)
    server.start()


def tearDownModule():
    server.stop()


def alert(**changes) -> dict:
    """A row of NAV's history: a box that went down on an evening in November and is down still."""
    return {
        "start_time": "2026-11-20T22:00:18.512772", "end_time": "infinity", "event_type": "boxState",
        "alert_type": "boxDown", "severity": 2, "host": "edge-sw7.kollen.example.net", "interface": None,
        "maintenance": False, "messages": [
            ("sms", "en", "s", "edge-sw7 is down"), ("sms", "no", "s", "edge-sw7 er nede"),
            ("email", "en", "s", "A long letter"), ("sms", "en", "e", "edge-sw7 is up again")],
    } | changes


class NAVGlue(unittest.TestCase):
    """One source, one NAV, and a glue between them that is run for one task at a time."""

    version = "v1"

    def setUp(self):
        self.name = self.id().rpartition(".test_")[2].replace("_", "-")[:40] + self.version
        self.source = server.create_source(self.name, "nav", "https://nav.example.org/")
        self.client = Client(f"{server.url}/api/v2", self.source["token"], timeout=10)
        self.folder = Path(folder.name) / self.name
        self.folder.mkdir()
        self.nav({})

    def nav(self, history: dict[int, dict]) -> None:
        """What stands in NAV's database from now on."""
        (self.folder / "nav.json").write_text(json.dumps(history))

    def glue(self, *options: str, stream: str = "", sync: int = 0, filters: str = "{}", nav: str = "5.13.0",
             fails: bool = False) -> subprocess.CompletedProcess:
        """Runs it until it ends by itself, which it does at the end of its input."""
        (self.folder / "navargus.yml").write_text(f"""
api: {{url: "{server.url}/api/{self.version}", token: {self.source["token"]}, timeout: 10, sync-interval: {sync}}}
tags: {{always-add: {{site: kollen}}}}
filters: {filters}
""")
        environment = os.environ | {
            "PYTHONPATH": str(FAKE_NAV), "PYTHONDONTWRITEBYTECODE": "1", "NAV_CONFIG_DIR": str(self.folder),
            "FAKE_NAV_DATABASE": str(self.folder / "nav.json"), "FAKE_NAV_VERSION": nav,
            "TZ": ZONE}
        done = subprocess.run(
            [GLUE, *options], input=stream, env=environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode != 0, fails, done.stderr)
        return done

    def incidents(self, client: Client | None = None) -> dict[int, Incident]:
        """All incidents of the source by their number in NAV, each of them once."""
        found = list((client or self.client).get_my_incidents(page_size=100))
        by_number = {int(incident.source_incident_id): incident for incident in found}
        self.assertEqual(len(by_number), len(found))
        return by_number

    def states(self) -> dict[int, str]:
        return {
            number: "stateless" if not i.stateful else "open" if i.open else "closed"
            for number, i in self.incidents().items()}

    def export(self, history: int, state: str, time: str, maintenance: bool = False) -> str:
        """An alert as NAV's event engine writes it into the pipe."""
        return json.dumps({
            "id": 1, "history": history, "time": time, "state": state, "on_maintenance": maintenance,
            "event_type": {"id": "boxState", "description": ""}, "message": "edge-sw7"}) + "\n"


class NAVGlueStream(NAVGlue):
    def test_alert_becomes_an_incident_and_ends(self):
        self.nav({1288321: alert()})
        self.glue(stream=self.export(1288321, "s", "2026-11-20T22:00:18.512772"))
        found = self.incidents()[1288321]

        log = self.glue(stream=self.export(1288321, "e", "2026-11-20T23:30:00.25")).stderr
        self.nav({1288321: alert(end_time="2026-11-20T23:30:00.25")})
        self.glue(sync=1)

        self.assertEqual((found.description, found.level), ("edge-sw7 is down", 2))
        self.assertEqual(found.start_time, datetime(2026, 11, 20, 21, 0, 18, 512772, timezone.utc))
        self.assertEqual((found.end_time, found.open), (LOCAL_INFINITY, True))
        self.assertEqual(found.details_url, "https://nav.example.org/event-details/1288321/")
        self.assertEqual(sorted(found.tags.allitems()), [
            ("alert_type", "boxDown"), ("event_type", "boxState"), ("host", "edge-sw7.kollen.example.net"),
            ("host_url", "/ipdevinfo/edge-sw7.kollen.example.net/"), ("location", "kollen"),
            ("organization", "it"), ("room", "r1"), ("site", "kollen")])
        self.assertIn("Cannot resolve a stateless incident", log)
        closed = self.incidents()[1288321]
        self.assertEqual(closed.end_time, datetime(2026, 11, 20, 22, 30, 0, 250000, timezone.utc))
        self.assertIn("edge-sw7 is up again", [e.description for e in self.client.get_incident_events(closed)])

    def test_stateless_alert_and_alert_under_maintenance(self):
        self.nav({1: alert(end_time=None), 2: alert(), 3: alert()})

        self.glue(stream=self.export(1, "x", "2026-11-20T22:00:18") + self.export(2, "s", "2026-11-20T22:00:18")
                  + self.export(3, "s", "2026-11-20T22:00:18", maintenance=True))

        self.assertEqual(self.states(), {1: "stateless", 2: "open"})

    def test_night_arrives_as_through_our_own_glue(self):
        pieces = stacked((ROOT / "Examples/nav-stream.json").read_text())
        night = "".join(json.dumps(piece) + "\n" for piece in pieces)
        self.nav(history_of(piece for piece in pieces if piece["state"] != "e"))
        own = server.create_source("own", "nav", "https://nav.example.org/")

        self.glue(stream=night, filters="{ignore-maintenance: false}")
        self.nav(history_of(pieces))
        self.glue("--sync", filters="{ignore-maintenance: false}")
        subprocess.run(
            [program("argus-glue"), "nav"], input=night, text=True, capture_output=True, check=True, timeout=300,
            env=os.environ | {"ARGUS_URL": server.url, "ARGUS_TOKEN": own["token"], "ARGUS_TIME_ZONE": ZONE,
                              "ARGUS_GLUE_SPOOL": str(self.folder / "spool.db")})

        self.assertEqual(self.states(), {int(number): state for number, state in EXPECTED.items()})
        theirs = self.incidents()
        ours = self.incidents(Client(f"{server.url}/api/v2", own["token"], timeout=10))
        self.assertEqual(*(
            {n: (i.start_time, i.end_time, i.level, i.description) for n, i in side.items()}
            for side in (theirs, ours)))

    def test_outage_of_the_server_is_made_up_for_by_the_next_start(self):
        self.nav({1: alert(), 2: alert()})
        self.glue(stream=self.export(1, "s", "2026-11-20T22:00:18") + self.export(2, "s", "2026-11-20T22:00:18"))
        server.stop()
        self.nav({1: alert(end_time="2026-11-20T23:00:00"), 2: alert(), 3: alert()})
        self.glue(stream=self.export(1, "e", "2026-11-20T23:00:00"), fails=True)

        server.start()
        self.glue(sync=1)

        self.assertEqual(self.states(), {1: "closed", 2: "open", 3: "open"})
        self.assertEqual(
            self.incidents()[1].end_time, datetime(2026, 11, 20, 22, tzinfo=timezone.utc))


class NAVGlueVersion2(NAVGlue):
    version = "v2"

    def test_stateless_alert_is_open_until_the_next_synchronization(self):
        # It comes without an end time, which means open in this version, as in the existing server's.
        self.nav({1: alert(end_time=None), 2: alert()})
        self.glue(stream=self.export(1, "x", "2026-11-20T22:00:18") + self.export(2, "s", "2026-11-20T22:00:18"))
        states = self.states()

        self.glue("--sync")

        self.assertEqual(states, {1: "open", 2: "open"})
        self.assertEqual(self.states(), {1: "closed", 2: "open"})


class NAVGlueSync(NAVGlue):
    def test_both_sides_agree_afterwards(self):
        # 130 alerts are on both sides, 128 only in NAV, one is over in NAV, and of one NAV knows nothing.
        self.nav({n: alert() for n in range(1, 133)})
        self.glue("--sync")
        self.nav({n: alert() for n in range(1, 261)} | {131: alert(end_time="2026-11-20T23:15:00")})
        self.nav({n: row for n, row in self.history().items() if n != 132})

        before = self.glue("--sync-report").stdout
        self.glue("--sync")
        after = self.glue("--sync-report").stdout

        self.assertEqual(len(self.incidents()), 260)
        self.assertEqual([n for n, state in self.states().items() if state == "closed"], [131])
        self.assertEqual(
            self.incidents()[131].end_time, datetime(2026, 11, 20, 22, 15, tzinfo=timezone.utc))
        self.assertIn("resolved in NAV, but not in Argus", before)
        self.assertIn("open in NAV, but are missing from Argus", before)
        self.assertEqual([line.split("\t")[0] for line in after.splitlines()[2:]], ["132"])

    def test_incident_that_a_person_closed_is_not_made_anew(self):
        self.nav({1: alert()})
        self.glue("--sync")
        person = server.create_user("alice", "--superuser")
        Client(f"{server.url}/api/v2", person["token"], timeout=10).post_incident_event(
            self.incidents()[1], Event(type="CLO", timestamp=datetime.now(timezone.utc)))

        log = self.glue("--sync").stderr

        self.assertEqual(self.states(), {1: "closed"})
        self.assertIn("already exists for this NAV alert", log)

    def test_maintenance_is_left_out_and_old_nav_has_no_severities(self):
        self.nav({1: alert(severity=50), 2: alert(maintenance=True), 3: alert(interface="ge-0/0/1")})

        self.glue("--sync", nav="5.1.2")

        self.assertEqual({n: i.level for n, i in self.incidents().items()}, {1: 3, 3: 3})
        self.assertEqual(self.incidents()[3].tags["interface"], "ge-0/0/1")

    def test_access_is_tested(self):
        self.assertIn(f"Argus API is accessible at {server.url}/api/v1", self.glue("--test-api").stderr)

        self.source["token"] = "0" * 40
        self.glue("--test-api", fails=True)

    def history(self) -> dict[int, dict]:
        return {int(n): row for n, row in json.loads((self.folder / "nav.json").read_text()).items()}


def stacked(text: str) -> list[dict]:
    """The alerts of a stream, without the pieces that are not JSON, on which nav-argus-glue ends."""
    found, position, decoder = [], 0, json.JSONDecoder()
    while (position := text.find("{", position)) >= 0:
        try:
            piece, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            position = text.find("\n", position)
        else:
            found.append(piece)
    return found


def history_of(stream: Iterable[dict]) -> dict[int, dict]:
    """What stands in NAV's database when its event engine has written a stream; times are without a zone."""
    history = {}
    for piece in stream:
        time = datetime.fromisoformat(piece["time"].replace("Z", "+00:00"))
        if time.tzinfo:
            time = time.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        if piece["state"] == "e":
            history[piece["history"]]["end_time"] = time.isoformat()
        elif piece["history"]:
            history[piece["history"]] = alert(
                start_time=time.isoformat(), end_time="infinity" if piece["state"] == "s" else None,
                event_type=piece["event_type"]["id"], alert_type=piece["alert_type"]["name"],
                severity=piece["severity"], messages=[("sms", "en", piece["state"], piece["message"])])
    return history


if __name__ == "__main__":
    unittest.main()
