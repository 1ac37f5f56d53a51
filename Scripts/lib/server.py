"""A real `argus serve` on a database and a port of its own, for scripts that test or measure it."""

import fcntl
import http.client
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def program(name: str, build: str = "debug") -> Path:
    """Where a built program is: below ARGUS_BIN if that is set, else in this build's folder."""
    folder = os.environ.get("ARGUS_BIN")
    default = ROOT / ".build/debug" if build == "debug" else ROOT / ".build-release/release"
    path = (Path(folder) if folder else default) / name
    if not path.exists():
        raise SystemExit(f"There is no {path}: run `make test` or `make run` first, which build it.")
    return path


class Commands:
    """The `argus` commands of a database that `run` knows."""

    def run(self, *arguments: str, typed: str | None = None) -> str:
        """Runs an `argus` command, and returns what it printed."""
        raise NotImplementedError

    def create_source(self, name: str, type: str, base_url: str = "") -> dict:
        """Creates a source with a password too; `token` and `password` are in what it returns."""
        link = ["--base-url", base_url] if base_url else []
        source = json.loads(self.run("source", "create", name, "--type", type, *link, "--json"))
        source["password"] = self.set_password(name)
        return source

    def create_user(self, name: str, *options: str) -> dict:
        """Creates a user; `token` and `password` are in what it returns."""
        password = secrets.token_urlsafe(12)
        user = json.loads(self.run(
            "user", "create", name, *options, "--with-token", "--password-stdin", "--json", typed=password))
        return user | {"password": password}

    def set_password(self, name: str) -> str:
        password = secrets.token_urlsafe(12)
        self.run("user", "password", name, "--password-stdin", typed=password)
        return password


class Server(Commands):
    """One server; `with` starts it and sees to it that it ends."""

    def __init__(self, argus: Path, folder: Path, serving: list | None = None, **settings: str):
        self.argus, self.folder = argus, folder
        self.serving = serving or [argus, "serve"]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ARGUS_")}
        self.environment = inherited | {
            "ARGUS_DATABASE": f"sqlite:{folder / 'argus.db'}",
            "ARGUS_LISTEN": f"127.0.0.1:{self.port}",
        } | settings
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self) -> float:
        """Starts it, and returns the seconds until its first answer."""
        began = time.perf_counter()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.serving, cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        while not self.answers():
            if self.process.poll() is not None:
                raise RuntimeError(f"argus serve ended with {self.process.returncode}:\n{self.log_end()}")
            if time.perf_counter() - began > 60:
                self.process.kill()
                raise RuntimeError(f"argus serve does not answer:\n{self.log_end()}")
            time.sleep(0.005)
        return time.perf_counter() - began

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/.still-alive/")
            return connection.getresponse().status == 204
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> int:
        """Asks it to end, and returns its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process = None
        return status

    def log_end(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def run(self, *arguments: str, typed: str | None = None) -> str:
        """Runs an `argus` command on the same database, and returns what it printed."""
        done = subprocess.run(
            [self.argus, *arguments], cwd=self.folder, env=self.environment, input=typed or "",
            capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(
                f"argus {' '.join(arguments)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def resident_megabytes(self) -> float:
        """How much memory the process holds right now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


# Locks of the ports that are ours while this program runs.
HELD: list = []


def free_port() -> int:
    """A port of the loopback interface that nobody listens on, and that the system gives to nobody by itself:
    whoever listens there may end, and begin again."""
    for port in random.sample(range(10_000, 20_000), 1000):
        lock = open(Path(tempfile.gettempdir()) / f"argus-port-{os.getuid()}-{port}.lock", "w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            lock.close()
            continue
        HELD.append(lock)
        return port
    raise SystemExit("No port between 10000 and 20000 is free.")
