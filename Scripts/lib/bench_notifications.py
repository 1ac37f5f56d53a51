"""(g) Who is told of what: deciding it, and sending it to a mail server that takes everything."""

import json
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Callable

import bench_creates
from bench_postgresql import BATCH
from bench_report import Report, percentile
from mail_sink import MailSink
from postgresql import PostgreSQL
from server import Server

PROFILES = 100
# What the load generator's incidents are about; each profile wants to be told of some of these.
HOSTS = 500
ROUNDS = 100


def measure(
    report: Report, folder: Path, server: Callable[..., Server], bench: Path, seconds: int, events: int
) -> None:
    """Measures deciding by itself, and then everything on both databases."""
    planning(report, bench)
    on_database(report, "SQLite", lambda name, **settings: server(f"g-{name}", **settings), seconds, events)
    with PostgreSQL(folder, is_durable=True) as postgresql:
        on_database(
            report, "PostgreSQL",
            lambda name, **settings: server(
                f"g-postgresql-{name}", ARGUS_DATABASE=postgresql.database(), **settings), seconds, events)


def planning(report: Report, bench: Path) -> None:
    done = subprocess.run([bench, "plan", "1000"], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    median, slowest = (result[f"{name}Microseconds"] / 1000 for name in ("median", "slowest"))
    report.add(
        "g", "deciding who is told of an event, 1000 profiles with 3 filters each, median", median, "ms", slowest,
        "at most 0.5 ms", median <= 0.5)
    megabytes = result["bytes"] / 1e6
    report.add("g", "memory of 1000 profiles", megabytes, "MB", None, "under 5 MB", megabytes < 5)


def on_database(report: Report, name: str, server: Callable[..., Server], seconds: int, events: int) -> None:
    sink = MailSink()
    mail = {"ARGUS_SMTP_URL": sink.url, "ARGUS_MAIL_FROM": "argus@example.org"}
    with server("delivered", **mail) as argus:
        source, user = prepared(argus)
        latency(report, name, argus, source, sink)
        delivered(report, name, argus, source, sink, events)
    rates = {}
    for word in ("off", "on"):
        with server(word, ARGUS_NOTIFICATIONS=word, **mail) as argus:
            source, user = prepared(argus)
            create = lambda seconds, run: bench_creates.run(
                argus, "/api/v2/incidents/", source, 64, seconds, run)
            create(1, "warm")
            rates[word], slowest = create(seconds, word)
            report.add("g", f"creates on {name}, notifications {word}", rates[word], "requests/s", slowest)
    share = 100 * rates["on"] / rates["off"]
    report.add(
        "g", f"creates on {name} that remain while each is told to somebody", share, "%", None, "at least 70 %",
        share >= 70)


def prepared(argus: Server) -> tuple[str, str]:
    """The tokens of a source, and of somebody with a hundred profiles, one of which wants each incident."""
    source = argus.create_source("bench", "bench")["token"]
    user = argus.create_user("bob", "--email", "bob@example.org")["token"]
    root = "v2/notificationprofiles/"
    slot = ask(argus, "GET", f"{root}timeslots/", None, user)[0]["pk"]
    for number in range(PROFILES):
        tags = [f"host=edge-sw{host}" for host in range(number, HOSTS, PROFILES)]
        wanted = ask(argus, "POST", f"{root}filters/", {"name": f"{number}", "filter": {"tags": tags}}, user)
        place = ask(argus, "POST", f"{root}destinations/", {
            "media": "email", "settings": {"email_address": f"{number}@example.org", "synced": False}}, user)
        ask(argus, "POST", root, {
            "timeslot": slot, "filters": [wanted["pk"]], "destinations": [place["pk"]], "active": True}, user)
    return source, user


def latency(report: Report, name: str, argus: Server, token: str, sink: MailSink) -> None:
    """One incident after the other, each once the mail about the last one was taken."""
    spans = []
    for number in range(ROUNDS):
        count, began = sink.count, time.perf_counter()
        ask(argus, "POST", "v2/incidents/", {
            "start_time": "2026-11-20T03:14:07Z", "end_time": "infinity", "source_incident_id": f"one-{number}",
            "description": "edge-sw7 does not answer", "level": 2, "details_url": "",
            "tags": [{"tag": f"host=edge-sw{number}"}]}, token)
        spans.append(1000 * (sink.wait(count + 1, 60) - began))
    median = percentile(spans, 50)
    report.add(
        "g", f"{name}: posting an incident until the mail about it is taken, median of {ROUNDS}", median, "ms",
        percentile(spans, 99), "at most 100 ms", median <= 100)


def delivered(report: Report, name: str, argus: Server, token: str, sink: MailSink, events: int) -> None:
    """Incidents in batches, each of which is told to one of a hundred destinations."""
    count, began, posted = sink.count, time.perf_counter(), 0
    while posted < events:
        items = [{
            "op": "create", "start_time": "2026-11-20T03:14:07Z", "end_time": "infinity",
            "source_incident_id": f"many-{posted + item}", "description": "edge-sw7 does not answer", "level": 2,
            "tags": [f"host=edge-sw{(posted + item) % HOSTS}"]} for item in range(BATCH)]
        ask(argus, "POST", "v3/incidents/batch/", {"items": items}, token)
        posted += BATCH
    taken = time.perf_counter() - began
    span = sink.wait(count + events, 1200) - began
    report.add("g", f"{name}: events taken, {events} with {PROFILES} profiles", events / taken, "events/s")
    report.add("g", f"{name}: decided, sent and written down, one mail for each", events / span, "deliveries/s")


def ask(argus: Server, method: str, path: str, body, token: str):
    request = urllib.request.Request(
        f"{argus.url}/api/{path}", json.dumps(body).encode() if body is not None else None,
        {"Authorization": f"Token {token}", "Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")
