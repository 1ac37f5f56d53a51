"""Alertmanager, unmodified, tells of one alert in each of its languages that we speak."""

import subprocess
import unittest

from integration import SECRET, Integration, find, free_port, needs


class Alertmanager(Integration):
    @needs("prometheus-alertmanager", "amtool")
    def test_alert_fires_and_clears_by_each_receiver(self):
        glue = self.start_glue({
            "webhook": "system: alertmanager", "pagerduty": "system: pagerduty", "opsgenie": "system: opsgenie"})
        secret = self.write("argus.secret", SECRET)
        pagerduty = self.server.create_source("pagerduty-at-server", "pagerduty")["token"]
        opsgenie = self.server.create_source("opsgenie-at-server", "opsgenie")["token"]
        configuration = self.write("alertmanager.yml", f"""
route: {{receiver: argus, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}}
receivers:
  - name: argus
    webhook_configs:
      - url: http://127.0.0.1:{glue}/webhook
        send_resolved: true
        max_alerts: 0
        http_config:
          authorization:
            credentials_file: {secret}
    pagerduty_configs:
      - {{routing_key: "{pagerduty}", url: "{self.server.url}/ingest/pagerduty/v2/enqueue"}}
      - {{routing_key: "{SECRET}", url: "http://127.0.0.1:{glue}/ingest/pagerduty/v2/enqueue"}}
    opsgenie_configs:
      - {{api_key: "{opsgenie}", api_url: "{self.server.url}/ingest/opsgenie/"}}
      - {{api_key: "{SECRET}", api_url: "http://127.0.0.1:{glue}/ingest/opsgenie/"}}
""")
        self.port = free_port()
        self.start(
            "prometheus-alertmanager", f"--config.file={configuration}", f"--storage.path={self.folder}/data",
            f"--web.listen-address=127.0.0.1:{self.port}", "--cluster.listen-address=", port=self.port)
        sources = ["webhook", "pagerduty-at-server", "pagerduty", "opsgenie-at-server", "opsgenie"]

        self.tell()
        opened = {source: self.wait_for_one(source, open=True) for source in sources}
        self.tell("--end=2026-01-01T00:00:01Z", "--start=2026-01-01T00:00:00Z")
        closed = {source: self.wait_for_one(source, open=False) for source in sources}

        self.assertEqual(opened["webhook"]["description"], "The disk is full")
        self.assertEqual(opened["webhook"]["level"], 1)
        for source in sources:
            self.assertIn("DiskFull", f"{opened[source]['description']} {self.tags(opened[source])}")
            self.assertEqual(closed[source]["pk"], opened[source]["pk"])

    def tell(self, *words: str) -> None:
        subprocess.run(
            [find("amtool"), f"--alertmanager.url=http://127.0.0.1:{self.port}", "alert", "add", "DiskFull",
             "severity=critical", "host=db1", "--annotation=summary=The disk is full", *words],
            check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    unittest.main()
