"""Requests to addresses that customers type: only to public hosts, only so long, only so much.

A name is resolved once, all its addresses are checked, and the connection goes to a checked address: a name
that changes its mind between the check and the call (DNS rebinding) gains nothing. Each redirect is a new call.
"""

import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Final

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from crisisdesk.web import addresses
from crisisdesk.web.deadline import Deadline

AGENT: Final = "CrisisDesk/0.1"
URL_LIMIT: Final = 2_000
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
FOR_EVER: Final = frozenset({301, 308})
USUAL_PORT: Final = {"http": 80, "https": 443}
TRIED_ADDRESSES: Final = 3
ANY_ZLIB: Final = zlib.MAX_WBITS | 32  # gzip or zlib, whatever its head says
UNPACKED_AT_ONCE: Final = 256 * 1024
NOT_TO_READ: Final = ("image/", "audio/", "video/", "font/", "application/zip", "application/pdf")


class FetchError(Exception):
    """`code` is for the program, the sentence for the person who typed the address.

    `come_back_after` is set where the host itself said how long it wants to be left alone.
    """

    def __init__(self, code: str, sentence: str, come_back_after: timedelta | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.come_back_after = come_back_after


@dataclass(frozen=True)
class Limits:
    seconds: float = 20.0  # for all of it: names, redirects, heads and body
    silence: float = 10.0  # without a sign of life
    bytes: int = 5 * 1024 * 1024  # after decompression
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """`url` is where the redirects ended; `moved_to` only where all of them were permanent."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    moved_to: str | None = None


def fetch(url: str, headers: Mapping[str, str] | None = None, limits: Limits | None = None) -> Fetched:
    """GET, following redirects by hand. Raises FetchError; statuses of 400 and above are returned."""
    limits = limits or Limits()
    deadline = Deadline(limits.seconds, limits.silence)
    asked, moves = checked_url(url), set[int]()
    target = asked
    with _client(deadline) as client:
        for _hop in range(limits.redirects + 1):
            # Secrets, validators and whatever else was meant for one host are not told to another.
            told = dict(headers or {}) if _is_as_good(asked, target) else {}
            answer = _once(client.build_request("GET", target, headers=told), client, limits)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location:
                moved_to = str(target) if moves and moves <= FOR_EVER else None
                return Fetched(str(target), answer.status, answer.headers, answer.body, moved_to)
            moves.add(answer.status)
            target = checked_url(location, target)
    raise FetchError("redirects", _("This address leads from one place to the next without an end."))


def post(url: str, body: bytes, headers: Mapping[str, str], limits: Limits | None = None) -> Fetched:
    """POST. Raises FetchError as `fetch` does, and where it is sent elsewhere: a body is not carried to strangers."""
    limits = limits or Limits()
    target = checked_url(url)
    with _client(Deadline(limits.seconds, limits.silence)) as client:
        answer = _once(client.build_request("POST", target, headers=dict(headers), content=body), client, limits)
    if answer.status in REDIRECTS:
        raise FetchError("redirects", _("This address leads elsewhere. Enter the one where it leads to."))
    return answer


def _is_as_good(asked: httpx.URL, target: httpx.URL) -> bool:
    """The same door of the same host, or its door with a lock."""
    return target.host == asked.host and (target.scheme, target.port) in {(asked.scheme, asked.port), ("https", None)}


def checked_url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """The address, if it may be asked at all. Its name is resolved, and checked, only by the connection."""
    try:
        parsed = base.join(url) if base else httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError("address", _("This is not a web address.")) from error
    if parsed.scheme not in USUAL_PORT:
        raise FetchError("scheme", _("The address must begin with http:// or https://."))
    if not parsed.host or parsed.userinfo or len(str(parsed)) > URL_LIMIT:
        raise FetchError("address", _("This is not a web address."))
    if (parsed.port or USUAL_PORT[parsed.scheme]) not in settings.HTTP_ALLOWED_PORTS:
        raise FetchError("port", _("Only the usual web ports are allowed in an address."))
    return parsed


class _Stream(httpcore.NetworkStream):
    """A connection on the request's own clock: a peer that drips a byte a second gets no longer than any other."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 -- the deadline rules
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 -- the deadline rules
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 -- the deadline rules
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Every connection is made here, so no way of asking goes past the check."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 -- the deadline rules
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(host)
        for address in checked_addresses(host, port, self._deadline)[:TRIED_ADDRESSES]:
            seconds = self._deadline.left()
            try:
                stream = self._plain.connect_tcp(str(address), port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Transport(httpx.HTTPTransport):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__(verify=_trusted(), trust_env=False)
        # httpx has no door for a network of one's own; httpcore, on which it stands, has.
        self._pool = httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=_Network(deadline))


@cache
def _trusted() -> ssl.SSLContext:
    """Reading all authorities takes 20 ms; they do not change while we run."""
    return httpx.create_ssl_context(trust_env=False)


def _client(deadline: Deadline) -> httpx.Client:
    return httpx.Client(
        transport=_Transport(deadline),
        headers={"user-agent": AGENT, "accept-encoding": "gzip, deflate"},
        trust_env=False,
        timeout=None,  # noqa: S113 -- the deadline rules
    )


def checked_addresses(host: str, port: int, deadline: Deadline) -> list[addresses.Address]:
    """Where a name leads, none of it into a private network. Raises FetchError, and TimeoutError at the deadline."""
    try:
        found = addresses.resolve(host, port, deadline.left())
    except TimeoutError:
        raise
    except OSError as error:
        raise FetchError("unknown_host", _("There is no host with this name. Check the address.")) from error
    # One closed address among many is enough: which one is used is not for the other side to choose.
    if not all(addresses.is_open(address) for address in found):
        raise FetchError("private", _("This address leads into a private network, where CrisisDesk does not go."))
    return found


def _once(request: httpx.Request, client: httpx.Client, limits: Limits) -> Fetched:
    try:
        with closing(client.send(request, stream=True)) as response:
            body = b"" if response.status_code in REDIRECTS else _body(response, limits)
            return Fetched(str(request.url), response.status_code, response.headers, body)
    except (httpx.TimeoutException, TimeoutError) as error:
        raise FetchError("slow", _("The host did not answer in time.")) from error
    except (httpx.RemoteProtocolError, zlib.error) as error:
        raise FetchError("broken", _("The answer broke off or is packed in a way that cannot be read.")) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise FetchError("unreachable", _("The host cannot be reached or broke the connection off.")) from error


def _body(response: httpx.Response, limits: Limits) -> bytes:
    if response.is_success and response.headers.get("content-type", "").strip().lower().startswith(NOT_TO_READ):
        raise FetchError("type", _("The answer is a picture, a sound or a document, not something to read here."))
    body = bytearray()
    for piece in _unpacked(response):
        body += piece
        if len(body) > limits.bytes:
            megabytes = limits.bytes // 1024**2
            raise FetchError("large", _("The answer is larger than %(size)s MB.") % {"size": megabytes})
    return bytes(body)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Pieces of limited size, whatever they were packed to: a bomb never stands in memory as a whole."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing in {"", "identity"}:
        yield from response.iter_raw()
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise zlib.error(f"{packing} was not asked for")
    unpacker = zlib.decompressobj(ANY_ZLIB)
    for packed in response.iter_raw():
        rest = packed
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, UNPACKED_AT_ONCE)
            rest = unpacker.unconsumed_tail
    yield unpacker.flush()
