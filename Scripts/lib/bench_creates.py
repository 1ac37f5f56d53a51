"""(a) Durable creates a second, against the same requests parsed and validated but not stored."""

import re
import subprocess
from pathlib import Path

from bench_report import Report
from server import Server

CONNECTIONS = (1, 8, 64)

# Each request is of an incident of its own: three tags, and an identifier that is not repeated.
SCRIPT = """
local id, thread, count = "", 0, 0
function setup(thread_) thread_:set("number", thread) thread = thread + 1 end
function init() id = tostring(number) .. "-" .. os.time() .. "-RUN-" end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Token TOKEN"
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, '{"start_time":"2026-11-20T03:14:07.512345Z","end_time":"infinity",' ..
    '"source_incident_id":"' .. id .. count .. '","description":"edge-sw7 does not answer","level":2,' ..
    '"details_url":"","tags":[{"tag":"host=edge-sw' .. count % 500 .. '"},{"tag":"site=kollen"},' ..
    '{"tag":"problem_type=box_down"}]}')
end
local wrong = 0
function done(summary, latency)
  io.write(string.format("RESULT %f %d %d\\n", summary.requests / summary.duration * 1e6,
    summary.errors.status + summary.errors.timeout + summary.errors.read, latency:percentile(99)))
end
"""


def measure(report: Report, server: Server, seconds: int, part: str = "a", goal: int = 15) -> None:
    """Measures both ways in turn, floor and store at each number of connections."""
    token = server.create_source("bench", "bench")["token"]
    with server:
        for connections in CONNECTIONS:
            run(server, "/bench/incidents/", token, connections, 1, "warm")
            floor, floor_slowest = run(server, "/bench/incidents/", token, connections, seconds, "floor")
            stored, slowest = run(server, "/api/v2/incidents/", token, connections, seconds, "stored")
            ratio = 100 * stored / floor
            at = f"{connections} connection{'s' if connections > 1 else ''}"
            report.add(part, f"floor, {at}", floor, "requests/s", floor_slowest)
            report.add(part, f"durable creates, {at}", stored, "requests/s", slowest)
            reached = (f"at least {goal} %", ratio >= goal) if connections == 64 else ("", None)
            report.add(part, f"creates of the floor, {at}", ratio, "%", None, *reached)


def run(
    server: Server, path: str, token: str, connections: int, seconds: int, name: str, lua: str = SCRIPT
) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds; refuses to count wrong answers."""
    script = Path(server.folder) / "create.lua"
    script.write_text(lua.replace("TOKEN", token).replace("RUN", f"{name}-{connections}"))
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, server.url + path],
        capture_output=True, text=True, check=True)
    rate, errors, slowest = re.search(r"RESULT (\S+) (\d+) (\d+)", done.stdout).groups()
    if (ended := server.process.poll()) is not None:
        raise RuntimeError(f"argus serve ended with {ended} meanwhile:\n{server.log_end()}")
    if int(errors):
        raise RuntimeError(f"{errors} requests to {path} failed:\n{done.stdout}\n{server.log_end()}")
    return float(rate), int(slowest) / 1000
