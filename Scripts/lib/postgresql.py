"""A PostgreSQL server of its own, for scripts that test or measure with one."""

import os
import subprocess
from pathlib import Path

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
        subprocess.run(
            ["psql", "--no-psqlrc", "--quiet", "--dbname", self.url, "--command", f"CREATE DATABASE {name}"],
            check=True)
        return f"{self.url.rsplit('/', 1)[0]}/{name}"

    def vacuum(self, database: str) -> None:
        """Does at once what autovacuum does within minutes of a database's being filled."""
        subprocess.run(["psql", "--no-psqlrc", "--quiet", "--dbname", database, "--command", "VACUUM ANALYZE"], check=True)
