"""A small IMAP server on loopback: one folder that goes on being written to, and several ways to misbehave."""

import base64
import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

USER: Final = "brand@example.org"
PASSWORD: Final = "пароль-of-a-brand"


@dataclass
class Mailbox:
    """`messages` by number. `said` is every command; `instead` answers one command, by its first word, another way."""

    port: int = 0
    validity: int = 7
    last: int = 100
    plain: bool = True  # knows AUTHENTICATE PLAIN
    greeting: bytes = b"* OK ready\r\n"
    messages: dict[int, bytes] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    instead: dict[str, Callable[[socketserver.StreamRequestHandler], None]] = field(default_factory=dict)
    between: Callable[[], object] = lambda: None  # happens after each message that was read

    def receive(self, raw: bytes) -> None:
        self.last += 1
        self.messages[self.last] = raw

    def answer(self, command: str) -> bytes:
        """What follows the name of a command; empty where it is refused."""
        name, _, rest = command.partition(" ")
        if name == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1" + (b" AUTH=PLAIN" if self.plain else b"") + b"\r\n"
        if name == "EXAMINE":
            return f"* {len(self.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] valid\r\n".encode()
        if name == "FETCH":
            number = sorted(self.messages)[int(rest.split()[0]) - 1]
            return f"* {rest.split()[0]} FETCH (UID {number})\r\n".encode()
        return self._uid_fetch(rest)

    def _uid_fetch(self, rest: str) -> bytes:
        first, is_range = re.fullmatch(r"FETCH (\d+)(:\*)? .*", rest).groups()  # type: ignore[union-attr]  # as it is sent
        numbers = sorted(self.messages)
        if is_range:
            chosen = [number for number in numbers if number >= int(first)] or numbers[-1:]  # as the standard has it
            return b"".join(f"* {numbers.index(each) + 1} FETCH (UID {each})\r\n".encode() for each in chosen)
        raw = self.messages.get(int(first))
        self.between()
        if raw is None:
            return b"* OK nothing\r\n"
        raw = raw[: 256 * 1024]
        head = f"* {numbers.index(int(first)) + 1} FETCH (UID {first} BODY[]<0> {{{len(raw)}}}\r\n".encode()
        return head + raw + b")\r\n"


class _Handler(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        mailbox = self.server.mailbox
        self.wfile.write(mailbox.greeting)
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            name = command.split(" ")[0].upper()
            mailbox.said.append(command)
            if name in mailbox.instead:
                mailbox.instead[name](self)
                continue
            if name in {"LOGIN", "AUTHENTICATE"}:
                self._sign_in(tag, command)
            elif name == "LOGOUT":
                self.wfile.write(f"* BYE\r\n{tag} OK bye\r\n".encode())
                return
            elif name == "EXAMINE" and "INBOX" not in command:
                self.wfile.write(f"{tag} NO no such folder\r\n".encode())
            else:
                self.wfile.write(mailbox.answer(command) + f"{tag} OK done\r\n".encode())

    def _sign_in(self, tag: str, command: str) -> None:
        if command.startswith("AUTHENTICATE"):
            self.wfile.write(b"+ \r\n")
            given = base64.b64decode(self.rfile.readline()).decode().split("\0")[1:]
        else:
            given = [part.strip('"') for part in command.split(" ")[1:]]
        is_right = given in ([USER, PASSWORD], [USER, "plain"])
        words = "OK welcome" if is_right else f"NO [AUTHENTICATIONFAILED] {given} is wrong"
        self.wfile.write(f"{tag} {words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False
    mailbox: Mailbox

    def handle_error(self, *_args: object) -> None:
        """The other side may leave in the middle; that is what these tests are about."""


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.mailbox = Mailbox(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server.mailbox
        finally:
            server.shutdown()
            thread.join()
