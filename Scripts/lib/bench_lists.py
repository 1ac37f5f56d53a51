"""(b) The first page of many incidents through each filter, and (d) memory and start-up time."""

import http.client
import json
import time
from urllib.parse import quote

from bench_report import Report, percentile
from server import Server

ROUNDS = 200
TAGS_EACH = 5


def measure(report: Report, server: Server, count: int, parts: str) -> None:
    """Loads the database over the API, restarts the server on it, and asks."""
    sources = [server.create_source(f"bench{n}", "bench")["token"] for n in range(4)]
    started = server.start()
    if "d" in parts:
        report.add("d", "start-up to the first answer, empty database", started * 1000, "ms")
        time.sleep(1)
        idle = server.resident_megabytes()
        report.add("d", "resident memory, idle", idle, "MB", "under 80 MB", idle < 80)
    try:
        if "b" in parts:
            load(server, sources, count)
            server.stop()
            started = server.start()
            report.add("d", f"start-up to the first answer, {count} incidents", started * 1000, "ms")
            lists(report, server, sources[0])
            report.add("d", "resident memory, after the lists", server.resident_megabytes(), "MB")
    finally:
        server.stop()


def load(server: Server, tokens: list[str], count: int) -> None:
    """Creates the incidents over many connections at once, as any client would."""
    import concurrent.futures

    began = time.monotonic()
    workers = 32
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(load_share, server.port, tokens, share, workers, count) for share in range(2)]
        for job in jobs:
            job.result()
    print(f"   {count} incidents with {count * TAGS_EACH} tags loaded in {time.monotonic() - began:.0f} s", flush=True)
