"""(c) How fast the glue accepts and drains alerts, and how long a notification hook waits."""

import http.client
import json
import os
import subprocess
import time
from pathlib import Path

from bench_report import Report, percentile
from server import Server

HOOKS = 25


def measure(report: Report, server: Server, glue: Path, count: int) -> None:
    """Accepts while no server is there, then delivers all of it, as after an outage."""
    token = server.create_source("bench", "bench")["token"]
    environment = os.environ | {
        "ARGUS_URL": server.url, "ARGUS_TOKEN": token, "ARGUS_GLUE_SPOOL": str(server.folder / "spool.db"),
        "ARGUS_GLUE_RETRY_MAX": "1s"}  # or chance would say how late the server is found again
    waits = [enqueue(glue, environment, n) for n in range(HOOKS)]
    report.add("c", f"enqueue without a server, median of {HOOKS}", percentile(waits, 50), "ms",
               percentile(waits, 99), "under 25 ms", percentile(waits, 50) < 25)

    alerts = server.folder / "alerts.jsonl"
    alerts.write_text("".join(line(n) for n in range(count)))
    began = time.monotonic()
    with alerts.open("rb") as input:
        process = subprocess.Popen([glue, "pipe"], stdin=input, env=environment, stderr=subprocess.DEVNULL)
        try:
            accepted = wait_until_read(process, input, began)
            report.add("c", f"alerts accepted on disk, of {count}", count / accepted, "alerts/s")
            with server:
                delivering = time.monotonic()
                if process.wait(timeout=600) != 0:
                    raise RuntimeError(f"argus-glue pipe ended with {process.returncode}")
                drained = time.monotonic() - delivering
                found = incidents(server, token)
        finally:
            process.kill()
    if found != count + HOOKS:
        raise RuntimeError(f"{count + HOOKS} alerts were accepted, {found} incidents arrived")
    report.add("c", f"alerts delivered after the outage, of {count}", count / drained, "alerts/s")


def enqueue(glue: Path, environment: dict, number: int) -> float:
    """Milliseconds of wall time that a hook takes for one alert."""
    began = time.perf_counter()
    subprocess.run(
        [glue, "enqueue", "--open", "--key", f"hook-{number}", "--description", "Load is high on db-01"],
        env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def line(number: int) -> str:
    return json.dumps({
        "type": "open", "key": f"bench-{number}", "time": "2026-11-20T03:14:07Z", "level": 3,
        "description": f"edge-sw{number % 500} does not answer",
        "tags": [f"host=edge-sw{number % 500}", "site=kollen", "problem_type=box_down"]}) + "\n"


def wait_until_read(process: subprocess.Popen, input, began: float) -> float:
    """Seconds until the glue has taken the whole input; the last line is committed just after."""
    size = os.fstat(input.fileno()).st_size
    while os.lseek(input.fileno(), 0, os.SEEK_CUR) < size:  # the child reads through the same offset
        if process.poll() is not None:
            raise RuntimeError(f"argus-glue pipe ended with {process.returncode}")
        time.sleep(0.01)
    return time.monotonic() - began


def incidents(server: Server, token: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/api/v2/incidents/?count=true", headers={"Authorization": f"Token {token}"})
    return json.loads(connection.getresponse().read())["count"]
