"""A day of a source's and two people's calls through all three versions of the API, on one server in Oslo:
whatever was done in one version reads the same in the others."""

import http.client
import json
import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402

VERSIONS = ["v1", "v2", "v3"]
# Version 3 tells of incidents only.
WITH_A_LOG = ["v1", "v2"]
COMMON = [
    "pk", "start_time", "end_time", "source_incident_id", "details_url", "description", "level", "ticket_url",
    "stateful", "open", "acked"]


def setUpModule():
    global server, folder, nav, alice, bob
    folder = tempfile.TemporaryDirectory(prefix="argus everyday ")
    unittest.addModuleCleanup(folder.cleanup)
    server = Server(program("argus"), Path(folder.name), ARGUS_TIME_ZONE="Europe/Oslo")
    server.start()
    nav = server.create_source("nav", "nav", "https://nav.example.org")
    alice, bob = server.create_user("alice", "--superuser"), server.create_user("bob")


def tearDownModule():
    server.stop()


class Everyday(unittest.TestCase):
    def setUp(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.addCleanup(self.connection.close)

    # Calls

    def call(self, who: dict, method: str, path: str, body=None, status: int = 200):
        headers = {"Authorization": f"Token {who['token']}", "Content-Type": "application/json"}
        self.connection.request(method, f"/api/{path}", None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        self.assertEqual(answer.status, status, f"{method} {path}: {text.decode()}")
        return json.loads(text) if text else None

    def post(self, version: str, name: str, **changes) -> dict:
        tags = ["host=edge-sw7", "url=https://x.example.org/?a=b"]
        return self.call(nav, "POST", f"{version}/incidents/", {
            "start_time": "2025-11-20 22:14:07", "end_time": "infinity", "source_incident_id": name,
            "details_url": "/devices/7/", "description": "edge-sw7 er nede, blå lampe", "level": 3,
            "tags": tags if version == "v3" else [{"tag": tag} for tag in tags],
        } | changes, 201)

    # What the versions say

    def incident(self, version: str, pk: int) -> dict:
        return self.common(version, self.call(nav, "GET", f"{version}/incidents/{pk}/"))

    def common(self, version: str, said: dict) -> dict:
        """What an incident has in every version, in one form."""
        tags = said["tags"] if version == "v3" else [tag["tag"] for tag in said["tags"]]
        source = {key: said["source"][key] for key in ("pk", "name", "type", "user", "base_url")}
        return {key: said[key] for key in COMMON} | {"tags": sorted(tags), "source": source}

    def agreed(self, pk: int) -> dict:
        """What all versions say of an incident, and of its log."""
        said = {version: self.incident(version, pk) for version in VERSIONS}
        for version in VERSIONS[1:]:
            self.assertEqual(said[version], said["v1"], version)
        logs = [self.call(nav, "GET", f"{version}/incidents/{pk}/events/") for version in WITH_A_LOG]
        self.assertEqual(logs[1], logs[0])
        acks = [self.call(nav, "GET", f"{version}/incidents/{pk}/acks/") for version in WITH_A_LOG]
        self.assertEqual(acks[1], acks[0])
        return said["v1"] | {"events": logs[0], "acks": acks[0]}


class EverydayWork(Everyday):
    def test_incident_reads_alike_wherever_it_was_posted(self):
        found = {}
        for version in VERSIONS:
            posted = self.post(version, f"alike-{version}")
            found[version] = self.agreed(posted["pk"])
            self.assertEqual(self.common(version, posted), self.incident(version, posted["pk"]))

        def without_names(incident):
            events = [e | {"pk": 0, "incident": 0, "received": ""} for e in incident["events"]]
            return incident | {"pk": 0, "source_incident_id": "", "events": events}

        self.assertEqual(without_names(found["v1"]), without_names(found["v2"]))
        self.assertEqual(without_names(found["v1"]), without_names(found["v3"]))
        self.assertEqual(found["v1"]["start_time"], "2025-11-20T22:14:07+01:00")
        self.assertEqual(found["v1"]["details_url"], "https://nav.example.org/devices/7/")
        self.assertEqual(found["v1"]["description"], "edge-sw7 er nede, blå lampe")

    def test_incident_lives_through_all_versions(self):
        pk = self.post("v1", "life")["pk"]
        event, here = f"incidents/{pk}/events/", f"incidents/{pk}/"
        ack = {"timestamp": "2025-11-20 22:20:00", "description": "on it"}
        steps = [
            # Who does what, and then: is it open, is it acknowledged, and what was logged.
            (bob, "POST", "v2", f"incidents/{pk}/acks/", ack | {"expiration": "2100-01-01"}, True, True, "ACK"),
            (bob, "POST", "v1", f"incidents/{pk}/acks/", {"event": ack, "expiration": None}, True, True, "ACK"),
            (bob, "PUT", "v1", f"incidents/{pk}/ticket_url/", {"ticket_url": "https://t.example.org/1"}, True, True, "CHI"),
            (bob, "POST", "v3", f"incidents/{pk}/tags/", ["team=core"], True, True, None),
            (nav, "PATCH", "v2", here, {"level": 1}, True, True, "CHI"),
            (nav, "POST", "v1", event, {"timestamp": "2025-11-20 23:00:00", "type": "END"}, False, True, "END"),
            (nav, "POST", "v2", event, {"timestamp": "2025-11-20 23:05:00", "type": "RES"}, True, True, "RES"),
            (bob, "POST", "v1", event, {"timestamp": "2025-11-20 23:10:00", "type": "CLO"}, False, True, "CLO"),
            (alice, "POST", "v2", event, {"timestamp": "2025-11-20 23:15:00", "type": "REO"}, True, True, "REO"),
            (nav, "POST", "v2", event, {"timestamp": "2025-11-20 23:20:00.25", "type": "END"}, False, True, "END"),
        ]
        logged = ["STA"]
        for who, method, version, path, body, is_open, is_acked, event_type in steps:
            with self.subTest(f"{method} {version} {body}"):
                self.call(who, method, f"{version}/{path}", body, 201 if method == "POST" else 200)
                logged += [event_type] if event_type else []

                now = self.agreed(pk)

                self.assertEqual((now["open"], now["acked"]), (is_open, is_acked))
                self.assertEqual(sorted(e["type"]["value"] for e in now["events"]), sorted(logged))

        self.assertEqual((now["end_time"], now["level"]), ("2025-11-20T23:20:00.250000+01:00", 1))
        self.assertEqual(now["ticket_url"], "https://t.example.org/1")
        self.assertEqual(now["tags"], ["host=edge-sw7", "team=core", "url=https://x.example.org/?a=b"])
        self.assertEqual(len(now["acks"]), 2)

    def test_same_lists_are_found(self):
        place = "place=lists"
        posted = {}
        for number, version in enumerate(VERSIONS * 3):
            tags = [place] if version == "v3" else [{"tag": place}]
            posted[number] = self.post(
                version, f"lists-{number}", tags=tags, level=1 + number % 5,
                start_time=f"2025-11-20 10:0{number}:00", description=f"number {number}")["pk"]
        self.call(nav, "POST", f"v1/incidents/{posted[2]}/events/", {"timestamp": "2025-11-20 12:00", "type": "END"}, 201)
        self.call(bob, "POST", f"v2/incidents/{posted[5]}/acks/", {"timestamp": "2025-11-20 12:00"}, 201)
        self.call(nav, "POST", "v1/incidents/", {
            "start_time": "2025-11-20 10:30", "description": "stateless", "tags": [{"tag": place}]}, 201)

        for question in [
            {"open": "true"}, {"open": "false"}, {"open": "True", "acked": "False"}, {"stateful": "false"},
            {"open": "", "level__lte": "2"}, {"open": "", "source_incident_id": "lists-3"}, {"open": "", "search": "number 4"},
            {"open": "", "start_time__gte": "2025-11-20 10:04", "start_time__lte": "2025-11-20T09:06:00Z"},
            {"open": "", "end_time__lte": "2025-11-20 12:00"}, {"open": "", "source__name__in": "nav", "page_size": "3"},
            {"open": "", "id__in": ",".join(str(pk) for pk in posted.values())}, {"open": "", "ticket": "true"},
        ]:
            with self.subTest(question):
                lists = [self.pages(version, question | {"tags": place}) for version in VERSIONS]
                self.assertEqual(lists[1], lists[0])
                self.assertEqual(lists[2], lists[0])
                self.assertEqual(self.call(nav, "GET", f"v2/incidents/?count&{urlencode(question | {'tags': place})}")["count"], len(lists[0]))

        self.assertEqual(len(self.pages("v2", {"tags": place})), 10)
        self.assertEqual(len(self.pages("v1", {"tags": place})), 8)

    def pages(self, version: str, question: dict) -> list[dict]:
        """A whole list, in the order in which it comes."""
        found, path = [], f"{version}/incidents/?{urlencode(question)}"
        while path:
            page = self.call(nav, "GET", path)
            found += [self.common(version, incident) for incident in page["results"]]
            path = page["next"] and page["next"].split("/api/")[1]
        return found


class EverydayTimes(Everyday):
    # What clocks in Oslo show, and the moment that is meant: in the spring an hour is skipped, and read as if
    # the clocks had not been moved yet; in the autumn one comes twice, and the first is meant.
    CLOCKS = {
        "2025-03-30T01:59:59": "2025-03-30T01:59:59+01:00",
        "2025-03-30 02:30:00": "2025-03-30T03:30:00+02:00",
        "2025-03-30T03:00": "2025-03-30T03:00:00+02:00",
        "2025-10-26T01:59:59.999999": "2025-10-26T01:59:59.999999+02:00",
        "2025-10-26 02:30:00": "2025-10-26T02:30:00+02:00",
        "2025-10-26T01:30:00Z": "2025-10-26T02:30:00+01:00",
        "2025-10-26T03:00:00": "2025-10-26T03:00:00+01:00",
        "2025-12-24": "2025-12-24T00:00:00+01:00",
    }

    def test_start_is_the_same_moment_in_all_versions(self):
        for number, (written, meant) in enumerate(self.CLOCKS.items()):
            for version in VERSIONS:
                with self.subTest(f"{written} in {version}"):
                    pk = self.post(version, f"start-{number}-{version}", start_time=written)["pk"]
                    self.assertEqual(self.agreed(pk)["start_time"], meant)

    def test_end_of_an_event_is_the_same_moment_in_all_versions(self):
        for number, (written, meant) in enumerate(self.CLOCKS.items()):
            for version in WITH_A_LOG:
                with self.subTest(f"{written} in {version}"):
                    pk = self.post(version, f"end-{number}-{version}", start_time="2025-01-01T12:00:00")["pk"]
                    self.call(nav, "POST", f"{version}/incidents/{pk}/events/", {"timestamp": written, "type": "END"}, 201)
                    now = self.agreed(pk)
                    self.assertEqual(now["end_time"], meant)
                    self.assertIn(meant, [event["timestamp"] for event in now["events"]])

    def test_end_that_is_posted_is_the_same_moment_in_all_versions(self):
        ends = {
            "infinity": "infinity", "9999-12-31T23:59:59.999999": "infinity", None: None,
            "2025-10-26 02:30:00": "2025-10-26T02:30:00+02:00", "2025-03-30 02:30:00": "2025-03-30T03:30:00+02:00"}
        for number, (written, meant) in enumerate(ends.items()):
            for version in VERSIONS:
                with self.subTest(f"{written} in {version}"):
                    name = f"posted-end-{number}-{version}"
                    pk = self.post(version, name, start_time="2025-01-01T12:00:00", end_time=written)["pk"]
                    now = self.agreed(pk)
                    self.assertEqual((now["end_time"], now["stateful"]), (meant, meant is not None))

    def test_acknowledgement_is_of_the_same_time_in_all_versions(self):
        pk = self.post("v2", "ack-times")["pk"]
        body = {"timestamp": "2025-10-26 02:30:00", "description": ""}
        self.call(bob, "POST", f"v2/incidents/{pk}/acks/", body | {"expiration": "2025-10-26T03:30:00"}, 201)
        self.call(bob, "POST", f"v1/incidents/{pk}/acks/", {"event": body, "expiration": "2025-10-26T03:30:00"}, 201)

        acks = self.agreed(pk)["acks"]

        self.assertEqual(
            [(a["event"]["timestamp"], a["expiration"]) for a in acks],
            [("2025-10-26T02:30:00+02:00", "2025-10-26T03:30:00+01:00")] * 2)

    def test_lists_between_naive_times_have_the_hour_that_comes_twice(self):
        place = [{"tag": "place=twice"}]
        for name, start in [("summer", "2025-10-26T00:45:00Z"), ("winter", "2025-10-26T01:45:00Z")]:
            self.post("v2", f"twice-{name}", start_time=start, tags=place)

        for version in VERSIONS:
            question = urlencode({"tags": "place=twice", "start_time__gte": "2025-10-26 02:30", "start_time__lte": "2025-10-26 03:00"})
            found = self.call(nav, "GET", f"{version}/incidents/?{question}")["results"]
            self.assertEqual([i["start_time"] for i in found], ["2025-10-26T02:45:00+01:00", "2025-10-26T02:45:00+02:00"])


if __name__ == "__main__":
    unittest.main()
