"""The history of alerts, read from the database anew by every question."""

import json
import os
from dataclasses import dataclass
from datetime import datetime

from nav.models.fields import INFINITY
from nav.models.manage import Interface, Named, Netbox

STATE_START, STATE_STATELESS, STATE_END = "s", "x", "e"


@dataclass
class Message:
    type: str
    language: str
    state: str
    message: str


class Messages(list):
    def filter(self, type, language, state=None, state__in=()):
        states = state__in or (state,)
        return [m for m in self if (m.type, m.language) == (type, language) and m.state in states]


@dataclass
class AlertType:
    name: str


class AlertHistory:
    class DoesNotExist(Exception):
        pass

    def __init__(self, pk, row):
        self.pk = pk
        self.start_time = datetime.fromisoformat(row["start_time"])
        self.end_time = {None: None, "infinity": INFINITY}.get(row["end_time"]) or (
            row["end_time"] and datetime.fromisoformat(row["end_time"]))
        self.event_type_id = row["event_type"]
        self.alert_type = row["alert_type"] and AlertType(row["alert_type"])
        self.severity = row["severity"]
        self.messages = Messages(Message(*message) for message in row["messages"])
        self.netbox = row["host"] and Netbox(
            row["host"], Named("r1", location=Named("kollen")), Named("it"), row["maintenance"])
        self.interface = row["interface"]

    def get_subject(self):
        return Interface(self.netbox, self.interface) if self.interface else self.netbox


class Selection(list):
    def prefetch_related(self, *_):
        return self


class Manager:
    """What is asked of `AlertHistory.objects`."""

    def all(self):
        with open(os.environ["FAKE_NAV_DATABASE"], encoding="utf-8") as database:
            return [AlertHistory(int(pk), row) for pk, row in json.load(database).items()]

    def get(self, pk):
        for alert in self.all():
            if alert.pk == int(pk):
                return alert
        raise AlertHistory.DoesNotExist

    def unresolved(self):
        return Selection(alert for alert in self.all() if alert.end_time == INFINITY)


AlertHistory.objects = Manager()
