"""PyArgus 0.8.0 from PyPI, unmodified, does its whole job against both versions of the API."""

import asyncio
import sys
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from pyargus.async_client import AsyncClient  # noqa: E402
from pyargus.client import Client  # noqa: E402
from pyargus.models import STATELESS, Acknowledgement, Event, Incident  # noqa: E402
from pyargus.time import LOCAL_INFINITY  # noqa: E402
from server import Server, program  # noqa: E402
from simple_rest_client.exceptions import AuthError, ClientError  # noqa: E402

START = datetime(2026, 11, 20, 3, 14, 7, 512345, tzinfo=timezone.utc)


def setUpModule():
    global server, folder, alice
    folder = tempfile.TemporaryDirectory(prefix="argus pyargus ")
    unittest.addModuleCleanup(folder.cleanup)
    server = Server(program("argus"), Path(folder.name))
    alice = server.create_user("alice", "--superuser")
    server.start()


def tearDownModule():
    status = server.stop()
    assert status == 0, f"argus serve ended with {status}:\n{server.log_end()}"


class PyArgus:
    """What holds for both versions; the two classes at the end say which one."""

    version: str

    @classmethod
    def setUpClass(cls):
        cls.source = server.create_source(f"nav-{cls.version}", "nav", "https://nav.example.org")
        cls.client = cls.connect(cls.source["token"])

    @classmethod
    def connect(cls, token: str) -> Client:
        return Client(f"{server.url}/api/{cls.version}", token, timeout=10.0)

    def post(self, number: str, **changes) -> Incident:
        return self.client.post_incident(self.incident(number, **changes))

    def incident(self, number: str, **changes) -> Incident:
        """An open incident with three tags, two of them of one key."""
        return Incident(**{
            "start_time": START, "end_time": LOCAL_INFINITY, "source_incident_id": number, "level": 2,
            "description": f"Box {number} down", "details_url": "https://nav.example.org/1",
            "tags": [("host", "sw1"), ("host", "sw2"), ("url", "https://x.example/?a=b")],
        } | changes)

    def test_posted_incident_comes_back_whole(self):
        posted = self.post("whole")

        found = self.client.get_incident(posted.pk)

        self.assertEqual(found, posted)
        self.assertEqual((found.start_time, found.end_time), (START, LOCAL_INFINITY))
        self.assertTrue(found.open and found.stateful and not found.acked)
        self.assertEqual((found.level, found.description), (2, "Box whole down"))
        self.assertEqual(sorted(found.tags.getlist("host")), ["sw1", "sw2"])
        self.assertEqual(found.tags["url"], "https://x.example/?a=b")
        self.assertEqual((found.source.name, found.source.type), (self.source["name"], "nav"))
        self.assertEqual((found.source.pk, found.source.user), (self.source["pk"], self.source["user"]))

    def test_number_as_source_incident_id_is_found_as_text(self):
        self.post(1288321)

        mine = list(self.client.get_my_incidents(open=True, source_incident_id=1288321))

        self.assertEqual([i.source_incident_id for i in mine], ["1288321"])

    def test_same_source_incident_id_twice_is_refused_by_name(self):
        self.post("twice")

        with self.assertRaises(ClientError) as refused:
            self.post("twice")

        self.assertEqual(refused.exception.response.status_code, 400)
        self.assertIn("source_incident_id", refused.exception.response.body[0])

    def test_list_goes_through_all_pages(self):
        expected = {self.post(f"page-{n}").pk for n in range(7)}

        listed = [i.pk for i in self.client.get_incidents(open=True, page_size=3)]
        mine = [i.pk for i in self.client.get_my_incidents(open=True, page_size=2)]

        self.assertEqual(len(listed), len(set(listed)))
        self.assertLessEqual(expected, set(listed))
        self.assertEqual(len(mine), len(set(mine)))
        self.assertLessEqual(expected, set(mine))

    def test_list_filters_by_what_is_asked(self):
        wanted = self.post("filter", level=5, tags=[("room", f"r-{self.version}")])

        found = list(self.client.get_incidents(
            open=True, acked=False, stateful=True, level__lte=5, tags=f"room=r-{self.version}",
            source__name__in=self.source["name"]))

        self.assertEqual([i.pk for i in found], [wanted.pk])

    def test_filters_hold_on_every_page(self):
        tag = f"page=f-{self.version}"
        wanted = {self.post(f"filtered-{n}", level=4, tags=[tag.split("=")]).pk for n in range(5)}
        self.post("filtered-out", level=5, tags=[tag.split("=")])

        found = [i.pk for i in self.client.get_incidents(
            open=True, stateful=True, level__lte=4, tags=tag, page_size=2)]

        self.assertEqual((len(found), set(found)), (5, wanted))

    def test_update_changes_what_may_change(self):
        incident = self.post("update")

        self.client.update_incident(
            Incident(pk=incident.pk, level=4, ticket_url="https://tickets.example.org/7", tags=[("a", "b")]))

        found = self.client.get_incident(incident.pk)
        self.assertEqual((found.level, found.ticket_url), (4, "https://tickets.example.org/7"))
        self.assertEqual(found.tags["a"], "b")

    def test_resolve_twice_then_restart(self):
        incident = self.post("resolve")
        ended = START + timedelta(hours=1)

        first = self.client.resolve_incident(incident, "gone", timestamp=ended)
        second = self.client.resolve_incident(incident.pk, "gone again", timestamp=ended + timedelta(hours=1))
        closed = self.client.get_incident(incident.pk)
        self.client.restart_incident(incident, "back")
        reopened = self.client.get_incident(incident.pk)

        self.assertEqual((first.type, second.type), ("END", "END"))
        self.assertEqual((closed.open, closed.end_time), (False, ended))
        self.assertEqual((reopened.open, reopened.end_time), (True, LOCAL_INFINITY))
        self.assertEqual(list(self.client.get_my_incidents(source_incident_id="resolve", open=False)), [])

    def test_events_are_listed_with_their_actor(self):
        incident = self.post("events")
        self.client.post_incident_event(
            incident, Event(type="OTH", timestamp=START + timedelta(minutes=1), description="A note"))

        events = self.client.get_incident_events(incident)

        self.assertEqual(sorted(e.type for e in events), ["OTH", "STA"])
        self.assertEqual({e.actor for e in events}, {self.source["name"]})
        self.assertEqual({e.incident for e in events}, {incident.pk})
        self.assertIn("A note", {e.description for e in events})

    def test_single_event_is_looked_at(self):
        incident = self.post("event")

        event = self.client.get_incident_events(incident)[0]

        body = self.client.api.events.retrieve(incident.pk, event.pk).body
        self.assertEqual(Event.from_json(body), event)

    def test_ticket_is_linked_by_a_person(self):
        incident = self.post("ticket")

        answer = self.connect(alice["token"]).api.incidents.set_ticket_url(
            incident.pk, body={"ticket_url": "https://tickets.example.org/8"})

        self.assertEqual(answer.body, {"ticket_url": "https://tickets.example.org/8"})
        self.assertEqual(self.client.get_incident(incident.pk).ticket_url, "https://tickets.example.org/8")

    def test_acknowledgement_of_a_person_is_seen(self):
        incident = self.post("acks")
        person = self.connect(alice["token"])
        expiration = datetime(2100, 1, 1, tzinfo=timezone.utc)

        # The client has no words for it, so the layer below it posts what this version asks for.
        person.api.acknowledgements.create(
            incident.pk, body=self.acknowledgement("I look", START.isoformat(), expiration.isoformat()))

        acks = self.client.get_incident_acknowledgements(incident)
        self.assertEqual([(a.expiration, a.event.actor, a.event.type) for a in acks], [(expiration, "alice", "ACK")])
        self.assertTrue(self.client.get_incident(incident.pk).acked)
        body = self.client.api.acknowledgements.retrieve(incident.pk, acks[0].pk).body
        self.assertEqual(Acknowledgement.from_json(body), acks[0])

    def test_asynchronous_client_does_the_same(self):
        ended = START + timedelta(hours=1)

        async def life(client: AsyncClient):
            posted = [await client.post_incident(self.incident(f"async-{n}")) for n in range(5)]
            first = posted[0]
            await client.update_incident(Incident(pk=first.pk, level=5, tags=[("a", "b")]))
            await client.resolve_incident(first, "gone", timestamp=ended)
            closed = await client.get_incident(first.pk)
            await client.restart_incident(first.pk, "back")
            await client.post_incident_event(first, Event(type="OTH", timestamp=START, description="A note"))
            await client.send_heartbeat()
            with self.assertRaises(ClientError):
                await client.post_incident(self.incident("async-0"))
            return (
                posted, closed, await client.get_incident(first.pk),
                [i async for i in client.get_my_incidents(open=True, page_size=2)],
                [i.pk async for i in client.get_incidents(open=True, page_size=3)],
                await client.get_incident_events(first), await client.get_incident_acknowledgements(first),
                await client.supports_heartbeat())

        source = server.create_source(f"async-{self.version}", "nav")
        posted, closed, found, mine, listed, events, acks, supports = asyncio.run(
            life(AsyncClient(f"{server.url}/api/{self.version}", source["token"], timeout=10.0)))

        self.assertEqual((closed.open, closed.end_time, closed.level), (False, ended, 5))
        self.assertEqual((found.open, found.end_time, found.tags["a"]), (True, LOCAL_INFINITY, "b"))
        self.assertEqual(sorted(i.pk for i in mine), sorted(i.pk for i in posted))
        self.assertLessEqual({i.pk for i in posted}, set(listed))
        self.assertEqual(len(listed), len(set(listed)))
        self.assertEqual(sorted(e.type for e in events if e.type != "LES"), ["CHI", "CHI", "END", "OTH", "RES", "STA"])
        self.assertEqual((acks, supports), ([], True))

    def test_stateless_incident_stays_stateless(self):
        incident = self.post("stateless", end_time=STATELESS)

        found = self.client.get_incident(incident.pk)

        self.assertIs(found.end_time, STATELESS)
        self.assertFalse(found.stateful or found.open)

    def test_resolving_a_stateless_incident_is_noted_and_changes_nothing(self):
        incident = self.post("stateless-end", end_time=STATELESS)

        self.client.resolve_incident(incident)

        self.assertIs(self.client.get_incident(incident.pk).end_time, STATELESS)
        self.assertIn("END", {e.type for e in self.client.get_incident_events(incident)})

    def test_heartbeat_is_supported_and_seen(self):
        self.assertTrue(self.client.supports_heartbeat())

        self.client.send_heartbeat()

        with self.assertRaises(ClientError):
            self.connect(alice["token"]).send_heartbeat()

    def test_wrong_token_is_refused(self):
        with self.assertRaises(AuthError):
            list(self.connect("0" * 40).get_incidents())


class PyArgusVersion1(PyArgus, unittest.TestCase):
    version = "v1"

    def acknowledgement(self, description: str, timestamp: str, expiration: str) -> dict:
        return {"event": {"timestamp": timestamp, "description": description}, "expiration": expiration}

    def test_absent_end_time_is_stateless(self):
        incident = self.post("absent", end_time=None)

        self.assertIs(self.client.get_incident(incident.pk).end_time, STATELESS)

    def test_open_incidents_come_in_one_list(self):
        incident, known, gone = self.post("list-open"), self.post("list-known"), self.post("list-gone")
        self.client.resolve_incident(gone)
        self.connect(alice["token"]).api.acknowledgements.create(
            known.pk, body=self.acknowledgement("I look", START.isoformat(), None))

        opened = {Incident.from_json(i).pk for i in self.client.api.incidents.list_open().body}
        unacked = {Incident.from_json(i).pk for i in self.client.api.incidents.list_open_unacked().body}

        mine = {incident.pk, known.pk, gone.pk}
        self.assertEqual((opened & mine, unacked & mine), ({incident.pk, known.pk}, {incident.pk}))

    def test_lists_are_of_open_incidents_unless_asked(self):
        gone = self.post("gone")
        self.client.resolve_incident(gone)

        listed = {i.pk for i in self.client.get_my_incidents()}
        everything = {i.pk for i in self.client.get_my_incidents(open="")}

        self.assertNotIn(gone.pk, listed)
        self.assertIn(gone.pk, everything)


class PyArgusVersion2(PyArgus, unittest.TestCase):
    version = "v2"

    def acknowledgement(self, description: str, timestamp: str, expiration: str) -> dict:
        return {"timestamp": timestamp, "description": description, "expiration": expiration}

    def test_absent_end_time_is_open(self):
        incident = self.post("absent", end_time=None)

        self.assertEqual(self.client.get_incident(incident.pk).end_time, LOCAL_INFINITY)

    def test_lists_are_of_all_incidents_unless_asked(self):
        gone = self.post("gone")
        self.client.resolve_incident(gone)

        self.assertIn(gone.pk, {i.pk for i in self.client.get_my_incidents()})

    def test_refreshed_token_works_and_says_when_it_ends(self):
        # `refresh_token` of this version reads the token as a date and fails whatever is answered,
        # so the request is made through the layer below it.
        other = server.create_source("refresh", "nav")

        answer = self.connect(other["token"]).api.tokens.refresh().body

        self.assertGreater(datetime.fromisoformat(answer["expiration"]), datetime.now(timezone.utc))
        self.assertEqual(list(self.connect(answer["token"]).get_my_incidents()), [])


if __name__ == "__main__":
    unittest.main()
