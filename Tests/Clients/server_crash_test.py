"""What the server has answered for is there after `kill -9`, once and whole."""

import http.client
import json
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402

WRITERS = 8
CRASHES = 3
BEFORE_A_CRASH = 300
TAGS = ["host=a", "site=b", "team=c"]


class ServerCrash(unittest.TestCase):
    def test_keeps_every_answered_write_once_and_whole(self):
        with tempfile.TemporaryDirectory(prefix="argus crash ") as folder, Server(program("argus"), Path(folder)) as server:
            self.server, self.token = server, server.create_source("nav1", "nav")["token"]
            self.answered: set[str] = set()
            self.unanswered: list[str] = []
            for crash in range(CRASHES):
                self.crash_while_writing(crash)
                server.start()

            # Every writer repeats what it got no answer to, with the same key.
            self.repeat_all()

            found = self.incidents()
            self.assertEqual(len(found), len({i["source_incident_id"] for i in found}))
            self.assertEqual({i["source_incident_id"] for i in found}, self.answered)
            self.assertGreater(len(found), CRASHES * BEFORE_A_CRASH)
            for incident in found:
                self.assertEqual(sorted(tag["tag"] for tag in incident["tags"]), TAGS)
                self.assertEqual(self.types(incident), ["STA"] if incident["open"] else ["END", "STA"])

    def crash_while_writing(self, crash: int) -> None:
        enough = threading.Event()
        goal = len(self.answered) + BEFORE_A_CRASH
        writers = [threading.Thread(target=self.write, args=(f"{crash}-{n}", goal, enough)) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        self.assertTrue(enough.wait(300))
        self.server.process.kill()
        self.server.process.wait()
        for writer in writers:
            writer.join()

    def write(self, name: str, goal: int, enough: threading.Event) -> None:
        """Creates incidents and closes every second one, until the server is gone."""
        connection = self.connect()
        number = 0
        while True:
            number += 1
            identifier = f"{name}-{number}"
            try:
                self.create_and_close(connection, identifier, number)
            except (OSError, http.client.HTTPException):
                self.unanswered.append(identifier)
                return
            self.answered.add(identifier)
            if len(self.answered) >= goal:
                enough.set()

    def repeat_all(self) -> None:
        connection = self.connect()
        for identifier in self.unanswered:
            self.create_and_close(connection, identifier, int(identifier.split("-")[-1]))
            self.answered.add(identifier)

    def create_and_close(self, connection, identifier: str, number: int) -> None:
        incident = self.post(connection, "incidents/", f"create-{identifier}", {
            "start_time": "2026-11-22T10:00:00Z", "source_incident_id": identifier, "description": identifier,
            "tags": [{"tag": tag} for tag in TAGS]})
        if number % 2 == 0:
            self.post(connection, f"incidents/{incident['pk']}/events/", f"end-{identifier}", {
                "timestamp": "2026-11-22T11:00:00Z", "type": "END"})

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)

    def post(self, connection, path: str, key: str, body: dict) -> dict:
        connection.request("POST", f"/api/v2/{path}", json.dumps(body), {
            "Authorization": f"Token {self.token}", "Content-Type": "application/json", "Idempotency-Key": key})
        answer = connection.getresponse()
        text = answer.read()
        self.assertEqual(answer.status, 201, text)
        return json.loads(text)

    def get(self, connection, path: str):
        connection.request("GET", path, headers={"Authorization": f"Token {self.token}"})
        return json.loads(connection.getresponse().read())

    def incidents(self) -> list[dict]:
        connection, found = self.connect(), []
        path = "/api/v2/incidents/mine/?page_size=500"
        while path:
            page = self.get(connection, path)
            found += page["results"]
            path = page["next"] and "/api/v2" + page["next"].split("/api/v2")[1]
        return found

    def types(self, incident: dict) -> list[str]:
        self.connection = getattr(self, "connection", None) or self.connect()
        events = self.get(self.connection, f"/api/v2/incidents/{incident['pk']}/events/")
        return sorted(event["type"]["value"] for event in events)


if __name__ == "__main__":
    unittest.main()
