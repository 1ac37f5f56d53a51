"""(b) The first page of many incidents through each filter, and (d) memory and start-up time."""

import http.client
import subprocess
import time
from typing import Callable

from bench_report import Report, percentile
from server import Server

ROUNDS = 200

# One incident in twenty is open. Five tags each: of 2000 hosts, 20 sites, 200 customers, 12 types
# of problem and 5 regions. Start times are spread over thirty days, ends follow within three hours.
SCRIPT = """
local tokens = { TOKENS }
local count, answered, wrong = 0, 0, 0
local first = os.time() - 30 * 86400
local function moment(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds) end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function request()
  count = count + 1
  local start = first + math.floor(count * 30 * 86400 / COUNT)
  local ends = count % 20 == 0 and "infinity" or moment(start + 60 + count * 7 % 10800)
  wrk.headers["Authorization"] = "Token " .. tokens[count % #tokens + 1]
  return wrk.format(nil, nil, nil, string.format(
    '{"start_time":"%s","end_time":"%s","source_incident_id":"%d","description":"Box %d does not answer",' ..
    '"level":%d,"details_url":"/problems/%d/","tags":[{"tag":"host=sw%d"},{"tag":"site=s%d"},' ..
    '{"tag":"customer=c%d"},{"tag":"problem_type=p%d"},{"tag":"region=r%d"}]}',
    moment(start), ends, count, count, 1 + math.random(0, 4), count, math.random(0, 1999),
    math.random(0, 19), math.random(0, 199), math.random(0, 11), math.random(0, 4)))
end
function response(status)
  answered = answered + 1
  if status ~= 201 then wrong = wrong + 1 end
  if answered == COUNT then io.write("LOADED ", wrong, "\\n") io.flush() end
end
"""

LISTS = {
    "all": "",
    "open": "open=true",
    "open, level at most 2": "open=true&level__lte=2",
    "open, one tag of many incidents": "open=true&tags=region=r3",
    "open, one tag of few incidents": "open=true&tags=host=sw77",
    "open, two tags": "open=true&tags=region=r3,problem_type=p5",
    "open, one source": "open=true&source__id__in=SOURCE",
    "open, level, tag and source": "open=true&level__lte=3&tags=site=s7&source__id__in=SOURCE",
    "one tag of many incidents": "tags=region=r3",
    "one tag of few incidents": "tags=host=sw77",
    "two tags": "tags=site=s7,customer=c11",
}


def measure(
    report: Report, server: Server, count: int, parts: str, lists_part: str = "b",
    settle: Callable[[], None] = lambda: None,
) -> None:
    """Loads the database over the API, restarts the server on it once it has settled, and asks."""
    sources = [server.create_source(f"bench{n}", "bench") for n in range(4)]
    started = server.start()
    try:
        if "d" in parts:
            time.sleep(1)
            idle = server.resident_megabytes()
            report.add("d", "start-up to the first answer, empty database", started * 1000, "ms")
            report.add("d", "resident memory, idle", idle, "MB", None, "under 80 MB", idle < 80)
        if "b" in parts:
            load(server, [source["token"] for source in sources], count)
            server.stop()
            settle()
            started = server.start()
            lists(report, server, sources[0], lists_part)
        if "b" in parts and "d" in parts:
            report.add("d", f"start-up to the first answer, {count} incidents", started * 1000, "ms")
            report.add("d", "resident memory, after the lists", server.resident_megabytes(), "MB")
    finally:
        server.stop()


def load(server: Server, tokens: list[str], count: int) -> None:
    """Creates the incidents over 64 connections, as any client would."""
    began = time.monotonic()
    script = server.folder / "load.lua"
    script.write_text(SCRIPT.replace("TOKENS", ", ".join(f'"{t}"' for t in tokens)).replace("COUNT", str(count)))
    wrk = subprocess.Popen(
        ["wrk", "-t1", "-c64", "-d900s", "--timeout", "30s", "-s", script, server.url + "/api/v2/incidents/"],
        stdout=subprocess.PIPE, text=True)
    try:
        loaded = next((line for line in wrk.stdout if line.startswith("LOADED")), None)
    finally:
        wrk.kill()  # it would go on until its time is over
        wrk.wait()
    if loaded != "LOADED 0\n":
        raise RuntimeError(f"the incidents could not be loaded ({loaded}):\n{server.log_end()}")
    print(f"   {count} incidents with five tags each loaded in {time.monotonic() - began:.0f} s", flush=True)


def lists(report: Report, server: Server, source: dict, part: str) -> None:
    """Asks for each list again and again over one connection, and for what needs no database."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Authorization": f"Token {source['token']}"}
    times = timed(connection, "/.still-alive/", headers)
    report.add(part, f"nothing, median of {ROUNDS}", percentile(times, 50), "ms", percentile(times, 99))
    for name, query in LISTS.items():
        path = f"/api/v2/incidents/?page_size=100&{query.replace('SOURCE', str(source['pk']))}".rstrip("&")
        times = timed(connection, path, headers)
        middle = percentile(times, 50)
        report.add(part, f"{name}, median of {ROUNDS}", middle, "ms", percentile(times, 99), "under 5 ms", middle < 5)


def timed(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> list[float]:
    """How many milliseconds each of many requests took until the last byte."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status not in (200, 204):
            raise RuntimeError(f"{path} answered {answer.status}: {body[:200]!r}")
    return times
