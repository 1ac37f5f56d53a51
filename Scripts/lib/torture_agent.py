"""A real `argus-glue run` that is killed and started again."""

import json
import os
import subprocess
import threading
import time
from pathlib import Path

from server import free_port, program
from torture_senders import SECRET

SYSTEMS = {"alertmanager": "alertmanager", "pagerduty": "pagerduty", "hook": "pipe"}


class Agent:
    """One agent for several sources, with its spool in a folder of its own."""

    def __init__(self, folder: Path, server: int, tokens: dict[str, str]):
        self.program, self.port = program("argus-glue"), free_port()
        self.folder, self.log = folder / "spool", folder / "agent.log"
        self.configuration = folder / "glue.yaml"
        self.kills = self.ends = 0
        self.process: subprocess.Popen | None = None
        # Who starts and ends it: the one who kills, and the one who looks after it.
        self.lock = threading.Lock()
        self.configuration.write_text(json.dumps({
            "url": f"http://127.0.0.1:{server}",
            "glue": {
                "spool": str(self.folder / "spool.db"), "listen": f"127.0.0.1:{self.port}", "timeout": "1s",
                "retry_min": "20ms", "retry_max": "500ms"},
            "sources": {name: self.source(name, token) for name, token in tokens.items()}}))
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("ARGUS_")}

    def source(self, name: str, token: str) -> dict:
        posts = {} if name == "hook" else {"secret": SECRET}
        return {"system": SYSTEMS[name], "token": token} | posts

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.program, "run", "--config", self.configuration], env=self.environment, stdout=log, stderr=log)

    def kill(self, pause: float) -> None:
        with self.lock:
            self.process.kill()
            self.process.wait()
            self.kills += 1
            time.sleep(pause)
            self.start()

    def look_after(self) -> None:
        """Starts it again if it has ended by itself, as a service manager does."""
        with self.lock:
            if self.process.poll() is not None:
                self.ends += 1
                self.start()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def status(self) -> dict | None:
        """How the spool stands; nil while that cannot be told."""
        done = subprocess.run(
            [self.program, "status", "--json", "--config", self.configuration], env=self.environment,
            capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else None
