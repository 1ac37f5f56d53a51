"""The existing server of PyPI, unmodified, on the PostgreSQL server of ARGUS_TEST_POSTGRESQL."""

import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path

from integration import program
from server import Server

SETTINGS = """from argus.site.settings.prod import *
ALLOWED_HOSTS = ["127.0.0.1"]
"""

# Makes an empty database ready. Then of each name that is read there is a source if there was no such user, and
# the token of its account is printed.
PREPARE = """
import django, sys
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from rest_framework.authtoken.models import Token
call_command("migrate", verbosity=0)
call_command("initial_setup", username="admin", password="admin", stdout=sys.stderr)
for name in map(str.strip, sys.stdin):
    users = get_user_model().objects.filter(username=name)
    if not users:
        call_command("create_source", name, source_type="glue", stdout=sys.stderr)
    print(Token.objects.create(user=users.get()).key, flush=True)
"""


class ExistingServer(Server):
    def __init__(self, folder: Path):
        super().__init__(program("argus"), folder)
        self.requests = folder / "requests.log"
        (folder / "settings.py").write_text(SETTINGS)
        self.serving = [
            sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--threads", "8",
            "--access-logfile", self.requests, "argus.site.wsgi"]
        self.environment |= {
            "DATABASE_URL": os.environ["ARGUS_TEST_POSTGRESQL"], "DJANGO_SETTINGS_MODULE": "settings",
            "PYTHONPATH": str(folder), "SECRET_KEY": "secret", "STATIC_ROOT": str(folder / "static"),
            "ARGUS_FRONTEND_URL": self.url, "EMAIL_HOST": "127.0.0.1", "DEFAULT_FROM_EMAIL": "argus@localhost",
            "ARGUS_SEND_NOTIFICATIONS": "off"}
        with (folder / "preparing.log").open("w") as log:
            self.preparing = subprocess.Popen(
                [sys.executable, "-c", PREPARE], env=self.environment, cwd=folder, text=True, bufsize=1,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    def token(self, name: str) -> str:
        """The token of an account, which is that of a new source unless it is there."""
        print(name, file=self.preparing.stdin)
        return self.preparing.stdout.readline().strip()

    def create_source(self, name: str, type: str, base_url: str = "") -> dict:
        return {"token": self.token(name)}

    def create_user(self, name: str, *options: str) -> dict:
        return {"token": self.token("admin")}

    def break_off(self) -> None:
        """Ends it without an answer to what it is just asked."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)
        self.process = None

    def close(self) -> None:
        """Ends what made the database ready."""
        self.preparing.communicate()

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
