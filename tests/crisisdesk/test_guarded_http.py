"""What an address typed by a customer may reach, for how long and how much; against a real server on loopback."""

import gzip
import socket
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from time import sleep
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError, Limits, fetch
from tests.loopback import Loopback, loopback


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    """Opened by the operator, as for a feed inside the house."""
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS = ["127.0.0.0/8"]
        settings.HTTP_ALLOWED_PORTS = [80, 443, world.port]
        yield world


def refusal(url: str, **limits: Any) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, limits=Limits(**limits))
    assert str(caught.value)
    return caught.value.code


def resolve_to(monkeypatch: pytest.MonkeyPatch, *rounds: list[str]) -> list[str]:
    """Each question about a name takes the next round of addresses, the last one again and again."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        if host[0].isdigit():
            return real(host, port, *args, **kwargs)
        asked.append(host)
        found = rounds[min(len(asked), len(rounds)) - 1]
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_an_answer_comes_with_its_status_headers_and_body(server: Loopback) -> None:
    server.answers["/feed"] = (200, {"ETag": '"1"', "Content-Type": "text/xml"}, b"<rss/>")

    answer = fetch(f"{server.url}/feed", {"If-None-Match": '"0"'})

    assert (answer.status, answer.body, answer.headers["etag"], answer.moved_to) == (200, b"<rss/>", '"1"', None)
    assert server.asked[0][1]["if-none-match"] == '"0"'


def test_an_error_status_is_an_answer(server: Loopback) -> None:
    server.answers["/gone"] = (410, {}, b"bye")

    assert fetch(f"{server.url}/gone").status == 410


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.com/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//example.com/feed", "scheme"),
        ("", "scheme"),
        ("http://", "address"),
        ("http://user:secret@example.com/", "address"),
        ("http://example.com/\r\nHost: inside", "address"),
        ("http://example.com/" + "a" * 2_000, "address"),
        ("http://example.com:22/", "port"),
        ("http://example.com:6379/", "port"),
        ("http://127.0.0.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://localhost/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
    ],
)
def test_addresses_that_lead_nowhere_good_are_refused(url: str, code: str) -> None:
    assert refusal(url) == code


def test_a_name_that_does_not_exist_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_kwargs: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert refusal("http://nobody.example/") == "unknown_host"


def test_one_private_address_among_many_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, ["93.184.216.34", "10.0.0.5"])

    assert refusal("http://two-faced.example/") == "private"


def test_a_name_is_asked_for_once_and_the_checked_address_is_called(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/"] = (200, {}, b"checked")
    asked = resolve_to(monkeypatch, ["127.0.0.1"], ["10.0.0.5"])

    answer = fetch(f"http://rebinding.example:{server.port}/")

    assert (answer.body, asked) == (b"checked", ["rebinding.example"])
    assert server.asked[0][1]["host"] == f"rebinding.example:{server.port}"


def test_redirects_are_followed_and_remembered_when_all_were_for_ever(server: Loopback) -> None:
    server.answers |= {
        "/old": (301, {"Location": "/newer"}, b""),
        "/newer": (308, {"Location": f"{server.url}/new"}, b""),
        "/new": (200, {}, b"here"),
        "/today": (302, {"Location": "/new"}, b""),
    }

    moved, visiting = fetch(f"{server.url}/old"), fetch(f"{server.url}/today")

    assert (moved.body, moved.url, moved.moved_to) == (b"here", f"{server.url}/new", f"{server.url}/new")
    assert (visiting.body, visiting.moved_to) == (b"here", None)


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://10.0.0.5/", "private"),
        ("http://169.254.169.254/", "private"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "scheme"),
        ("http://127.0.0.1:6379/", "port"),
        ("/start", "redirects"),
        ("http://[::1", "broken"),
    ],
)
def test_every_hop_is_checked_like_the_first_address(server: Loopback, location: str, code: str) -> None:
    server.answers["/start"] = (302, {"Location": location}, b"")

    assert refusal(f"{server.url}/start") == code


def test_validators_of_one_host_are_not_told_to_another(server: Loopback) -> None:
    server.answers |= {
        "/start": (302, {"Location": f"http://localhost:{server.port}/other"}, b""),
        "/other": (200, {}, b""),
    }

    fetch(f"{server.url}/start", {"If-None-Match": '"secret"'})

    assert ["if-none-match" in headers for _, headers in server.asked] == [True, False]


def test_packed_answers_are_unpacked(server: Loopback) -> None:
    server.answers |= {
        "/gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"words" * 1_000)),
        "/zlib": (200, {"Content-Encoding": "deflate"}, zlib.compress(b"words" * 1_000)),
    }

    assert [fetch(f"{server.url}{path}").body for path in ("/gzip", "/zlib")] == [b"words" * 1_000] * 2


def test_a_bomb_is_cut_at_the_limit(server: Loopback) -> None:
    server.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(50 * 1024 * 1024)))

    assert refusal(f"{server.url}/bomb") == "large"


@pytest.mark.parametrize(("size", "code"), [(1_000, ""), (1_001, "large")])
def test_the_limit_is_exact(server: Loopback, size: int, code: str) -> None:
    server.answers["/"] = (200, {}, b"x" * size)

    if code:
        assert refusal(f"{server.url}/", bytes=1_000) == code
    else:
        assert len(fetch(f"{server.url}/", limits=Limits(bytes=1_000)).body) == size


@pytest.mark.parametrize(
    ("packing", "body"), [("br", b"\x0b\x02\x80abc\x03"), ("gzip", b"no gzip"), ("gzip, gzip", b"x")]
)
def test_packing_that_was_not_asked_for_or_is_broken_is_refused(server: Loopback, packing: str, body: bytes) -> None:
    server.answers["/"] = (200, {"Content-Encoding": packing}, body)

    assert refusal(f"{server.url}/") == "broken"


def test_pictures_are_not_read(server: Loopback) -> None:
    server.answers["/"] = (200, {"Content-Type": "image/png"}, b"\x89PNG")

    assert refusal(f"{server.url}/") == "type"


def test_silence_ends_the_request(server: Loopback) -> None:
    def wait(handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(1)

    server.answers["/"] = wait

    assert refusal(f"{server.url}/", silence=0.1) == "slow"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"])
def test_a_drip_gets_no_longer_than_all_the_time_there_is(server: Loopback, head: bytes) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for letter in b"HTTP/1.1 200 OK and so on and on" * 10:
            handler.wfile.write(bytes([letter]))
            handler.wfile.flush()
            sleep(0.02)

    server.answers["/"] = drip

    assert refusal(f"{server.url}/", seconds=0.4) == "slow"


def test_an_answer_that_breaks_off_is_no_answer(server: Loopback) -> None:
    server.answers["/"] = (200, {"Content-Length": "100"}, b"short")

    assert refusal(f"{server.url}/", silence=0.3) in {"broken", "slow"}


def test_nobody_at_home_is_unreachable(server: Loopback, settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        settings.HTTP_ALLOWED_PORTS = [port]

        assert refusal(f"http://127.0.0.1:{port}/") == "unreachable"


def test_proxies_of_the_environment_are_not_used(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.answers["/"] = (200, {}, b"direct")

    assert fetch(f"{server.url}/").body == b"direct"
