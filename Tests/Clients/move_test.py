"""`argus migrate-data` takes everything from SQLite to PostgreSQL and back, and survives being killed."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
import requests  # noqa: E402
from postgresql import PostgreSQL  # noqa: E402
from server import Server, program  # noqa: E402

INCIDENTS = 2000


class Move(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="argus-move-"))
        self.folder = Path(folder)
        self.postgresql = self.enterContext(PostgreSQL(self.folder))

    def test_keeps_every_key_and_every_token_there_and_back(self):
        first = Server(program("argus"), self.folder)
        self.token = first.create_source("nav1", "nav")["token"]
        with first:
            self.fill(first)
            before = self.everything(first)
        away, back = self.postgresql.database(), f"sqlite:{self.folder / 'back.db'}"

        self.move_and_kill(first, first.environment["ARGUS_DATABASE"], away)
        there = self.move(first, first.environment["ARGUS_DATABASE"], away)
        self.move(first, away, back)

        rows = {table["table"]: table["rows"] for table in json.loads(there)}
        self.assertEqual(rows["incident"], INCIDENTS)
        self.assertEqual(rows["event"], INCIDENTS + INCIDENTS // 2)
        for number, database in enumerate((away, back)):
            folder = self.folder / str(number)
            folder.mkdir()
            with Server(program("argus"), folder, ARGUS_DATABASE=database) as moved:
                self.assertEqual(self.everything(moved), before)
                new = self.post(moved, "v3/incidents/", self.incident(INCIDENTS))
                self.assertGreater(new["pk"], max(i["pk"] for i in before))

    def test_refuses_what_it_cannot_do_and_says_why(self):
        server = Server(program("argus"), self.folder)
        server.create_source("nav1", "nav")
        here, there = server.environment["ARGUS_DATABASE"], self.postgresql.database()
        missing = f"sqlite:{self.folder / 'none.db'}"
        for source, target, status, reason in [
            (here, here, 2, "are the same"), ("oracle:x", there, 2, "--from should be sqlite:PATH"),
            (missing, there, 1, "There is no database file"), (there, here, 1, "has rows in its table"),
        ]:
            done = self.command(server, source, target)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertIn(reason, done.stderr)
        self.assertFalse((self.folder / "none.db").exists())

    def fill(self, server: Server) -> None:
        for start in range(0, INCIDENTS, 500):
            items = [{"op": "create"} | self.incident(n) for n in range(start, start + 500)]
            items += [
                {"op": "close", "source_incident_id": str(n), "timestamp": "2026-11-22T11:00:00Z"}
                for n in range(start, start + 500, 2)]
            answers = self.post(server, "v3/incidents/batch/", {"items": items}, 200)["items"]
            self.assertEqual([item["errors"] for item in answers], [None] * len(items))

    def incident(self, number: int) -> dict:
        return {
            "start_time": "2026-11-22T10:00:00Z", "source_incident_id": str(number), "level": number % 5 + 1,
            "description": f"Zeile {number}: Ærlig talt", "tags": [f"host=h{number % 50}"]}

    def everything(self, server: Server) -> list[dict]:
        path, found = "/api/v2/incidents/?page_size=1000", []
        while path:
            page = requests.get(server.url + path, headers={"Authorization": f"Token {self.token}"}).json()
            found += page["results"]
            path = page["next"] and re.sub(r"^https?://[^/]+", "", page["next"])
        self.assertGreaterEqual(len(found), INCIDENTS)
        return found

    def post(self, server: Server, path: str, body: dict, status: int = 201) -> dict:
        answer = requests.post(f"{server.url}/api/{path}", json=body, headers={"Authorization": f"Token {self.token}"})
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def move(self, server: Server, source: str, target: str) -> str:
        done = self.command(server, source, target, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Compares incident, ", done.stderr)
        return done.stdout

    def command(self, server: Server, source: str, target: str, *options: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [server.argus, "migrate-data", "--from", source, "--to", target, *options],
            env=server.environment, cwd=self.folder, capture_output=True, text=True)

    def move_and_kill(self, server: Server, source: str, target: str) -> None:
        """Kills it in the middle, as soon as it says that it copies events."""
        process = subprocess.Popen(
            [server.argus, "migrate-data", "--from", source, "--to", target], env=server.environment,
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("Copies event"):
                os.kill(process.pid, signal.SIGKILL)
        self.assertEqual(process.wait(), -signal.SIGKILL)
        process.stderr.close()


if __name__ == "__main__":
    unittest.main()
