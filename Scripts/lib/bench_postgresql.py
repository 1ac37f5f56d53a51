"""(e) The same on PostgreSQL, batches of a hundred, and two nodes on one database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

import bench_creates
import bench_lists
from bench_report import Report
from postgresql import PostgreSQL
from server import Server

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


def measure(
    report: Report, folder: Path, server: Callable[..., Server], seconds: int, sizes: list[int]
) -> None:
    """Measures on databases of one PostgreSQL server, which runs meanwhile on the same machine."""
    with PostgreSQL(folder, is_durable=True) as postgresql:
        # Each is gone before the next is measured, or autovacuum would be busy with it meanwhile.
        with postgresql.temporary_database() as address:
            bench_creates.measure(report, server("e-creates", ARGUS_DATABASE=address), seconds, "e", 35)
        with postgresql.temporary_database() as address:
            batches(report, server("e-batches", ARGUS_DATABASE=address), seconds)
        with postgresql.temporary_database() as address:
            nodes(report, [server(f"e-node{n}", ARGUS_DATABASE=address) for n in (1, 2)], seconds)
        for size in sizes:
            with postgresql.temporary_database() as address:
                bench_lists.measure(
                    report, server(f"e-lists{size}", ARGUS_DATABASE=address), size, "b", "e")


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
