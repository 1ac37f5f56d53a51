"""The demo's day goes through the glue and stands in the server as it was told."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from pyargus.client import Client  # noqa: E402
from server import Server, program  # noqa: E402


class Demo(unittest.TestCase):
    def test_day_arrives_as_it_was_told(self):
        with tempfile.TemporaryDirectory(prefix="argus demo ") as folder, Server(program("argus"), Path(folder)) as server:
            token = server.create_source("demo", "demo", "https://demo.example.org")["token"]
            day = server.run("demo", "--once", "--seed", "7")
            alerts = [json.loads(line) for line in day.splitlines()]

            self.deliver(day, server, token)

            incidents = list(Client(f"{server.url}/api/v2", token, timeout=10).get_my_incidents(page_size=100))
            self.assertGreater(len(incidents), 200)
            self.assertEqual(
                sorted(i.description for i in incidents if i.open), sorted(self.still_open(alerts)))
            self.assertEqual(
                len([i for i in incidents if not i.stateful]), len([a for a in alerts if a["type"] == "stateless"]))

    def deliver(self, day: str, server: Server, token: str) -> None:
        environment = os.environ | {
            "ARGUS_URL": server.url, "ARGUS_TOKEN": token, "ARGUS_GLUE_SPOOL": f"{server.folder}/spool.db"}
        done = subprocess.run(
            [program("argus-glue"), "pipe"], input=day, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)

    def still_open(self, alerts: list[dict]) -> list[str]:
        """What the last alert of each problem leaves open."""
        last = {}
        for alert in alerts:
            if alert["type"] in ("open", "close"):
                last[alert["key"]] = alert
        return [alert["description"] for alert in last.values() if alert["type"] == "open"]


class MakeDemo(unittest.TestCase):
    """What `make demo` does, with a folder of its own for its token and its spool."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="argus demo ")
        self.addCleanup(folder.cleanup)
        self.server = self.enterContext(Server(program("argus"), Path(folder.name)))
        self.token = Path(folder.name) / "demo" / "token"

    def test_sends_its_day_once_with_the_token_of_the_first_time(self):
        first = self.demo()
        told, token = self.count(), self.token.read_text()
        again = self.demo()

        self.assertIn("Sending a day of incidents", first.stdout)
        self.assertIn("The day is there already.", again.stdout)
        self.assertGreater(told, 200)
        self.assertEqual((self.count(), self.token.read_text()), (told, token))

    def test_leaves_its_token_alone_when_no_server_answers(self):
        self.demo()
        token = self.token.read_text()
        self.server.stop()
        refused = self.demo(status=1)
        self.server.start()

        self.assertIn(f"No Argus answers at {self.server.url}.", refused.stderr)
        self.assertEqual(self.token.read_text(), token)
        self.assertEqual(len(json.loads(self.server.run("token", "list", "demo", "--json"))), 1)

    def test_has_a_token_again_when_its_own_is_lost(self):
        self.demo()
        self.token.write_text("")

        self.assertIn("The day is there already.", self.demo().stdout)
        self.assertGreater(len(self.token.read_text()), 20)

    def demo(self, status: int = 0) -> subprocess.CompletedProcess:
        scripts = Path(__file__).resolve().parent.parent.parent / "Scripts"
        environment = self.server.environment | {
            "ARGUS_URL": self.server.url, "ARGUS_BIN": str(program("argus").parent),
            "DEMO_FOLDER": str(self.token.parent)}
        done = subprocess.run(
            [scripts / "demo", "--once"], env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def count(self) -> int:
        listed = self.server.run("incident", "list", "--all", "--limit", "1000", "--json")
        return len(json.loads(listed))


if __name__ == "__main__":
    unittest.main()
