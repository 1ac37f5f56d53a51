"""(c) How fast the glue accepts, drains and compares alerts, and what it takes to wait."""

import http.client
import json
import os
import subprocess
import time
from pathlib import Path

import bench_glue_running
import bench_hooks
from bench_report import Report
from server import Server


def measure(report: Report, server: Server, glue: Path, count: int, seconds: int) -> None:
    """Accepts while no server is there, then delivers all of it, as after an outage."""
    token = server.create_source("bench", "bench")["token"]
    environment = os.environ | {
        "ARGUS_URL": server.url, "ARGUS_TOKEN": token, "ARGUS_GLUE_SPOOL": str(server.folder / "spool.db"),
        "ARGUS_GLUE_RETRY_MAX": "1s"}  # or chance would say how late the server is found again
    hooks = bench_hooks.measure(report, glue, server.folder, environment)

    alerts = server.folder / "alerts.jsonl"
    alerts.write_text("".join(line(n) for n in range(count)))
    began = time.monotonic()
    with alerts.open("rb") as input:
        process = subprocess.Popen([glue, "pipe"], stdin=input, env=environment, stderr=subprocess.DEVNULL)
        try:
            accepted = count / wait_until_read(process, input, began)
            report.add("c", f"alerts accepted on disk, of {count}", accepted, "alerts/s", None, "at least 20000",
                       accepted >= 20_000)
            with server:
                delivering = time.monotonic()
                if process.wait(timeout=600) != 0:
                    raise RuntimeError(f"argus-glue pipe ended with {process.returncode}")
                drained = count / (time.monotonic() - delivering)
                found = incidents(server, token)
        finally:
            process.kill()
    if found != count + hooks:
        raise RuntimeError(f"{count + hooks} alerts were accepted, {found} incidents arrived")
    report.add("c", f"alerts delivered after the outage, of {count}", drained, "alerts/s", None, "at least 5000",
               drained >= 5000)
    bench_glue_running.measure(report, server, glue, seconds)


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
