"""Visits to a feed on a real server: what is asked, what is kept, and what each refusal is called."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.feed.connector import fetch_feed
from mentions.sources.feed.discovery import feeds_named_by
from mentions.sources.feed.parser import UnreadableFeedError
from mentions.sources.patience import retry_after
from tests.loopback import Loopback, loopback

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = b'<rss version="2.0"><channel><item><title>Bag</title><link>https://news.example/7</link></item></channel></rss>'


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS = ["127.0.0.0/8"]
        settings.HTTP_ALLOWED_PORTS = [world.port]
        yield world


def refusal(server: Loopback, path: str = "/feed", **cursor: Any) -> str:
    with pytest.raises((FetchError, UnreadableFeedError)) as caught:
        fetch_feed(server.url + path, cursor, NOW)
    fault = caught.value
    assert isinstance(fault, FetchError | UnreadableFeedError)
    assert str(fault)
    return fault.code


def test_the_second_visit_asks_only_for_what_is_new(server: Loopback) -> None:
    validators = {"ETag": '"v1"', "Last-Modified": "Sun, 01 Mar 2026 10:00:00 GMT"}
    server.answers["/feed"] = (200, validators, FEED)
    first = fetch_feed(f"{server.url}/feed", {}, NOW)
    server.answers["/feed"] = (304, {}, b"")
    second = fetch_feed(f"{server.url}/feed", first.cursor, NOW)

    assert [item.title for item in first.items] == ["Bag"]
    assert (second.items, second.cursor) == ([], first.cursor)
    asked = server.asked[1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == tuple(validators.values())


def test_validators_that_went_away_are_forgotten(server: Loopback) -> None:
    server.answers["/feed"] = (200, {}, FEED)

    assert fetch_feed(f"{server.url}/feed", {"etag": '"old"'}, NOW).cursor == {}


def test_a_validator_that_cannot_be_sent_back_is_not_kept(server: Loopback) -> None:
    server.answers["/feed"] = (200, {"ETag": '"vé"', "Last-Modified": "Mon, 02 Mar 2026 11:30:00 GMT"}, FEED)

    cursor = fetch_feed(f"{server.url}/feed", {}, NOW).cursor

    assert cursor == {"modified": "Mon, 02 Mar 2026 11:30:00 GMT"}


def test_a_feed_that_moved_for_ever_is_asked_at_its_new_place(server: Loopback) -> None:
    server.answers |= {"/old": (301, {"Location": "/new"}, b""), "/new": (200, {}, FEED)}

    cursor = fetch_feed(f"{server.url}/old", {}, NOW).cursor
    fetch_feed(f"{server.url}/old", cursor, NOW)

    assert [path for path, _ in server.asked] == ["/old", "/new", "/new"]


@pytest.mark.parametrize(
    ("status", "code"),
    [(410, "gone"), (401, "denied"), (403, "denied"), (404, "status"), (500, "status"), (429, "busy"), (503, "busy")],
)
def test_each_refusal_has_its_name(server: Loopback, status: int, code: str) -> None:
    server.answers["/feed"] = (status, {}, b"")

    assert refusal(server) == code


def test_a_refusal_says_how_long_the_host_wants_to_be_left_alone(server: Loopback) -> None:
    server.answers["/feed"] = (429, {"Retry-After": "900"}, b"")

    with pytest.raises(FetchError) as caught:
        fetch_feed(f"{server.url}/feed", {}, NOW)

    assert caught.value.come_back_after == timedelta(minutes=15)


def test_a_page_or_nothing_instead_of_a_feed_is_said(server: Loopback) -> None:
    server.answers |= {"/page": (200, {}, b"<html><body>Hi</body></html>"), "/nothing": (200, {}, b"")}

    assert [refusal(server, path) for path in ("/page", "/nothing")] == ["html", "empty"]


HEAD = """<!DOCTYPE html><html><head><title>News</title>
<link rel="stylesheet" href="/a.css"><link rel="alternate" hreflang="ru" href="/ru/">
<LINK REL='alternate' TYPE='application/rss+xml' HREF='/feed?a=1&amp;b=2'>
<link rel=alternate type=application/atom+xml href=/comments>
</head><body>Hello</body></html>"""


def test_the_feed_that_a_page_names_is_read_and_asked_from_then_on(server: Loopback) -> None:
    server.answers |= {"/": (200, {}, HEAD.encode()), "/feed?a=1&b=2": (200, {"ETag": '"v1"'}, FEED)}

    page = fetch_feed(f"{server.url}/", {}, NOW)
    fetch_feed(f"{server.url}/", page.cursor, NOW)

    assert [item.title for item in page.items] == ["Bag"]
    assert page.cursor == {"moved_to": f"{server.url}/feed?a=1&b=2", "etag": '"v1"'}
    assert [path for path, _ in server.asked] == ["/", "/feed?a=1&b=2", "/feed?a=1&b=2"]


def test_a_page_that_names_itself_ends(server: Loopback) -> None:
    server.answers["/"] = (200, {}, HEAD.replace("/feed?a=1&amp;b=2", "/").encode())

    assert refusal(server, "/") == "html"
    assert len(server.asked) == 2


def test_a_feed_in_a_private_network_is_not_followed(server: Loopback) -> None:
    server.answers["/"] = (200, {}, HEAD.replace("/feed?a=1&amp;b=2", "http://192.168.0.1/feed").encode())

    assert refusal(server, "/") in {"private", "port"}


@pytest.mark.parametrize(
    ("link", "feeds"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="//other.test/f">', ["http://other.test/f"]),
        (
            '<link rel="alternate" type="application/feed+json; charset=utf-8" href=" f.json ">',
            ["http://news.test/f.json"],
        ),
        ('<link rel="alternate home" type="application/atom+xml">', []),
        ('<link rel="alternate" type="application/rss+xml" href="http://[broken">', []),
        ('<link rel="icon" type="image/png" href="/icon.png">', []),
        ("<link " * 90_000, []),
        ('<link rel="alternate" ' + "a=" * 200_000, []),
    ],
)
def test_only_links_to_feeds_are_named(link: str, feeds: list[str]) -> None:
    assert feeds_named_by(f"<html>{link}</html>".encode(), "http://news.test/") == feeds


def test_a_feed_without_items_is_a_visit_without_news(server: Loopback) -> None:
    server.answers["/feed"] = (200, {"ETag": '"v1"'}, b'<rss version="2.0"><channel><title>x</title></channel></rss>')

    page = fetch_feed(f"{server.url}/feed", {}, NOW)

    assert (page.items, page.cursor, bool(page.note)) == ([], {"etag": '"v1"'}, True)


def test_a_host_that_asks_for_patience_is_heard(server: Loopback) -> None:
    server.answers["/feed"] = (304, {"Retry-After": "900"}, b"")

    assert fetch_feed(f"{server.url}/feed", {}, NOW).come_back_after == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 02 Mar 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 02 Mar 2026 11:30:00 GMT", timedelta(0)),
        ("999999999999", timedelta(hours=6)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("²", None),
        ("Mon, 20 Nov 1995 19:12:08 +99999999999999999", None),
    ],
)
def test_patience_is_read_as_seconds_or_a_date(value: str, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait
