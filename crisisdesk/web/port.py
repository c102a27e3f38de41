"""One port: pages run on Django's WSGI handler in threads, files answer on the event loop without one.

Django's own ASGI handler costs a thread hop and a connection per request and served a fifth of the
pages per second (docs/platform.md). a2wsgi 1.10 has faults that `_page` works around.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final, Protocol
from urllib.parse import quote

from a2wsgi import WSGIMiddleware

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

ENVIRON_NAMES: Final = {  # what a file's answer depends on, by the names that whitenoise reads
    b"accept-encoding": "HTTP_ACCEPT_ENCODING",
    b"if-none-match": "HTTP_IF_NONE_MATCH",
    b"if-modified-since": "HTTP_IF_MODIFIED_SINCE",
    b"range": "HTTP_RANGE",
}
PRINTABLE_ASCII: Final = "".join(chr(code) for code in range(33, 127))


class Answer(Protocol):
    status: int
    headers: Iterable[tuple[str, str]]
    file: Any


class StaticFile(Protocol):
    def get_response(self, method: str, request_headers: dict[str, str]) -> Answer: ...


class Port:
    """The ASGI application. `files` are whitenoise's, by path."""

    def __init__(self, pages: Callable[..., Any], files: dict[str, StaticFile], *, threads: int) -> None:
        self._pages: Any = WSGIMiddleware(pages, workers=threads)  # its types are of its own make
        self._files = files

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])  # the server is started without websockets and lifespan
        if file := self._files.get(scope["path"]):
            await _send_file(file, scope, send)
        elif _is_unsized(scope):
            await _answer(send, 411, [(b"content-length", b"0")], b"")
        else:
            await self._page(scope, receive, send)

    async def _page(self, scope: Message, receive: Receive, send: Send) -> None:
        async def body() -> Message:  # granian's receive() gives a Future, a2wsgi wants a coroutine
            return await receive()

        # `X_Forwarded_For` would reach Django under the name of the real header.
        headers = [(name, value) for name, value in scope["headers"] if b"_" not in name and name != b"cookie"]
        if cookies := [value for name, value in scope["headers"] if name == b"cookie"]:  # HTTP/2 sends many
            headers.append((b"cookie", b"; ".join(cookies)))
        query = quote(scope["query_string"], safe=PRINTABLE_ASCII).encode()  # a2wsgi reads it as ASCII
        await self._pages({**scope, "headers": headers, "query_string": query}, body, send)


def _is_unsized(scope: Message) -> bool:
    """A body in chunks, which Django's WSGI handler would read as empty."""
    names = {name for name, _ in scope["headers"]}
    return b"transfer-encoding" in names and b"content-length" not in names


async def _send_file(file: StaticFile, scope: Message, send: Send) -> None:
    """Our files are small and in the page cache, so reading one does not hold the loop up."""
    asked = {ENVIRON_NAMES[name]: value.decode("latin1") for name, value in scope["headers"] if name in ENVIRON_NAMES}
    answer = file.get_response(scope["method"], asked)
    body = b""
    if answer.file is not None:
        with answer.file:
            body = answer.file.read()
    headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in answer.headers]
    await _answer(send, int(answer.status), [*headers, (b"x-content-type-options", b"nosniff")], body)


async def _answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
