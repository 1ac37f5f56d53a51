"""(f) The pages: how soon a list is there, how heavy it is, and how soon a change is on all screens."""

import asyncio
import gzip
import http.client
import json
import re
import subprocess
import time
from datetime import datetime, timezone
from urllib.parse import urlencode

import bench_lists
from bench_report import Report, percentile
from server import ROOT, Server

ROUNDS = 50
LISTENERS = 500
#: So many of them look at what they are told; the others only take it.
WATCHED = 10
CHANGES = 2000
A_SECOND = 200


def measure(report: Report, server: Server, count: int, goal: int = 20) -> None:
    """Loads the database over the API, and looks at the list; `goal` is in milliseconds."""
    sources = [server.create_source(f"bench{n}", "bench") for n in range(4)]
    user = server.create_user("bench", "--superuser")
    server.start()
    try:
        bench_lists.load(server, [source["token"] for source in sources], count)
        session = Session(server, user)
        page = the_list(report, session, count, goal)
        weights(report, session, page)
        in_a_browser(report, server, user, sources[0])
        asyncio.run(on_all_screens(report, server, session, sources[0]))
    finally:
        server.stop()


class Session:
    """A person who has logged in, without a browser."""

    def __init__(self, server: Server, user: dict):
        self.server, self.cookies = server, {}
        page = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = urlencode({
            "csrfmiddlewaretoken": token, "username": user["username"], "password": user["password"]})
        self.ask("POST", "/accounts/login/", form, {"Content-Type": "application/x-www-form-urlencoded"})

    def get(self, path: str) -> str:
        return self.ask("GET", path).decode()

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, body: str | None = None, headers: dict = {}) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request(method, path, body, {"Cookie": self.cookie, "Accept": "text/html"} | headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read()
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return text


def the_list(report: Report, session: Session, count: int, goal: int) -> str:
    """Request to last byte of the page that most people look at, and of the facets that come after it."""
    for name, path in [("the facets that come after it", "/incidents/facets/?q=open"), ("with counts", "/incidents/?q=open")]:
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            page = session.get(path)
            times.append((time.perf_counter() - began) * 1000)
        middle = percentile(times, 50)
        report.add(
            "f", f"list of 100 rows among {count} incidents, {name}", middle, "ms",
            percentile(times, 99), f"under {goal} ms", middle < goal)
    return page


def weights(report: Report, session: Session, page: str) -> None:
    size = len(page.encode()) / 1000
    report.add("f", "its HTML", size, "KB", None, "under 100 KB", size < 100)
    folder = re.search(r'"(/static/[0-9a-f]+/)', page)[1]
    static = ROOT / "Sources/ArgusDashboard/Static"
    for kind, limit in [("js", 30), ("css", 20)]:
        files = sorted(static.glob(f"*.{kind}"))
        packed = sum(len(session.ask("GET", folder + file.name, headers={"Accept-Encoding": "gzip"})) for file in files)
        report.add("f", f"all {kind} files, compressed", packed / 1000, "KB", None, f"under {limit} KB", packed < limit * 1000)


def in_a_browser(report: Report, server: Server, user: dict, source: dict) -> None:
    """Nodes of the page, and commit to painted, as a browser measures them."""
    script = f". Scripts/lib/browser.sh >&2 && browser_python Tests/Browser/measure.py {server.url} {source['token']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, input=json.dumps(user), capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    report.add("f", "nodes of the page with 100 rows", seen["nodes"], "", None, "at most 3500", seen["nodes"] <= 3500)
    middle, slowest = percentile(seen["painted"], 50), percentile(seen["painted"], 99)
    report.add(
        "f", "commit to painted, at 20 changes a second", middle, "ms", slowest, "50 ms, 250 ms at the 99th percentile",
        middle < 50 and slowest < 250)


async def on_all_screens(report: Report, server: Server, session: Session, source: dict) -> None:
    """Many look at the same list while much changes."""
    before = server.resident_megabytes()
    times: list[float] = []
    request = f"GET /incidents/live/?q=open HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {session.cookie}\r\n\r\n".encode()
    streams = [await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 24) for _ in range(LISTENERS)]
    for _, writer in streams:
        writer.write(request)
    for reader, _ in streams:
        await reader.readuntil(b"event: ready")
    each = (server.resident_megabytes() - before) * 1000 / LISTENERS
    report.add("f", f"memory of each of {LISTENERS} listeners", each, "KB", None, "under 100 KB", each < 100)
    tasks = [asyncio.create_task(watch(reader, times) if n < WATCHED else drain(reader))
             for n, (reader, _) in enumerate(streams)]
    await asyncio.to_thread(change, server, source)
    end = time.monotonic() + 30
    while len(times) < CHANGES * WATCHED and time.monotonic() < end:
        await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    for _, writer in streams:
        writer.close()
    slowest = percentile(times, 99)
    report.add(
        "f", f"created to told, {LISTENERS} listeners, {A_SECOND} a second", percentile(times, 50), "ms", slowest,
        "250 ms at the 99th percentile", slowest < 250)
    report.add("f", "of what was told to those who were watched", len(times) / CHANGES / WATCHED * 100, "%", None,
               "all", len(times) == CHANGES * WATCHED)


async def watch(reader: asyncio.StreamReader, times: list[float]) -> None:
    while line := await reader.readline():
        now = time.time()
        times += [(now - float(sent)) * 1000 for sent in re.findall(rb"sent at (\d+\.\d+)", line)]


async def drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 20):
        pass


def change(server: Server, source: dict) -> None:
    """Creates incidents, ten in a request, as many a second as are wanted."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Authorization": f"Token {source['token']}", "Content-Type": "application/json"}
    size, began = 10, time.monotonic()
    for number in range(0, CHANGES, size):
        wait = began + number / A_SECOND - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        sent = time.time()
        incidents = [{
            "op": "create", "description": f"sent at {sent:.6f}", "level": 3, "end_time": "infinity",
            "start_time": datetime.now(timezone.utc).isoformat(), "source_incident_id": f"live{number + more}",
            "tags": ["host=live"],
        } for more in range(size)]
        connection.request("POST", "/api/v3/incidents/batch/", json.dumps({"items": incidents}), headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or body.count(b'"status":201') != size:
            raise RuntimeError(f"creating was answered {answer.status}: {body[:400]}")
    connection.close()
