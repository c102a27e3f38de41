"""What is secret reaches the door that it is meant for, and no other."""

from collections.abc import Iterator

import httpx
import pytest
from pytest_django import Settings

from crisisdesk.web import guarded_http
from crisisdesk.web.guarded_http import FetchError, fetch, post
from tests.loopback import Loopback, loopback


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [80, 443, world.port]
        yield world


def test_another_door_of_the_same_host_is_told_no_secret(server: Loopback, settings: Settings) -> None:
    with loopback() as neighbour:
        settings.HTTP_ALLOWED_PORTS = [server.port, neighbour.port]
        server.answers["/start"] = (302, {"Location": f"{neighbour.url}/other"}, b"")
        neighbour.answers["/other"] = (200, {}, b"")

        fetch(f"{server.url}/start", {"Authorization": "Bearer secret"})

        assert ["authorization" in headers for _, headers in server.asked + neighbour.asked] == [True, False]


@pytest.mark.parametrize(
    ("asked", "target", "told"),
    [
        ("https://a.example/", "https://a.example/b", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://a.example:8443/", False),
        ("https://a.example/", "https://b.a.example/", False),
    ],
)
def test_what_is_meant_for_one_door_is_told_there_or_behind_a_lock(asked: str, target: str, *, told: bool) -> None:
    assert guarded_http._is_as_good(httpx.URL(asked), httpx.URL(target)) is told


def test_what_is_posted_arrives_once_with_its_headers(server: Loopback) -> None:
    server.answers["/in"] = (201, {}, b"ok")

    answer = post(f"{server.url}/in", b"a=1", {"Content-Type": "text/plain"})

    assert (answer.status, answer.body, server.posted) == (201, b"ok", [b"a=1"])
    assert server.asked[0][1]["content-type"] == "text/plain"


def test_a_body_is_not_carried_elsewhere(server: Loopback) -> None:
    server.answers |= {"/in": (307, {"Location": "/other"}, b""), "/other": (200, {}, b"")}

    with pytest.raises(FetchError) as caught:
        post(f"{server.url}/in", b"secret", {})

    assert (caught.value.code, [path for path, _ in server.asked]) == ("redirects", ["/in"])


def test_a_private_address_is_posted_nothing(server: Loopback, settings: Settings) -> None:
    settings.HTTP_ALLOWED_NETWORKS = []

    with pytest.raises(FetchError) as caught:
        post(f"{server.url}/in", b"secret", {})

    assert (caught.value.code, server.posted) == ("private", [])
