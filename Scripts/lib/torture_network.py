"""A bad network between two programs: a proxy that drops, stalls and resets connections at random."""

import random
import select
import socket
import struct
import threading
import time


class BadNetwork:
    """Listens on a port of the loopback interface, and passes on to another what comes in, as long as it lasts."""

    def __init__(self, target: int, seed: int):
        self.target, self.random = target, random.Random(seed)
        self.dropped = self.stalled = self.reset = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            near, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(near,), daemon=True).start()

    def serve(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            near.close()
            return
        fate = self.random.choice(["drop", "stall", "reset", "hang", "none"])
        # Anywhere in a request or in an answer.
        left = self.random.randrange(1, 60_000)
        try:
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    data = ready.recv(min(left, 65_536) if fate != "none" else 65_536)
                    if not data:
                        return
                    (far if ready is near else near).sendall(data)
                    left -= len(data)
                    if fate == "none" or left > 0:
                        continue
                    if not self.goes_on(near, fate):
                        return
                    fate = "none"
        except OSError:
            pass
        finally:
            near.close()
            far.close()

    def goes_on(self, near: socket.socket, fate: str) -> bool:
        """Does what is to happen to a connection, and says whether it lasts."""
        if fate == "drop":
            self.dropped += 1
        elif fate == "reset":
            self.reset += 1
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.stalled += 1
            # A short one is lived through, a long one outlasts the patience of the client.
            time.sleep(self.random.uniform(0, 0.3) if fate == "stall" else 1.5)
            return fate == "stall"
        return False
