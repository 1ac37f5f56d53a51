"""(c) `argus-glue run`: how fast it takes what is posted, how long a comparison takes, what it holds."""

import json
import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import bench_creates
from bench_report import Report
from server import Server, free_port

COMPARED = 10_000
CONNECTIONS = 64
SECRET = "a secret of the bench"

# A webhook of Alertmanager, each with one alert of its own and as much in it as the floor's incidents.
WEBHOOK = """
local id, thread, count = "", 0, 0
function setup(thread_) thread_:set("number", thread) thread = thread + 1 end
function init() id = tostring(number) .. "-" .. os.time() .. "-RUN-" end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer TOKEN"
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, '{"version":"4","status":"firing","receiver":"argus","alerts":[{' ..
    '"status":"firing","fingerprint":"' .. id .. count .. '","startsAt":"2026-11-20T03:14:07.512345Z",' ..
    '"endsAt":"0001-01-01T00:00:00Z","annotations":{"summary":"edge-sw7 does not answer"},' ..
    '"labels":{"severity":"critical","host":"edge-sw' .. count % 500 .. '","site":"kollen"}}]}')
end
""" + bench_creates.SCRIPT[bench_creates.SCRIPT.index("local wrong"):]


class Glue:
    """`argus-glue run` with a settings file; `with` starts it and sees to it that it ends."""

    def __init__(self, glue: Path, folder: Path, server: Server, sources: dict):
        folder.mkdir()
        self.glue, self.folder = glue, folder
        self.url = f"http://127.0.0.1:{free_port()}"
        self.file, self.log = folder / "glue.yaml", folder / "glue.log"
        # JSON is YAML.
        self.file.write_text(json.dumps({
            "url": server.url, "sources": sources,
            "glue": {"listen": self.url.removeprefix("http://"), "spool": str(folder / "spool.db"), "retry_max": "1s",
                     "max_bytes": "4G"}}))

    def __enter__(self) -> "Glue":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.glue, "run", "--config", self.file], env=clean(), stdout=log, stderr=log)
        address = self.url.removeprefix("http://")
        while address not in self.log_end():
            if self.process.poll() is not None:
                raise RuntimeError(f"argus-glue run ended with {self.process.returncode}:\n{self.log_end()}")
            time.sleep(0.01)
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def log_end(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def resident_megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024


def clean() -> dict:
    return {name: value for name, value in os.environ.items() if not name.startswith("ARGUS_")}


def measure(report: Report, server: Server, glue: Path, seconds: int) -> None:
    measure_intake(report, server, glue, seconds)
    measure_comparison(report, server, glue)
    measure_idle(report, server, glue)


def measure_intake(report: Report, server: Server, glue: Path, seconds: int) -> None:
    """What is posted is on disk before it is answered; the floor stores nothing."""
    token = server.create_source("webhooks", "bench")["token"]
    running = Glue(glue, server.folder / "webhooks", server, {
        "prometheus": {"system": "alertmanager", "token": token, "secret": SECRET}})

    def taken(seconds: int, name: str) -> tuple[float, float]:
        return bench_creates.run(running, "/prometheus", SECRET, CONNECTIONS, seconds, name, WEBHOOK)

    with server:
        bench_creates.run(server, "/bench/incidents/", token, CONNECTIONS, 1, "warm")
        floor, slowest = bench_creates.run(server, "/bench/incidents/", token, CONNECTIONS, seconds, "floor")
    report.add("c", f"floor of the server, {CONNECTIONS} connections", floor, "requests/s", slowest)
    with running:
        taken(1, "warm")
        alone, slowest = taken(seconds, "alone")
        report.add("c", f"webhooks taken while no server is there, {CONNECTIONS} connections", alone, "requests/s",
                   slowest)
        ratio = 100 * alone / floor
        report.add("c", "webhooks of the floor", ratio, "%", None, "at least 50 %", ratio >= 50)
        with server:
            both, slowest = taken(seconds, "both")
            report.add("c", "webhooks taken while they are delivered", both, "requests/s", slowest)


def measure_comparison(report: Report, server: Server, glue: Path) -> None:
    """Compares what is open in a fake of Alertmanager's API, which answers at once, with the server."""
    source = server.create_source("compared", "bench")["token"]
    alerts = [{
        "fingerprint": f"{number:016x}", "startsAt": "2026-11-20T03:14:07Z", "endsAt": "2036-11-20T03:14:07Z",
        "labels": {"alertname": "Down", "host": f"edge-sw{number}", "severity": "warning"},
        "annotations": {"summary": f"edge-sw{number} does not answer"}, "receivers": [{"name": "argus"}],
        "status": {"state": "active", "silencedBy": [], "inhibitedBy": []}} for number in range(COMPARED)]
    with server, Answering(json.dumps(alerts).encode()) as api:
        running = Glue(glue, server.folder / "compared", server, {
            "prometheus": {"system": "alertmanager", "token": source, "secret": SECRET, "api_url": api.url}})
        sync = [glue, "sync", "--config", str(running.file)]
        subprocess.run(sync, env=clean(), check=True, stdout=subprocess.DEVNULL)
        with running:
            status = [glue, "status", "--json", "--config", str(running.file)]
            while json.loads(subprocess.run(status, env=clean(), capture_output=True).stdout)["depth"]:
                time.sleep(0.2)
        began = time.monotonic()
        done = subprocess.run([*sync, "--dry-run"], env=clean(), check=True, capture_output=True, text=True)
        took = time.monotonic() - began
    if "0 to open, 0 to change, 0 to close" not in done.stdout:
        raise RuntimeError(f"What was delivered differs: {done.stdout[-400:]}")
    report.add("c", f"comparing {COMPARED} open problems", took, "s", None, "under 1 s", took < 1)


def measure_idle(report: Report, server: Server, glue: Path) -> None:
    """Ten sources with everything that they listen to, and nothing to do but to say that they are there."""
    folder = server.folder / "idle"
    own = {
        "alertmanager": {}, "grafana": {}, "opsgenie": {}, "pagerduty": {}, "zabbix": {},
        "json": {"preset": "uptime-kuma"}, "pipe": {"input": str(folder / "pipe")},
        "nav": {"input": str(folder / "nav")},
        "mail": {"listen_smtp": f"127.0.0.1:{free_port()}"}, "syslog": {"listen_tcp": f"127.0.0.1:{free_port()}"}}
    posted = {"alertmanager", "grafana", "opsgenie", "pagerduty", "zabbix", "json"}
    sources = {
        name: {"system": name, "token": server.create_source(f"idle-{name}", "bench")["token"], **settings}
        | ({"secret": f"{SECRET} {name}"} if name in posted else {}) for name, settings in own.items()}
    with server, Glue(glue, folder, server, sources) as running:
        time.sleep(10)  # past the first heartbeats
        memory = running.resident_megabytes()
    report.add("c", f"resident memory, idle with {len(sources)} sources", memory, "MB", None, "under 40 MB", memory < 40)


class Answering:
    """Answers every request with the same body."""

    def __init__(self, body: bytes):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Answering":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
