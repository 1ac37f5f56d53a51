"""A server that may have few files open: clients wait for each other, and none is refused for it."""

import http.client
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts" / "lib"))
from server import Server, program  # noqa: E402

FILES, CLIENTS = 64, 100


class FewFiles(unittest.TestCase):
    def test_more_clients_than_files_are_all_answered(self):
        with tempfile.TemporaryDirectory() as folder:
            argus = program("argus")
            limited = ["bash", "-c", f'ulimit -n {FILES} && exec "$0" serve', str(argus)]
            server = Server(argus, Path(folder), serving=limited)
            token = server.create_source("nav", "nav")["token"]
            with server:
                connections = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=60) for _ in range(CLIENTS)]
                for connection in connections:
                    connection.request("GET", "/api/v2/incidents/", headers={"Authorization": f"Token {token}"})
                statuses = []
                for connection in connections:
                    # Who has been answered makes room for the next.
                    statuses.append(connection.getresponse().status)
                    connection.close()
                self.assertEqual(statuses, [200] * CLIENTS)
                self.assertNotIn("Too many open files", server.log_end())


if __name__ == "__main__":
    unittest.main()
