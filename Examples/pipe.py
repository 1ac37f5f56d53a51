#!/usr/bin/env python3
"""Brings alerts to Argus from Python, through `argus-glue pipe`.

    export ARGUS_URL=https://argus.example.org ARGUS_TOKEN_FILE=/etc/argus-glue/token
    python3 pipe.py

What is written is on disk soon after, and delivered whenever the server can be reached; the
program ends when all of it is. Nothing but Python's own library is needed.
"""

import json
import subprocess


class Glue:
    """`argus-glue pipe`, and what is told to it: a line of JSON for each alert."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            ["argus-glue", "pipe", *arguments], stdin=subprocess.PIPE, text=True
        )

    def tell(self, kind: str, key: str, **members) -> None:
        """Tells of something; members are description, level, tags, time, details_url, …"""
        line = json.dumps({"type": kind, "key": key, **members})
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def close(self) -> int:
        """Waits until all is delivered; not 0 if something was refused."""
        self.process.stdin.close()
        return self.process.wait()


if __name__ == "__main__":
    glue = Glue()
    glue.tell(
        "open",
        "disk-full",
        description="The disk of mail2 is full",
        level="high",
        tags=["host=mail2", "service=disk"],
    )
    glue.tell("event", "disk-full", description="Old logs were removed")
    glue.tell("close", "disk-full")
    raise SystemExit(glue.close())
