"""Compares what a server has with what was told."""

import http.client
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from server import Server
from torture_senders import Occurrence, Problem

# A time that the glue or the server has taken may be rounded to what they keep.
PRECISION = timedelta(milliseconds=2)


class Account:
    """What a server shows to a source of its own incidents."""

    def __init__(self, server: Server, token: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.token = token

    def get(self, path: str) -> list:
        self.connection.request("GET", path, headers={"Authorization": f"Token {self.token}"})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {text!r}")
        return json.loads(text)

    def incidents(self) -> list[dict]:
        found, path = [], "/api/v2/incidents/mine/?page_size=500"
        while path:
            page = self.get(path)
            found += page["results"]
            path = page["next"] and "/api/v2" + page["next"].split("/api/v2")[1]
        return found

    def events(self, incident: dict) -> list[dict]:
        return sorted(self.get(f"/api/v2/incidents/{incident['pk']}/events/"), key=lambda event: event["pk"])


def differences(account: Account, problems: list[Problem], incidents: list[dict]) -> Iterator[str]:
    """What is wrong with the incidents of a source, in sentences."""
    found: dict[str, list[dict]] = {problem.key: [] for problem in problems}
    for incident in incidents:
        # A problem that comes back has its time behind its key.
        key = incident["source_incident_id"].partition("@")[0]
        if key in found:
            found[key].append(incident)
        else:
            yield f"{incident['source_incident_id']}: nobody has told of it"
    for problem in problems:
        there = sorted(found[problem.key], key=lambda incident: moment(incident["start_time"]))
        if len(there) != len(problem.occurrences):
            yield (f"{problem.key}: {len(problem.occurrences)} occurrences were told, {len(there)} are there:"
                   f" {[i['start_time'] for i in there]}, not {[str(o.start) for o in problem.occurrences]}")
            continue
        for occurrence, incident in zip(problem.occurrences, there):
            for wrong in wrongs(occurrence, incident, account.events(incident)):
                yield f"{incident['source_incident_id']}: {wrong}"


def wrongs(told: Occurrence, incident: dict, events: list[dict]) -> Iterator[str]:
    """What is wrong with one incident."""
    if not is_within(moment(incident["start_time"]), told.start, told.start):
        yield f"it began at {incident['start_time']}, not at {told.start}"
    if incident["description"] != told.description:
        yield f"it is described as {incident['description']!r}, not as {told.description!r}"
    if incident["open"] != (told.end is None):
        yield f"it is {'open' if incident['open'] else 'closed'}"
    elif told.end and not is_within(moment(incident["end_time"]), *told.end):
        yield f"it ended at {incident['end_time']}, not between {told.end[0]} and {told.end[1]}"
    if not is_log(without_merged(told.log, incident), unmerged(events)):
        yield (f"its log is {[(e['type']['value'], e['timestamp'], e['description']) for e in events]}"
               f" with the metadata {incident.get('metadata')},"
               f" not {[(type, str(time)) for type, time, _ in told.log]}")


def without_merged(told: list[tuple], incident: dict) -> list[tuple]:
    """The log without the changes that came before their opening was delivered, and travelled along with it:
    the metadata say how many."""
    count = (incident.get("metadata") or {}).get("argus_glue", {}).get("updates", 0)
    changes = 0
    while told[1 + changes:] and told[1 + changes][0] == "CHI":
        changes += 1
    return told[:1] + told[1 + min(count, changes):]


def unmerged(events: list[dict]) -> list[dict]:
    """The log, where a change that was told together with others stands once for each: a note before it says how
    many there were."""
    found: list[dict] = []
    missing = 0
    for event in events:
        note = re.match("([0-9]+) updates that waited were brought together", event["description"])
        if note:
            missing = int(note[1]) - 1
            continue
        if event["type"]["value"] == "CHI":
            found += [event] * missing
            missing = 0
        found.append(event)
    return found


def is_log(told: list[tuple[str, datetime | None, int]], events: list[dict]) -> bool:
    """Whether the events are those that were told, in that order.

    An end that came before its opening was delivered travels along with it, in one request; then the server,
    as the existing one, writes the start into the log and nothing else.
    """
    if [type for type, _, _ in told] == ["STA", "END"] and len(events) == 1:
        told = told[:1]
    if not told:
        return not events
    (type, time, most), *rest = told
    return any(
        all(is_event(event, type, time) for event in events[:count]) and is_log(rest, events[count:])
        for count in range(1, min(most, len(events)) + 1))


def is_event(event: dict, type: str, time: datetime | None) -> bool:
    return event["type"]["value"] == type and (time is None or is_within(moment(event["timestamp"]), time, time))


def is_within(time: datetime, earliest: datetime, latest: datetime) -> bool:
    return earliest - PRECISION <= time <= latest + PRECISION


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
