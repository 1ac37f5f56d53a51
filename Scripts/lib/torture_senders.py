"""Three monitoring systems that send alerts until they are confirmed, and remember what they have told."""

import http.client
import json
import random
import subprocess
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

DEADLINE = 120
SECRET = "the secret of a source that posts"


class Occurrence:
    """What one incident must be in the end."""

    def __init__(self, start: datetime, description: str):
        self.start, self.description = start, description
        # The earliest and the latest moment at which it may have ended.
        self.end: tuple[datetime, datetime] | None = None
        # The types of events in the order in which they were told, the time if it was said, and how
        # often it may be there: what has no time of its own may be told twice.
        self.log: list[tuple[str, datetime | None, int]] = [("STA", start, 1)]


class Problem:
    """A key of a monitoring system, with its occurrences."""

    def __init__(self, key: str, clock: datetime):
        self.key, self.clock, self.told = key, clock, 0
        self.occurrences: list[Occurrence] = []

    @property
    def is_open(self) -> bool:
        return bool(self.occurrences) and self.occurrences[-1].end is None


class Alert:
    """What is said next of a problem; `sent` and `lost` are what its sender has seen."""

    def __init__(self, problem: Problem, kind: str, time: datetime, description: str):
        self.problem, self.kind, self.time, self.description = problem, kind, time, description
        self.began, self.lost = datetime.now(timezone.utc), 0


class Sender:
    """Sends alerts of its own problems, those of one after another; a subclass says how."""

    name = ""
    # What it may say of a problem that is open, and how many alerts it tells at a time.
    kinds: tuple[str, ...] = ()
    together = 1
    # Whether it tells of what happens now, since it cannot say when something ended.
    is_live = False

    def __init__(self, part: int, problems: int, alerts: int, seed: str):
        self.random = random.Random(f"{seed} {self.name} {part}")
        self.alerts = alerts
        base = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=5)
        self.problems = [Problem(f"{self.name}-{part}-{n}", base) for n in range(problems)]
        self.sent = self.confirmed = self.unanswered = self.refused = 0
        self.failure: BaseException | None = None
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self) -> None:
        try:
            while self.confirmed < self.alerts:
                count = min(self.random.randint(1, self.together), self.alerts - self.confirmed)
                alerts = [self.next(p) for p in self.random.sample(self.problems, min(count, len(self.problems)))]
                self.send_until_confirmed(alerts)
                for alert in alerts:
                    self.remember(alert)
                self.confirmed += len(alerts)
        except BaseException as failure:
            self.failure = failure

    def next(self, problem: Problem) -> Alert:
        problem.told += 1
        problem.clock += timedelta(seconds=self.random.randint(1, 600))
        moment = datetime.now(timezone.utc) if self.is_live else problem.clock
        kind = self.random.choice(self.kinds) if problem.is_open else "open"
        description = f"{problem.key} says {problem.told}"
        return Alert(problem, kind, moment, description)

    def send_until_confirmed(self, alerts: list[Alert]) -> None:
        late = time.monotonic() + DEADLINE
        while True:
            self.sent += len(alerts)
            answer = self.send(alerts)
            if answer == "confirmed":
                return
            if answer == "refused":
                self.refused += len(alerts)
            else:
                self.unanswered += len(alerts)
                for alert in alerts:
                    alert.lost += 1
            if time.monotonic() > late:
                raise TimeoutError(f"{self.name}: nobody confirms {alerts[0].description}")
            time.sleep(0.02)

    def send(self, alerts: list[Alert]) -> str:
        """Sends once: `confirmed`, `refused` for the time being, or `unanswered`."""
        raise NotImplementedError

    def remember(self, alert: Alert) -> None:
        problem = alert.problem
        if alert.kind == "open":
            problem.occurrences.append(Occurrence(alert.time, alert.description))
            return
        occurrence = problem.occurrences[-1]
        if alert.kind == "close":
            occurrence.end = (alert.began, datetime.now(timezone.utc)) if self.is_live else (alert.time, alert.time)
            occurrence.log.append(("END", None if self.is_live else alert.time, 1))
        elif alert.kind == "change":
            occurrence.description = alert.description
            occurrence.log.append(("CHI", None, 1))
        elif alert.kind == "event":
            occurrence.log.append(("OTH", alert.time, 1))
        else:
            occurrence.log.append(("ACK", None, 1 + alert.lost))


class Poster(Sender):
    """Posts to the port of `argus-glue run`."""

    def __init__(self, port: int, part: int, problems: int, alerts: int, seed: str):
        super().__init__(part, problems, alerts, seed)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)

    def post(self, path: str, body: dict, confirmation: int) -> str:
        try:
            self.connection.request("POST", path, json.dumps(body), {
                "Content-Type": "application/json", "Authorization": f"Bearer {SECRET}"})
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return "unanswered"
        if answer.status == 503:
            return "refused"
        if answer.status != confirmation:
            raise RuntimeError(f"POST {path}: {answer.status} {text!r}")
        return "confirmed"


class Alertmanager(Poster):
    """Posts notifications of several alerts, with the times of both ends."""

    name, kinds, together = "alertmanager", ("change", "change", "close"), 20

    def send(self, alerts: list[Alert]) -> str:
        return self.post("/alertmanager", {
            "version": "4", "groupKey": "{}", "receiver": "argus", "status": "firing",
            "alerts": [self.body(alert) for alert in alerts]}, 200)

    def body(self, alert: Alert) -> dict:
        is_over, problem = alert.kind == "close", alert.problem
        start = problem.occurrences[-1].start if problem.is_open else alert.time
        return {
            "status": "resolved" if is_over else "firing", "fingerprint": problem.key,
            "labels": {"alertname": problem.key, "severity": "critical"},
            "annotations": {"summary": alert.description}, "startsAt": start.isoformat(),
            "endsAt": alert.time.isoformat() if is_over else "0001-01-01T00:00:00Z"}


class PagerDuty(Poster):
    """Posts events as to PagerDuty, one at a time; the time of an end is that of its receipt."""

    name, kinds, is_live = "pagerduty", ("change", "acknowledge", "close"), True

    def send(self, alerts: list[Alert]) -> str:
        alert = alerts[0]
        action = {"open": "trigger", "change": "trigger", "close": "resolve"}.get(alert.kind, alert.kind)
        return self.post("/ingest/pagerduty/v2/enqueue", {
            "routing_key": SECRET, "event_action": action, "dedup_key": alert.problem.key, "payload": {
                "summary": alert.description, "source": "torture", "severity": "error",
                "timestamp": alert.time.isoformat()}}, 202)


class Hook(Sender):
    """Runs `argus-glue enqueue` for each alert, and kills some of them, too."""

    name, kinds = "hook", ("change", "event", "close")

    def __init__(self, glue: Path, configuration: Path, part: int, problems: int, alerts: int, seed: str):
        super().__init__(part, problems, alerts, seed)
        self.command = [glue, "enqueue", "--config", configuration, "--source", self.name]

    def send(self, alerts: list[Alert]) -> str:
        alert = alerts[0]
        text = [] if alert.kind == "close" else ["--description", alert.description]
        process = subprocess.Popen(
            [*self.command, f"--{alert.kind}", "--key", alert.problem.key, "--time", alert.time.isoformat(), *text],
            stderr=subprocess.PIPE, text=True)
        if self.random.random() < 0.05:
            time.sleep(self.random.uniform(0, 0.05))
            process.kill()
        _, message = process.communicate(timeout=DEADLINE)
        if process.returncode == 0:
            return "confirmed"
        if process.returncode < 0:
            return "unanswered"
        # A disk without room is told of in these words, too.
        is_full = process.returncode == 75 or "disk is full" in message or "disk I/O error" in message
        if not is_full:
            raise RuntimeError(f"argus-glue enqueue: status {process.returncode}: {message}")
        return "refused"
