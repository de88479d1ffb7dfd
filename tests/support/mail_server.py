"""A real SMTP server on a random port of this machine, with the moods that mail servers have."""

import contextlib
import email
import email.message
import email.policy
import socketserver
import threading
import time
from collections.abc import Iterator

MOODS = ("kind", "refusing", "greylisting", "hanging up", "trickling", "silent")


class MailServer(socketserver.ThreadingTCPServer):
    """`letters` holds what was taken; `mood` may change at any time."""

    allow_reuse_address = True
    request_queue_size = 32  # callers that may knock at the same moment
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.mood = "kind"
        self.letters: list[email.message.EmailMessage] = []
        self.calls = 0
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        data = line.encode() + b"\r\n"
        if self.server.mood == "trickling":  # a byte in half a second: no single wait is ever too long
            for at in range(len(data)):
                if self.server.over.wait(0.5):
                    return
                self.wfile.write(data[at : at + 1])
        else:
            self.wfile.write(data)

    def handle(self) -> None:
        self.server.calls += 1
        if self.server.mood == "silent":
            self.server.over.wait(60)
            return
        with contextlib.suppress(OSError):
            self.say("220 test ESMTP")
            while line := self.rfile.readline():
                if not self.answer(line.decode("ascii", "replace").strip().upper()):
                    break

    def answer(self, line: str) -> bool:
        if line.startswith(("EHLO", "HELO")):
            self.say("250 test")
        elif line.startswith("RCPT") and self.server.mood == "refusing":
            self.say("550 5.1.1 no such mailbox")
        elif line.startswith("RCPT") and self.server.mood == "greylisting":
            self.say("451 4.7.1 try again later")
        elif line == "DATA":
            self.say("354 go on")
            self.take()
        elif line == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.server.mood == "hanging up":
            self.connection.close()
            raise OSError("gone")
        found = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.letters.append(found)
        self.say("250 taken")


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    """It answers until the block ends."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            time.sleep(0.01)
