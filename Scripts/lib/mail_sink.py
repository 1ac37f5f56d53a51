"""A mail server (RFC 5321) on the loopback interface that takes mail as fast as it comes."""

import asyncio
import random
import threading
import time
from email import message_from_bytes, policy


class Mail:
    """What was taken."""

    def __init__(self, text: bytes):
        message = message_from_bytes(text.split(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=policy.default)
        self.identifier, self.subject = str(message["Message-ID"]), str(message["Subject"])


class MailSink:
    """A mail server; it keeps no mail but counts, unless it `is_keeping`.

    Of a hundred mails it refuses for now, or takes without saying so, as many as it is told to.
    """

    def __init__(self, is_keeping: bool = False, refused: float = 0, unanswered: float = 0, seed: int = 0):
        self.is_keeping, self.refused, self.unanswered = is_keeping, refused, unanswered
        self.dice = random.Random(seed)
        self.mails: list[Mail] = []
        self.count, self.last, self.news = 0, 0.0, threading.Condition()
        self.loop = asyncio.new_event_loop()
        listening = self.loop.create_server(lambda: Conversation(self), "127.0.0.1", 0)
        self.server = self.loop.run_until_complete(listening)
        self.url = f"smtp://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def take(self, text: bytes) -> None:
        with self.news:
            self.count, self.last = self.count + 1, time.perf_counter()
            if self.is_keeping:
                self.mails.append(Mail(text))
            self.news.notify_all()

    def wait(self, count: int, seconds: float) -> float:
        """When the last of so many mails was taken."""
        with self.news:
            if not self.news.wait_for(lambda: self.count >= count, seconds):
                raise RuntimeError(f"{self.count} of {count} mails came within {seconds} s")
            return self.last

    def taken(self) -> list[Mail]:
        with self.news:
            return list(self.mails)


class Conversation(asyncio.Protocol):
    """One connection to the sink."""

    def __init__(self, sink: MailSink):
        self.sink, self.rest, self.lines, self.is_text = sink, b"", [], False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\r\n")
        for line in lines:
            if not self.is_text:
                self.answer(line[:4].upper())
            elif line == b".":
                self.is_text = False
                self.end()
            else:
                self.lines.append(line)

    def answer(self, word: bytes) -> None:
        self.is_text = word == b"DATA"
        self.transport.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 fine\r\n"))
        if word == b"QUIT":
            self.transport.close()

    def end(self) -> None:
        text, self.lines = b"\r\n".join(self.lines), []
        fate = self.sink.dice.uniform(0, 100)
        if fate < self.sink.refused:
            self.transport.write(b"451 not now\r\n")
            return
        self.sink.take(text)
        if fate < self.sink.refused + self.sink.unanswered:
            self.transport.abort()
        else:
            self.transport.write(b"250 taken\r\n")
