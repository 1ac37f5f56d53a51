"""What the browser tests stand on: a server, a browser, people and incidents."""

import http.client
import json
import sys
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))

from chromium import Chromium, Page  # noqa: E402
from server import Server, program  # noqa: E402


class Scene(unittest.TestCase):
    """A server with a source `nav` and an operator `alice`, and a browser, for the tests of a class."""

    #: Settings of the server.
    settings: dict[str, str] = {}
    #: Whether somebody has an account.
    people = True

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="argus-browser-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.server = cls.enterClassContext(Server(program("argus"), Path(folder.name), **cls.settings))
        if cls.people:
            cls.source = cls.server.create_source("nav", "nav")
            cls.alice = cls.server.create_user("alice", "--superuser")
        cls.browser = Chromium()
        cls.addClassCleanup(cls.browser.close)

    def run(self, result=None):
        """Runs a test; if it fails, shows what the server said last."""
        failed = len(result.failures) + len(result.errors) if result else 0
        super().run(result)
        if result and len(result.failures) + len(result.errors) > failed:
            print(f"{self.id()}: the server's log ends with\n{self.server.log_end()[-1500:]}", file=sys.stderr)

    # People

    def log_in(self, user: dict | None = None, at: str = "/incidents/", **size) -> Page:
        """A page of a person who has logged in."""
        user = user or self.alice
        page = self.browser.page(f"{self.server.url}/accounts/login/?next={quote(at)}", **size)
        self.addCleanup(page.close)
        self.give_password(page, user)
        return page

    def give_password(self, page: Page, user: dict) -> None:
        """Fills in the log-in form that a page shows."""
        page.wait("document.querySelector('#username')")
        page.evaluate(f"""document.querySelector('#username').value = {json.dumps(user['username'])},
            document.querySelector('#password').value = {json.dumps(user['password'])}""")
        page.leaving(lambda: page.evaluate("document.querySelector('#password').form.requestSubmit()"))

    # Incidents

    def ask(self, method: str, path: str, body=None, token: str | None = None, version: int = 2):
        """Asks the API, as the source if nobody else is named."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(
                method, f"/api/v{version}{path}", json.dumps(body) if body is not None else None,
                {"Authorization": f"Token {token or self.source['token']}", "Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status >= 400:
                raise AssertionError(f"{method} {path}: {answer.status} {text}")
            return json.loads(text) if text else None
        finally:
            connection.close()

    def open_incident(self, description: str, level: int = 3, minutes_ago: float = 5, token: str | None = None,
                      **tags: str) -> int:
        """A problem begins; returns the incident's primary key."""
        start = datetime.now(timezone.utc) - timedelta(minutes=minutes_ago)
        return self.ask("POST", "/incidents/", {
            "description": description, "level": level, "start_time": start.isoformat(),
            "tags": [{"tag": f"{key}={value}"} for key, value in tags.items()],
        }, token)["pk"]

    def close_incident(self, pk: int, token: str | None = None) -> None:
        """The source says that a problem is over, or somebody else closes it."""
        self.ask("POST", f"/incidents/{pk}/events/", {
            "type": "CLO" if token else "END", "timestamp": datetime.now(timezone.utc).isoformat(),
            "description": "over"}, token)

    def change_incident(self, pk: int, **members) -> None:
        self.ask("PATCH", f"/incidents/{pk}/", members, token=self.alice["token"])

    def acknowledge(self, pk: int, text: str = "seen", token: str | None = None) -> None:
        self.ask("POST", f"/incidents/{pk}/acks/", {
            "timestamp": datetime.now(timezone.utc).isoformat(), "description": text, "expiration": None},
            token=token or self.alice["token"])

    def reopen(self, pk: int) -> None:
        self.ask("POST", f"/incidents/{pk}/events/", {
            "type": "REO", "timestamp": datetime.now(timezone.utc).isoformat(), "description": "again"},
            token=self.alice["token"])

    def incident(self, pk: int) -> dict:
        return self.ask("GET", f"/incidents/{pk}/", token=self.alice["token"])


def row(pk: int) -> str:
    """The selector of an incident's row."""
    return f'tr[data-pk="{pk}"]'


def shown(page: Page) -> list[int]:
    """The incidents whose rows a page shows, from the top."""
    return page.evaluate("[...document.querySelectorAll('tr[data-pk]')].map((row) => Number(row.dataset.pk))")


def live(page: Page) -> None:
    """Returns once a page follows what changes."""
    page.wait("document.querySelector('#live')?.dataset.state === 'live'")


def quote(text: str) -> str:
    from urllib.parse import quote
    return quote(text, safe="")
