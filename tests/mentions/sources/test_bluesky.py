"""Bluesky against a server that signs people in, lets their passes age, and is written to while it is read."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.bluesky.connector import POSTS, BlueskyConnector
from mentions.sources.contract import Asking, Page
from mentions.sources.item import Item
from tests.loopback import Loopback, loopback
from tests.mentions.sources.bluesky_network import PASSWORD, Network, Server

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def world(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        yield world


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def server(world: Loopback, network: Network) -> Server:
    return Server(world, network)


class Visitor:
    """Keeps what the runner keeps: the cursor and the pass."""

    def __init__(self, world: Loopback, secret: str = PASSWORD) -> None:
        self.settings = {"server": world.url, "handle": "brand.example"}
        self.cursor: dict[str, Any] = {}
        self.session, self.secret = "", secret

    def look(self, now: datetime = NOW, words: tuple[str, ...] = ("Nordwind",)) -> Page:
        asking = Asking(self.settings, self.cursor, now, words, secret=self.secret, session=self.session)
        page = BlueskyConnector().fetch(asking)
        self.cursor, self.session = page.cursor, self.session if page.session is None else page.session
        return page

    def visit(self, now: datetime = NOW, words: tuple[str, ...] = ("Nordwind",)) -> list[Item]:
        page = self.look(now, words)
        items = list(page.items)
        while page.more:
            page = self.look(now, words)
            items += page.items
        return items


@pytest.fixture
def visitor(world: Loopback) -> Visitor:
    return Visitor(world)


def numbers(items: list[Item]) -> list[int]:
    return [int(item.external_id.rpartition("/")[2]) for item in items]


def test_a_post_becomes_an_item(server: Server, network: Network, visitor: Visitor) -> None:
    network.post(NOW - timedelta(hours=1), reply={"root": {}})

    (item,) = visitor.visit()

    assert (item.network, item.kind, item.text, item.language) == ("Bluesky", "comment", "Nordwind lost my bag", "de")
    assert item.url == "https://bsky.app/profile/did:plc:anna/post/1"
    assert item.external_id == "at://did:plc:anna/app.bsky.feed.post/1"
    assert (item.author_name, item.author_handle) == ("Anna Berg", "@anna.example")
    assert (item.published_at, item.followers) == (NOW - timedelta(hours=1), None)


def test_everything_is_found_while_people_go_on_writing(server: Server, network: Network, visitor: Visitor) -> None:
    for number in range(2 * POSTS + 30):
        network.post(NOW - timedelta(minutes=number))
    server.search.between = partial(network.write, NOW)

    first = visitor.visit()
    later = visitor.visit(NOW + timedelta(minutes=3))

    assert set(numbers(first)) >= set(range(1, 2 * POSTS + 31))
    assert set(numbers([*first, *later])) >= set(range(1, len(network.posts)))


def test_who_dates_a_post_ahead_does_not_move_the_place_from_which_we_look(
    server: Server, network: Network, visitor: Visitor
) -> None:
    network.post(NOW + timedelta(days=9), indexed=NOW + timedelta(days=9))
    visitor.visit()
    network.post(NOW + timedelta(minutes=1))

    assert 2 in numbers(visitor.visit(NOW + timedelta(minutes=3)))


def test_a_post_that_is_dated_back_is_known_by_the_clock_of_its_author(
    server: Server, network: Network, visitor: Visitor
) -> None:
    network.post(NOW - timedelta(hours=5), indexed=NOW - timedelta(minutes=1))

    assert [item.published_at for item in visitor.visit()] == [NOW - timedelta(hours=5)]


def test_what_is_said_to_the_account_is_read_once_and_whole(server: Server, network: Network, visitor: Visitor) -> None:
    for minute in range(2 * POSTS + 10, 0, -1):
        network.tell(NOW - timedelta(minutes=minute))
    server.answers.between = lambda: network.tell(NOW)

    first = visitor.visit(words=())
    network.tell(NOW + timedelta(minutes=1))
    later = visitor.visit(NOW + timedelta(minutes=3), words=())

    assert set(numbers(first)) == set(range(1, 2 * POSTS + 11))
    assert set(numbers(later)) >= {2 * POSTS + 11, 2 * POSTS + 12, 2 * POSTS + 13}
    assert not set(numbers(later)) & set(range(1, 2 * POSTS))


def test_likes_and_followers_are_no_mentions(server: Server, network: Network, visitor: Visitor) -> None:
    network.tell(NOW - timedelta(hours=1), "like")
    network.tell(NOW - timedelta(hours=1), "quote")

    assert numbers(visitor.visit(words=())) == [2]


def test_signing_in_happens_once(server: Server, network: Network, visitor: Visitor) -> None:
    for minute in range(3):
        visitor.visit(NOW + timedelta(minutes=minute))

    assert (server.signed_in, server.renewed) == (1, 0)


def test_a_pass_that_has_aged_is_renewed_and_kept(server: Server, network: Network, visitor: Visitor) -> None:
    visitor.visit()
    server.holds = "another"
    network.post(NOW)

    assert numbers(visitor.visit(NOW + timedelta(minutes=3))) == [1]
    visitor.visit(NOW + timedelta(minutes=6))
    assert (server.signed_in, server.renewed) == (1, 1)


def test_where_both_halves_have_aged_the_password_signs_in_anew(
    server: Server, network: Network, visitor: Visitor
) -> None:
    visitor.visit()
    server.holds, server.renews = "another", "one more"
    network.post(NOW)

    assert numbers(visitor.visit(NOW + timedelta(minutes=3))) == [1]
    assert (server.signed_in, server.renewed) == (2, 1)


@pytest.mark.parametrize(
    ("status", "words", "code", "sentence"),
    [
        (401, {"error": "AuthenticationRequired"}, "denied", "does not accept this handle"),
        (401, {"error": "AuthFactorTokenRequired"}, "denied", "Make an app password"),
        (401, {"error": "AccountTakedown"}, "denied", "has closed this account"),
        (429, {"error": "RateLimitExceeded"}, "busy", "asks to come back later"),
        (200, {"accessJwt": 1}, "shape", "not understood"),
        (502, {}, "status", "answers with an error (502)"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    status: int, words: dict[str, Any], code: str, sentence: str, server: Server, visitor: Visitor
) -> None:
    server.refusal = (status, words)

    with pytest.raises(FetchError) as caught:
        visitor.look()

    assert (caught.value.code, sentence in str(caught.value)) == (code, True)
    assert PASSWORD not in str(caught.value)


def test_without_a_password_nobody_is_asked(server: Server, world: Loopback) -> None:
    with pytest.raises(FetchError) as caught:
        Visitor(world, secret="").look()

    assert (caught.value.code, world.asked) == ("denied", [])


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        ((429, {"RateLimit-Reset": str(int(NOW.timestamp()) + 90)}, b"{}"), "busy", timedelta(seconds=90)),
        ((400, {}, b'{"error": "InvalidRequest", "message": "bad since"}'), "query", None),
        ((403, {}, b"<html>"), "denied", None),
        ((200, {}, b"null"), "shape", None),
    ],
)
def test_a_fault_of_the_search_has_a_code(
    answer: tuple[int, dict[str, str], bytes], code: str, wait: timedelta | None, server: Server, visitor: Visitor
) -> None:
    visitor.look()
    server.search.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        visitor.look()

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)


def test_secrets_are_in_no_address_and_in_no_word_about_an_asking(
    server: Server, world: Loopback, visitor: Visitor
) -> None:
    visitor.visit()
    asking = Asking({}, {}, NOW, secret=PASSWORD, session=visitor.session)

    assert PASSWORD not in "".join(path for path, _headers in world.asked)
    assert PASSWORD not in repr(asking)
    assert "access-1" in visitor.session
    assert "access-1" not in repr(asking)
    assert "access-1" not in repr(Page([], {}, session=visitor.session))


def test_rows_that_are_no_posts_are_passed_over(server: Server, visitor: Visitor) -> None:
    visitor.look()
    rows: list[Any] = [{"uri": "at://x/app.bsky.graph.list/1"}, 7, {"uri": "at://x/app.bsky.feed.post/2", "record": 1}]
    server.search.next_answers.append((200, {}, json.dumps({"posts": rows}).encode()))

    assert visitor.look().items == []
