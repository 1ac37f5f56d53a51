"""What the tests with real monitoring systems share: a server, the glue, and programs that end with the test."""

import json
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, free_port, program  # noqa: E402

GUIDE = Path(__file__).resolve().parent.parent.parent / "Documentation" / "Guides" / "glue-systems.md"
PATIENCE = 180  # seconds until something that should come has not come
SECRET = "a secret of the glue's sources"


def needs(*names: str):
    """Skips what it decorates where one of these programs is missing."""
    missing = [name for name in names if not find(name)]
    return unittest.skipIf(missing, f"{', '.join(missing)} is not installed: run Scripts/test-integrations.")


def find(name: str) -> str | None:
    """Where a program is, also one for administrators, which is on no user's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


class Integration(unittest.TestCase):
    """A folder, a server with nothing in it, and an account of the staff."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="argus-integration-", ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.server = self.make_server()
        self.server.start()
        self.addCleanup(self.server.stop)
        self.staff = self.server.create_user("charlie", "--staff")["token"]

    def make_server(self) -> Server:
        return Server(program("argus"), self.folder)

    def guide(self, first: str) -> str:
        """The lines of the guide below one of its own, with the places of this test in them."""
        text = GUIDE.read_text()
        self.assertEqual(text.count(f"\n{first}\n"), 1, f"{GUIDE.name} has {first} not once.")
        lines = text.split(f"\n{first}\n")[1].split("\n```")[0]
        # The guide's lines are right for a path without blanks; this one's may have some.
        glue = self.folder / "argus-glue"
        if not glue.exists():
            glue.symlink_to(program("argus-glue"))
        return lines.replace("/usr/bin/argus-glue", str(glue)).replace(
            "/etc/argus-glue", str(self.folder)) + "\n"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def start(
        self, *command: object, port: int | None = None, user: str | None = None, **environment: str
    ) -> subprocess.Popen:
        """Starts a program, which ends with the test, and waits until it answers by HTTP, if it has a port."""
        name = Path(str(command[0])).name
        log = self.folder / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(word) for word in command], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, env=self.server.environment | environment, user=user,
                group=pwd.getpwnam(user).pw_gid if user else None, extra_groups=[] if user else None)
        self.addCleanup(self.end, process)
        if port:
            def ready():
                if process.poll() is not None:
                    self.fail(f"{name} ended with {process.returncode}:\n{log.read_text(errors='replace')[-4000:]}")
                return self.answers(port)
            self.wait_for(f"{name} at port {port}", ready)
        return process

    def end(self, process: subprocess.Popen) -> None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def answers(self, port: int) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def start_glue(self, sources: dict[str, str], user: str | None = None) -> int:
        """Starts `argus-glue run` with sources of these names and lines, and returns the port it is posted to.

        It may run as another user, whose its files are then.
        """
        port = free_port()
        # Its port is open only where a source posts.
        sources = {"ready": "system: alertmanager"} | sources
        lines = [
            f"url: {self.server.url}", "glue:", f"  listen: 127.0.0.1:{port}", f"  spool: {self.folder}/glue/spool.db",
            "sources:"]
        (self.folder / "glue").mkdir()
        secret = self.write("glue.secret", SECRET)
        for name, settings in sources.items():
            token = self.write(f"{name}.token", self.server.create_source(name, "real")["token"])
            lines += [f"  {name}:", f"    token_file: {token}"]
            lines += [f"    {line}" for line in settings.splitlines()]
            if any(system in settings for system in ("alertmanager", "pagerduty", "opsgenie")):
                lines += [f"    secret_file: {secret}"]
        self.configuration = self.write("glue.yaml", "\n".join(lines) + "\n")
        if user:
            self.folder.chmod(0o711)
            for file in [self.folder / "glue", secret, self.configuration, *self.folder.glob("*.token")]:
                shutil.chown(file, user, pwd.getpwnam(user).pw_gid)
        self.start(program("argus-glue"), "run", "--config", self.configuration, port=port, user=user)
        return port

    def get(self, path: str) -> dict | list:
        return self.ask_server(path)

    def post(self, path: str, body: dict) -> dict:
        """Tells the server something as an account of the staff."""
        return self.ask_server(path, json.dumps(body).encode())

    def ask_server(self, path: str, body: bytes | None = None) -> dict | list:
        request = urllib.request.Request(self.server.url + path, data=body, headers={
            "Authorization": f"Token {self.staff}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def incidents(self, source: str) -> list[dict]:
        found = self.get("/api/v2/incidents/?page_size=100")["results"]
        return [incident for incident in found if incident["source"]["name"] == source]

    def wait_for_one(self, source: str, open: bool | None, tag: str | None = None) -> dict:
        """The only incident of a source, of those with a tag if that is said, once it is open, closed, or there."""
        def one():
            found = [one for one in self.incidents(source) if not tag or tag in self.tags(one)]
            self.assertLessEqual(len(found), 1, found)
            return found[0] if found and open in (None, found[0]["open"]) else None
        state = {True: "open", False: "closed", None: "there"}[open]
        return self.wait_for(f"an incident of {source} {tag or ''} that is {state}", one)

    def wait_for_event(self, incident: dict, words: str) -> None:
        """Waits until something with these words is in the log of an incident."""
        self.wait_for(f"'{words}' in the log of {incident['pk']}", lambda: words in "\n".join(self.events(incident)))

    def events(self, incident: dict) -> list[str]:
        """What was done about an incident, the oldest first, as its type and what was said."""
        found = sorted(self.get(f"/api/v2/incidents/{incident['pk']}/events/"), key=lambda event: event["pk"])
        return [f"{event['type']['value']} {event['description']}" for event in found]

    def tags(self, incident: dict) -> set[str]:
        return {tag["tag"] for tag in incident["tags"]}

    def wait_for(self, what: str, look):
        """What `look` returns as soon as that is something."""
        deadline = time.monotonic() + PATIENCE
        while not (found := look()):
            if time.monotonic() > deadline:
                self.fail(f"In {PATIENCE} s there was not {what}.\n{self.logs()}")
            time.sleep(0.05)
        return found

    def logs(self) -> str:
        return "\n".join(
            f"{log.name}:\n{log.read_text(errors='replace')[-3000:]}" for log in sorted(self.folder.glob("*.log")))
