"""(e) The same on PostgreSQL, batches of a hundred, and two nodes on one database."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

import bench_creates
import bench_lists
from bench_report import Report
from server import ROOT, Server

BATCH = 100
GOAL = 10_000

# Each request creates a hundred incidents with three tags each.
BATCHES = """
local id, count = "", 0
function init() id = os.time() .. "-RUN-" end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Token TOKEN"
function request()
  local items = {}
  for item = 1, BATCH do
    count = count + 1
    items[item] = '{"op":"create","start_time":"2026-11-20T03:14:07.512345Z","end_time":"infinity",' ..
      '"source_incident_id":"' .. id .. count .. '","description":"edge-sw7 does not answer","level":2,' ..
      '"tags":["host=edge-sw' .. count % 500 .. '","site=kollen","problem_type=box_down"]}'
  end
  return wrk.format(nil, nil, nil, '{"items":[' .. table.concat(items, ",") .. ']}')
end
local wrong = 0
function done(summary, latency)
  io.write(string.format("RESULT %f %d %d\\n", summary.requests / summary.duration * 1e6,
    summary.errors.status + summary.errors.timeout + summary.errors.read, latency:percentile(99)))
end
""".replace("BATCH", str(BATCH))


class PostgreSQL:
    """A PostgreSQL server that waits for its disk, below a folder; `with` starts and ends it."""

    def __init__(self, folder: Path):
        # Its programs run as another account, which has to find its data.
        folder.chmod(0o711)
        self.environment = os.environ | {"TMPDIR": str(folder), "ARGUS_TEST_POSTGRESQL_FSYNC": "on"}
        self.count = 0

    def __enter__(self) -> "PostgreSQL":
        # It runs for as long as the program does that it was started for.
        self.process = subprocess.Popen(
            [ROOT / "Scripts" / "with-postgresql", "sh", "-c", 'echo "$ARGUS_TEST_POSTGRESQL"; exec cat'],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("postgresql:"):
            raise SystemExit(f"PostgreSQL cannot be started: {self.url}")
        return self

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait(60)

    def database(self) -> str:
        """The address of a new database."""
        self.count += 1
        name = f"bench{self.count}"
        subprocess.run(
            ["psql", "--no-psqlrc", "--quiet", "--dbname", self.url, "--command", f"CREATE DATABASE {name}"],
            check=True)
        return f"{self.url.rsplit('/', 1)[0]}/{name}"


def measure(
    report: Report, folder: Path, server: Callable[..., Server], seconds: int, incidents: int
) -> None:
    """Measures on databases of one PostgreSQL server, which runs meanwhile on the same machine."""
    with PostgreSQL(folder) as postgresql:
        bench_creates.measure(
            report, server("e-creates", ARGUS_DATABASE=postgresql.database()), seconds, "e", 35)
        batches(report, server("e-batches", ARGUS_DATABASE=postgresql.database()), seconds)
        address = postgresql.database()
        nodes(report, [server(f"e-node{n}", ARGUS_DATABASE=address) for n in (1, 2)], seconds)
        bench_lists.measure(
            report, server("e-lists", ARGUS_DATABASE=postgresql.database()), incidents, "b", "e")


def batches(report: Report, server: Server, seconds: int) -> None:
    """Creates incidents a hundred at a time, over eight connections."""
    token = server.create_source("bench", "bench")["token"]
    with server:
        run = lambda seconds, name: bench_creates.run(
            server, "/api/v3/incidents/batch/", token, 8, seconds, name, BATCHES)
        run(1, "warm")
        rate, slowest = run(seconds, "batch")
        rate *= BATCH
        report.add(
            "e", f"incidents created in batches of {BATCH}, 8 connections", rate, "incidents/s", slowest,
            f"at least {GOAL}", rate >= GOAL)


def nodes(report: Report, servers: list[Server], seconds: int) -> None:
    """Creates over 64 connections, to one node and then to two, half each."""
    token = servers[0].create_source("bench", "bench")["token"]
    create = lambda server, connections, seconds, name: bench_creates.run(
        server, "/api/v2/incidents/", token, connections, seconds, name)
    with servers[0], servers[1], ThreadPoolExecutor() as pool:
        for number, server in enumerate(servers):
            create(server, 32, 1, f"warm{number}")
        one, _ = create(servers[0], 64, seconds, "one")
        halves = [pool.submit(create, s, 32, seconds, f"half{n}") for n, s in enumerate(servers)]
        two = sum(half.result()[0] for half in halves)
        report.add("e", "durable creates, one node, 64 connections", one, "requests/s")
        report.add("e", "durable creates, two nodes, 32 connections each", two, "requests/s")
        report.add("e", "two nodes against one", two / one, "times")
