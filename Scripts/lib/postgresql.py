"""A PostgreSQL server of its own, for scripts that test or measure with one."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from server import ROOT


class PostgreSQL:
    """A PostgreSQL server below a folder, which waits for its disk if it `is_durable`; `with` starts and ends it."""

    def __init__(self, folder: Path, is_durable: bool = False):
        # Its programs may run as another account, which has to find its data.
        folder.chmod(0o711)
        self.environment = os.environ | {
            "TMPDIR": str(folder), "ARGUS_TEST_POSTGRESQL_FSYNC": "on" if is_durable else "off"}
        self.count = 0

    def __enter__(self) -> "PostgreSQL":
        # It runs for as long as the program does that it was started for.
        self.process = subprocess.Popen(
            [ROOT / "Scripts" / "with-postgresql", "sh", "-c", 'echo "$ARGUS_TEST_POSTGRESQL"; exec cat'],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("postgresql:"):
            raise SystemExit(f"PostgreSQL cannot be started: {self.url}")
        return self

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def database(self) -> str:
        """The address of a new database."""
        self.count += 1
        name = f"argus{self.count}"
        self.run(self.url, f"CREATE DATABASE {name}")
        return f"{self.url.rsplit('/', 1)[0]}/{name}"

    @contextmanager
    def temporary_database(self) -> Iterator[str]:
        """Lends the address of a new database, and removes it afterwards."""
        address = self.database()
        yield address
        self.run(self.url, f"DROP DATABASE {address.rsplit('/', 1)[1]} WITH (FORCE)")

    @staticmethod
    def run(address: str, statement: str) -> None:
        """Runs a statement in a database."""
        subprocess.run(["psql", "--no-psqlrc", "--quiet", "--dbname", address, "--command", statement], check=True)
