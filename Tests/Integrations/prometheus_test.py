"""Prometheus and amtool, unmodified, against the server's own /ingest/alertmanager."""

import http.server
import json
import subprocess
import threading
import unittest

from integration import Integration, find, free_port, needs


class Target(http.server.BaseHTTPRequestHandler):
    """A machine with one measurement, which Prometheus reads."""

    value = 1

    def do_GET(self):
        body = f"disk_full {Target.value}\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Prometheus(Integration):
    def setUp(self):
        super().setUp()
        self.token = self.server.create_source("prometheus", "prometheus")["token"]

    @needs("prometheus")
    def test_alert_opens_and_closes_an_incident(self):
        Target.value = 1
        target = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
        self.addCleanup(target.server_close)
        self.addCleanup(target.shutdown)
        threading.Thread(target=target.serve_forever, daemon=True).start()
        token = self.write("argus.token", self.token)
        rules = self.write("rules.yml", """
groups:
  - name: disks
    rules:
      - alert: DiskFull
        expr: disk_full == 1
        labels: {severity: critical}
        annotations: {summary: "Disk of {{ $labels.instance }} is full"}
""")
        configuration = self.write("prometheus.yml", f"""
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [{rules}]
scrape_configs:
  - job_name: machines
    static_configs: [{{targets: ["127.0.0.1:{target.server_port}"]}}]
alerting:
  alertmanagers:
    - path_prefix: /ingest/alertmanager
      static_configs: [{{targets: ["127.0.0.1:{self.server.port}"]}}]
      authorization: {{credentials_file: {token}}}
""")
        port = free_port()
        self.start(
            "prometheus", f"--config.file={configuration}", f"--storage.tsdb.path={self.folder}/prometheus",
            f"--web.listen-address=127.0.0.1:{port}", "--rules.alert.resend-delay=1s", port=port)

        opened = self.wait_for_one("prometheus", open=True)
        Target.value = 0
        closed = self.wait_for_one("prometheus", open=False)

        instance = f"127.0.0.1:{target.server_port}"
        self.assertEqual((opened["description"], opened["level"]), (f"Disk of {instance} is full", 1))
        self.assertLessEqual(
            {"alertname=DiskFull", f"instance={instance}", "job=machines"}, self.tags(opened))
        self.assertEqual(closed["pk"], opened["pk"])
        self.assertGreater(closed["end_time"], closed["start_time"])

    @needs("amtool")
    def test_amtool_asks_and_makes_silences(self):
        self.amtool(self.token, "alert", "add", "DiskFull", "severity=critical", "host=db1")

        found = json.loads(self.amtool(self.staff, "alert", "query", "severity=critical", "-o", "json"))
        others = json.loads(self.amtool(self.staff, "alert", "query", "severity=warning", "-o", "json"))
        self.assertEqual([alert["labels"]["host"] for alert in found], ["db1"])
        self.assertEqual(others, [])

        silence = self.amtool(
            self.staff, "silence", "add", "host=db1", "--comment=new disks", "--duration=2h", "--author=ops").strip()
        planned = self.get("/api/v2/plannedmaintenance/")
        planned = planned["results"] if isinstance(planned, dict) else planned
        self.assertEqual([task["description"] for task in planned], ["new disks (ops)"])
        self.assertEqual(planned[0]["created_by"]["username"], "charlie")

        active = json.loads(self.amtool(self.staff, "silence", "query", "-o", "json"))
        self.assertEqual([one["id"] for one in active], [silence])
        self.amtool(self.staff, "silence", "expire", silence)
        self.assertEqual(json.loads(self.amtool(self.staff, "silence", "query", "-o", "json")), [])
        over = json.loads(self.amtool(self.staff, "silence", "query", "--expired", "-o", "json"))
        self.assertEqual([one["id"] for one in over], [silence])

    @needs("amtool")
    def test_silence_of_a_source_is_refused(self):
        with self.assertRaises(subprocess.CalledProcessError):
            self.amtool(self.token, "silence", "add", "host=db1", "--comment=x", "--author=x")

    def amtool(self, token: str, *words: str) -> str:
        """What amtool prints as whoever has the token."""
        url = f"--alertmanager.url=http://any:{token}@127.0.0.1:{self.server.port}/ingest/alertmanager"
        return subprocess.run(
            [find("amtool"), url, *words], check=True, capture_output=True, text=True, timeout=60).stdout


if __name__ == "__main__":
    unittest.main()
