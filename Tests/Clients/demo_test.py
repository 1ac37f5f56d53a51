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


if __name__ == "__main__":
    unittest.main()
