"""A night of NAV's alerts goes through the glue; an outage of the server and crashes of the glue in the
middle of it change nothing in the end."""

import json
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from pyargus.client import Client  # noqa: E402
from server import ROOT, Server, program  # noqa: E402

STREAM = (ROOT / "Examples/nav-stream.json").read_bytes()
EXPECTED = json.loads((ROOT / "Examples/nav-stream.expected.json").read_text())


class NAVStream(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="argus nav ")
        self.addCleanup(self.folder.cleanup)
        self.server = Server(program("argus"), Path(self.folder.name))
        self.server.start()
        self.addCleanup(self.server.stop)
        self.glue = None
        self.addCleanup(lambda: self.glue and self.glue.kill())

    def test_arrives_as_it_was_told(self):
        token = self.server.create_source("nav1", "nav")["token"]

        done = subprocess.run(
            [program("argus-glue"), "nav"], input=STREAM, env=self.environment(token, "calm"),
            capture_output=True, timeout=120)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.states(token), EXPECTED)

    def test_is_not_changed_by_an_outage_and_crashes(self):
        calm = self.server.create_source("calm", "nav")["token"]
        rough = self.server.create_source("rough", "nav")["token"]
        self.start_glue(calm, "calm")
        self.feed(STREAM, ends=True)

        # The server goes away in the middle, and the glue crashes with alerts on its disk.
        environment = self.environment(rough, "rough")
        self.start_glue(rough, "rough")
        self.feed(STREAM[: len(STREAM) // 3])
        self.wait_until(lambda: self.count(rough) > 20)
        self.server.process.kill()
        self.server.process.wait()
        self.glue.stdin.write(STREAM[len(STREAM) // 3: len(STREAM) // 2])
        self.glue.stdin.flush()
        self.wait_until(lambda: self.status(environment)["depth"] > 20)
        self.crash_glue()

        # Both come back; the stream begins anew, and the glue crashes while it delivers.
        self.server.start()
        self.start_glue(rough, "rough")
        self.feed(STREAM)
        self.wait_until(lambda: self.count(rough) > 60)
        self.crash_glue()

        # What was accepted arrives without the stream; then all of it is told once more.
        self.start_glue(rough, "rough")
        self.feed(b"", ends=True)
        self.start_glue(rough, "rough")
        self.feed(STREAM, ends=True)

        self.assertEqual(self.states(rough), EXPECTED)
        self.assertEqual(self.logs(rough), self.logs(calm))

    def environment(self, token: str, spool: str) -> dict:
        return {
            "PATH": "/usr/bin:/bin", "ARGUS_URL": self.server.url, "ARGUS_TOKEN": token,
            "ARGUS_GLUE_SPOOL": f"{self.folder.name}/{spool}.db"}

    def start_glue(self, token: str, spool: str) -> None:
        log = open(f"{self.folder.name}/{spool}.log", "ab")
        self.addCleanup(log.close)
        self.glue = subprocess.Popen(
            [program("argus-glue"), "nav"], stdin=subprocess.PIPE, stderr=log,
            env=self.environment(token, spool))

    def feed(self, stream: bytes, ends: bool = False) -> None:
        self.glue.stdin.write(stream)
        self.glue.stdin.flush()
        if ends:
            self.glue.stdin.close()
            self.assertEqual(self.glue.wait(timeout=120), 0)

    def crash_glue(self) -> None:
        self.glue.kill()
        self.glue.wait()
        self.glue.stdin.close()

    def status(self, environment: dict) -> dict:
        done = subprocess.run(
            [program("argus-glue"), "status", "--json"], env=environment, capture_output=True, check=True)
        return json.loads(done.stdout)

    def wait_until(self, condition) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it took more than a minute")
            time.sleep(0.02)

    def client(self, token: str) -> Client:
        return Client(f"{self.server.url}/api/v2", token, timeout=10)

    def incidents(self, token: str) -> list:
        return list(self.client(token).get_my_incidents(page_size=100))

    def count(self, token: str) -> int:
        return len(self.incidents(token))

    def states(self, token: str) -> dict:
        """By the source's identifier: open, closed or stateless; an identifier twice would be an error."""
        incidents = self.incidents(token)
        states = {
            i.source_incident_id: "stateless" if not i.stateful else "open" if i.open else "closed" for i in incidents}
        self.assertEqual(len(states), len(incidents))
        return states

    def logs(self, token: str) -> dict:
        """By the source's identifier: start, end, and how often each type of event was logged."""
        client = self.client(token)
        logs = {}
        for incident in self.incidents(token):
            types = sorted(str(event.type) for event in client.get_incident_events(incident))
            # An opening that its closing caught up with is posted as closed, without an END.
            ends = [t for t in types if "END" not in t]
            logs[incident.source_incident_id] = (incident.start_time, incident.end_time, ends)
            self.assertLessEqual(len(types) - len(ends), 1)
        return logs


if __name__ == "__main__":
    unittest.main()
