"""The glue delivers to the existing server, which has neither batches nor snapshots, as it does to ours."""

import json
import os
import subprocess
import unittest

from existing_server import ExistingServer
from integration import Integration, find, free_port, needs, program

KEYS = 10


@needs("prometheus-alertmanager", "amtool")
@unittest.skipUnless(os.environ.get("ARGUS_TEST_POSTGRESQL"), "There is no PostgreSQL server to store in.")
class TheExistingServer(Integration):
    def make_server(self) -> ExistingServer:
        server = ExistingServer(self.folder)
        self.addCleanup(server.close)
        return server

    def test_alerts_are_delivered_in_order_and_over_a_restart(self):
        self.start_alertmanager()
        self.start_glue({
            "pipe": "system: pipe", "compared": f"system: alertmanager\napi_url: http://127.0.0.1:{self.port}"})
        self.wait_for_one("compared", open=True, tag="alertname=DiskFull")
        self.pipe(*(alert for key in range(KEYS) for alert in (
            {"type": "open", "key": f"{key}", "description": f"Disk {key} is full", "level": "low",
             "tags": [f"host=db{key}", "host=db"]},
            {"type": "event", "key": f"{key}", "description": "first"},
            {"type": "event", "key": f"{key}", "description": "second"},
            {"type": "change", "key": f"{key}", "level": "critical"},
            {"type": "event", "key": f"{key}", "description": "third"},
            {"type": "close", "key": f"{key}", "description": "over"})))
        self.wait_for("closed incidents", lambda: self.count(open=False) == KEYS)

        self.pipe(*({"type": "open", "key": f"new{key}", "description": "x"} for key in range(40)))
        self.wait_for("some of the new incidents", lambda: self.count(open=True) >= 5)
        self.server.break_off()
        self.pipe(*({"type": "close", "key": f"new{key}"} for key in range(20)))
        self.server.start()
        self.wait_for("all incidents", lambda: self.count(open=True) == 20 and self.count(open=False) == KEYS + 20)

        for incident in self.incidents("pipe"):
            if incident["source_incident_id"].startswith("new"):
                continue
            events = [event for event in self.events(incident) if not event.startswith("STA")]
            self.assertEqual(
                [event for event in events if not event.startswith("CHI")],
                ["OTH first", "OTH second", "OTH third", "END over"])
            self.assertEqual(incident["level"], 1)
            self.assertEqual(len(self.tags(incident)), 2)
        batches = [line for line in self.server.requests.read_text().splitlines() if "batch" in line]
        self.assertEqual(len(batches), 1, batches)

    def start_alertmanager(self) -> None:
        """Starts an Alertmanager that has an alert, which it tells nobody who does not ask."""
        self.port = free_port()
        configuration = self.write("alertmanager.yml", "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
        self.start(
            "prometheus-alertmanager", f"--config.file={configuration}", f"--storage.path={self.folder}/data",
            f"--web.listen-address=127.0.0.1:{self.port}", "--cluster.listen-address=", port=self.port)
        subprocess.run(
            [find("amtool"), f"--alertmanager.url=http://127.0.0.1:{self.port}", "alert", "add", "DiskFull"],
            check=True, capture_output=True, timeout=60)

    def count(self, open: bool) -> int:
        return sum(incident["open"] == open for incident in self.incidents("pipe"))

    def pipe(self, *alerts: dict) -> None:
        """Gives the glue alerts, which another process delivers."""
        subprocess.run(
            [program("argus-glue"), "pipe", "--source", "pipe", "--config", self.configuration], check=True,
            input="".join(json.dumps(alert) + "\n" for alert in alerts), capture_output=True, text=True, timeout=120)


if __name__ == "__main__":
    unittest.main()
