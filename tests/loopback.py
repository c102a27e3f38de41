"""A real HTTP server on the loopback interface that answers as a test tells it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Loopback:
    """`answers` by path, with its question or without; `asked`: path and headers of every request, lower-cased.

    A callable finds what was posted in `handler.posted`, and so does a test in `posted`.
    """

    url: str = ""
    port: int = 0
    answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)


def _handler(world: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        posted = b""

        def do_POST(self) -> None:
            self.posted = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            world.posted.append(self.posted)
            self.do_GET()

        def do_GET(self) -> None:
            world.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = world.answers.get(self.path) or world.answers.get(self.path.split("?")[0], (404, {}, b""))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """A test that passes is silent."""

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_args: object) -> None:
        """The other side may leave in the middle; that is what these tests are about."""


@contextmanager
def loopback() -> Iterator[Loopback]:
    world = Loopback()
    with Server(("127.0.0.1", 0), _handler(world)) as server:
        world.port = server.server_address[1]
        world.url = f"http://127.0.0.1:{world.port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield world
        finally:
            server.shutdown()
            thread.join()
