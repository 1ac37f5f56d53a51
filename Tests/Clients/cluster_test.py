"""Nothing that was acknowledged is lost or doubled when parts of the reference cluster are killed.

    ARGUS_NODE_KILLS      how many nodes are killed one after the other, 20 unless set
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from feed_test import Connection, Reader  # noqa: E402
from server import ROOT, Commands, program  # noqa: E402

EXAMPLE = ROOT / "Examples" / "cluster"
KILLS = int(os.environ.get("ARGUS_NODE_KILLS", "20"))
WRITERS = 32
READERS = 3
# How many acknowledged writes are awaited before and after something is killed.
SOME = 200


class Cluster(Commands):
    """The reference cluster, below a folder of its own; `with` starts it and sees to it that it ends."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_ports(6)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ARGUS_")}
        self.environment = inherited | {
            "ARGUS": str(program("argus")), "CLUSTER_FOLDER": str(folder), "CLUSTER_PORT": str(self.port)}

    def __enter__(self) -> "Cluster":
        try:
            self.call("cluster", "start")
        except BaseException:
            self.call("cluster", "stop")
            raise
        return self

    def __exit__(self, *_) -> None:
        self.call("cluster", "stop")

    def call(self, script: str, *arguments: str, typed: str | None = None) -> str:
        done = subprocess.run(
            [EXAMPLE / script, *arguments], env=self.environment, input=typed or "", capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{script} {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout

    def run(self, *arguments: str, typed: str | None = None) -> str:
        return self.call("cluster", "run", *arguments, typed=typed)

    def sql(self, text: str) -> list[list[str]]:
        out = self.call("cluster", "sql", text)
        return [line.split("|") for line in out.splitlines()]

    def node_answers(self, number: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port + number), timeout=5) as connection:
                connection.sendall(b"GET /.still-alive/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return connection.recv(100).startswith(b"HTTP/1.1 204")
        except OSError:
            return False


def free_ports(count: int) -> int:
    """The first of so many ports in a row that nobody listens at."""
    for first in range(20_000 + os.getpid() % 1000 * 10, 32_000, count):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise SystemExit("There are no six free ports in a row.")


class ClusterTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="argus-cluster-")
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        self.server = Cluster(Path(folder.name) / "cluster")
        self.enterContext(self.server)
        self.token = self.server.create_source("nav1", "nav")["token"]
        self.problems: list[str] = []
        self.answered = [0] * WRITERS
        self.enough = threading.Event()
        self.last: int | None = None
        self.writers = [threading.Thread(target=self.write, args=(n,)) for n in range(WRITERS)]

    def test_keeps_every_acknowledged_write_when_the_primary_is_killed(self):
        self.assertLess(self.fail_over("kill-primary"), 40)
        self.server.call("break", "rejoin")

    def test_leaves_a_primary_that_is_there_and_answers_nothing(self):
        self.addCleanup(self.server.call, "break", "kill-stopped")
        # Each write may wait ten seconds for the server that is held.
        self.assertLess(self.fail_over("stop-primary"), 60)

    def test_tells_every_change_once_when_nodes_are_killed_in_turn(self):
        readers = [Reader(self) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        with self.writing():
            for kill in range(KILLS):
                node = kill % 3 + 1
                self.await_more(SOME // 4)
                self.server.call("break", "kill-node", str(node))
                self.await_more(SOME // 4)
                self.server.call("break", "start-node", str(node))
                self.wait(lambda: self.server.node_answers(node), f"node {node} does not answer")

        self.check()
        stored = self.changes()
        self.last = stored[-1][0]
        for reader in readers:
            reader.join(60)
        self.assertEqual(self.problems, [])
        for reader in readers:
            self.assertEqual(reader.seen, stored)

    def fail_over(self, how: str) -> float:
        """Breaks the primary under the writers, promotes the standby, and says how many seconds later writing went on."""
        with self.writing():
            self.await_more()
            self.server.call("break", how)
            self.server.call("break", "promote")
            promoted = time.monotonic()
            self.await_more(1)
            took = time.monotonic() - promoted
            self.await_more()
        self.check()
        print(f"writing went on {took:.1f} s after the promotion", file=sys.stderr)
        return took

    def writing(self):
        """Writers that write until the block ends, and then finish what they have begun."""
        test = self

        class Writing:
            def __enter__(self):
                for writer in test.writers:
                    writer.start()

            def __exit__(self, *_):
                test.enough.set()
                for writer in test.writers:
                    writer.join()

        return Writing()

    def write(self, writer: int) -> None:
        connection = Connection(self)
        number = 0
        try:
            while not self.enough.is_set():
                name = f"{writer}-{number}"
                incident = connection.post("incidents/", f"create-{name}", {
                    "start_time": "2026-11-22T10:00:00Z", "source_incident_id": name, "tags": [{"tag": "host=a"}]})
                self.answered[writer] += 1
                connection.post(f"incidents/{incident['pk']}/events/", f"end-{name}", {
                    "timestamp": "2026-11-22T11:00:00Z", "type": "END"})
                self.answered[writer] += 1
                number += 1
        except Exception as problem:
            self.problems.append(f"writer {writer}: {problem!r}")
        finally:
            connection.close()

    def await_more(self, count: int = SOME) -> None:
        goal = sum(self.answered) + count
        self.wait(lambda: sum(self.answered) >= goal, f"no {count} writes were acknowledged")

    def wait(self, condition, problem: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not condition():
            self.assertEqual(self.problems, [])
            self.assertLess(time.monotonic(), end, f"{problem} within {seconds} s")
            time.sleep(0.02)

    def check(self) -> None:
        """Compares what was acknowledged with what is there: each incident once, with its start and end."""
        self.assertEqual(self.problems, [])
        acknowledged = sum(self.answered)
        self.assertGreater(acknowledged, 2 * SOME)
        names = {f"{writer}-{n}" for writer, count in enumerate(self.answered) for n in range(count // 2)}
        found = self.server.sql(
            "SELECT source_incident_id, is_open, (SELECT string_agg(type, ' ' ORDER BY type) FROM event "
            "WHERE incident_id = incident.id) FROM incident ORDER BY 1")
        found = [row for row in found if row[0]]
        self.assertEqual(len(found), len(names))
        self.assertEqual({row[0] for row in found}, names)
        self.assertEqual({tuple(row[1:]) for row in found}, {("0", "END STA")})

    def changes(self) -> list[tuple[int, str, int]]:
        rows = self.server.sql("SELECT id, kind, incident_id FROM change ORDER BY id")
        return [(int(row[0]), row[1], int(row[2])) for row in rows]


if __name__ == "__main__":
    unittest.main()
