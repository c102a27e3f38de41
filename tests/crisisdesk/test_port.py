"""The real server on a real socket, with a small application that says what reached it."""

import asyncio
import hashlib
import json
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest

from crisisdesk.run import programs
from crisisdesk.web.port import Port

HERE = Path(__file__).parent
STYLE = b"body{color:black}" * 100


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Server:
    """The web program of `make run`, serving the echo."""

    def __init__(self, files: Path) -> None:
        self.port = free_port()
        web = [*programs(self.port)["web"][:-1], "echo:application"]
        path = os.pathsep.join([str(HERE), str(HERE.parents[1])])
        self.process = subprocess.Popen(web, env=os.environ | {"PYTHONPATH": path, "FILES": str(files)})
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.05)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.request(method, f"http://127.0.0.1:{self.port}{path}", content=body, headers=named, timeout=20)

    def ask_raw(self, request: bytes) -> bytes:
        """The whole answer to these bytes."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(request)
            return b"".join(iter(lambda: line.recv(65536), b""))

    def said(self, method: str, path: str, body: bytes | None = None, **headers: str) -> dict[str, str]:
        said: dict[str, str] = self.ask(method, path, body, **headers).json()
        return said


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "app.0123456789ab.css").write_bytes(STYLE)
    (folder / "app.0123456789ab.css.br").write_bytes(brotli.compress(STYLE))
    (folder / "icon.svg").write_bytes(b"<svg/>")
    return folder


@pytest.fixture(scope="module")
def server(files: Path) -> Iterator[Server]:
    found = Server(files)
    yield found
    found.process.terminate()
    found.process.wait()


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_a_body_arrives_whole(server: Server, size: int) -> None:
    body = os.urandom(size)

    assert server.said("POST", "/x", body)["body"] == hashlib.sha256(body).hexdigest()


def test_a_body_without_a_length_is_refused_and_not_read_as_empty(server: Server) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    answer = server.ask_raw(head + b"2\r\nhi\r\n0\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 411 ")


def test_words_of_every_language_arrive_in_the_query(server: Server) -> None:
    answer = server.ask_raw("GET /x?q=ё&p=%D1%91&a=1+2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert json.loads(answer.partition(b"\r\n\r\n")[2])["query"] == "q=%D1%91&p=%D1%91&a=1+2"


def test_a_header_with_an_underscore_does_not_pass_for_a_real_one(server: Server) -> None:
    answer = server.ask_raw(b"GET /x HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 6.6.6.6\r\nConnection: close\r\n\r\n")

    assert json.loads(answer.partition(b"\r\n\r\n")[2])["forwarded"] == ""
    assert server.said("GET", "/x", X_Forwarded_For="1.2.3.4")["forwarded"] == "1.2.3.4"


def test_two_cookies_are_set(server: Server) -> None:
    assert server.ask("GET", "/x").headers.get_list("set-cookie") == ["one=1", "two=2"]


def test_a_hashed_file_is_kept_for_ever_and_travels_compressed(server: Server) -> None:
    answer = server.ask("GET", "/static/app.0123456789ab.css", Accept_Encoding="gzip, br")

    assert (answer.status_code, answer.headers["content-encoding"], answer.content) == (200, "br", STYLE)
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_is_sent_once(server: Server) -> None:
    modified = server.ask("GET", "/static/icon.svg").headers["last-modified"]

    answer = server.ask("GET", "/static/icon.svg", If_Modified_Since=modified)

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_part_of_a_file(server: Server) -> None:
    answer = server.ask("GET", "/static/icon.svg", Range="bytes=1-3")

    assert (answer.status_code, answer.content) == (206, b"svg")


def test_only_the_head_of_a_file(server: Server) -> None:
    answer = server.ask("HEAD", "/static/icon.svg")

    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "6", b"")


@pytest.mark.parametrize("path", ["/static/../echo.py", "/static/%2e%2e/echo.py", "/static/none.css"])
def test_what_is_no_file_of_ours_is_a_page_of_the_application(server: Server, path: str) -> None:
    assert server.said("GET", path)["method"] == "GET"


def test_a_page_in_flight_finishes_before_the_end(files: Path) -> None:
    server, answers = Server(files), []
    server.ask("GET", "/warm")
    page = threading.Thread(target=lambda: answers.append(server.ask("GET", "/x", X_Sleep="2").status_code))
    page.start()
    time.sleep(0.5)

    server.process.terminate()
    server.process.wait(10)
    page.join()

    assert answers == [200]


def test_cookies_that_come_in_many_headers_are_one() -> None:
    """HTTP/2 sends each on its own; a list joined by commas would lose all but the first."""
    seen: list[str] = []

    def pages(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ["HTTP_COOKIE"])
        start_response("200 OK", [])
        return [b""]

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: MutableMapping[str, Any]) -> None:
        """Nobody listens."""

    scope = {
        "type": "http",
        "http_version": "2",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"cookie", b"a=1"), (b"cookie", b"b=2")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }

    asyncio.run(Port(pages, {}, threads=1)(scope, receive, send))

    assert seen == ["a=1; b=2"]


def test_it_speaks_nothing_but_http() -> None:
    with pytest.raises(NotImplementedError, match="websocket"):
        asyncio.run(Port(None, {}, threads=1)({"type": "websocket"}, None, None))  # type: ignore[arg-type]  # never used
