"""A real mail server on the loopback interface that answers as a test tells it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """`answers` by the command's first word, such as RCPT or DATA; END is the answer to the whole message.

    HANG never answers, DROP closes the line. `came` is every message that was taken, `asked` every command.
    """

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    came: list[EmailMessage] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


USUAL = {
    "": "220 mail.test",
    "EHLO": "250 mail.test",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 Go on",
    "END": "250 Taken",
    "QUIT": "221 Bye",
    "RSET": "250 OK",
}


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    world: MailServer

    def handle(self) -> None:
        if not self.say(""):
            return
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper()
            self.world.asked.append(line.decode().strip())
            if not self.say(word) or word == "QUIT":
                return
            if word == "DATA" and "DATA" not in self.world.answers and not self.take():
                return

    def take(self) -> bool:
        body = b""
        while not body.endswith(b"\r\n.\r\n"):
            body += self.rfile.readline()
        if self.world.answers.get("END", "250").startswith(("250", "DROP")):
            self.world.came.append(message_from_bytes(body[:-5], _class=EmailMessage, policy=policy.default))
        return self.say("END")

    def say(self, word: str) -> bool:
        answer = self.world.answers.get(word, USUAL.get(word, "502 No"))
        if answer == "HANG":
            self.world.over.wait(10)
        if answer in ("HANG", "DROP"):
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_args: object) -> None:
        """The other side may leave in the middle; that is what these tests are about."""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    world = MailServer()
    with Server(("127.0.0.1", 0), type("Handler", (Talk,), {"world": world})) as server:
        world.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield world
        finally:
            world.over.set()
            server.shutdown()
            thread.join()
