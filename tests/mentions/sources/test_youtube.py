"""YouTube against a server that behaves as its documentation says: page tokens, two purses, three kinds of 403."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.item import Item
from mentions.sources.youtube.connector import COMMENTS, YouTubeConnector
from tests.loopback import Loopback, loopback
from tests.mentions.sources.engine import Asked, Engine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = "AIza-secret"
CHANNEL = "UC" + "a" * 22


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


class Channel:
    """Threads with the newest first; a token names the last one that was shown, so that newer ones shift nothing."""

    def __init__(self) -> None:
        self.threads: list[dict[str, Any]] = []
        self.videos: list[dict[str, Any]] = []
        self.aged: set[str] = set()

    def comment(self, at: datetime, text: str = "Nordwind lost my bag", replies: tuple[str, ...] = ()) -> None:
        number = f"c{len(self.threads) + 1}"
        said: dict[str, Any] = {
            "videoId": "v1",
            "textOriginal": text,
            "authorDisplayName": "@anna",
            "publishedAt": stamp(at),
        }
        said |= {"authorChannelId": {"value": "UCanna"}}
        answers = [
            {"id": f"{number}.{place}", "snippet": said | {"textOriginal": words}}
            for place, words in enumerate(replies)
        ]
        thread = {"id": number, "snippet": {"topLevelComment": {"id": number, "snippet": said}}}
        self.threads.insert(0, thread | ({"replies": {"comments": answers}} if answers else {}))

    def video(self, at: datetime, title: str = "Nordwind &amp; my bag") -> None:
        number = f"v{len(self.videos) + 1}"
        said = {"title": title, "description": "It is gone", "channelTitle": "Anna", "channelId": "UCanna"}
        self.videos.append({"id": {"videoId": number}, "snippet": said | {"publishedAt": stamp(at)}})

    def comments(self, asked: Asked) -> dict[str, Any]:
        token, names = asked.get("pageToken", ""), [thread["id"] for thread in self.threads]
        if token in self.aged:
            return {"error": {"code": 400, "errors": [{"reason": "invalidPageToken"}]}}
        place = names.index(token) + 1 if token else 0
        rows = self.threads[place : place + int(asked["maxResults"])]
        further = place + len(rows) < len(self.threads)
        return {"items": rows} | ({"nextPageToken": rows[-1]["id"]} if further else {})

    def search(self, asked: Asked) -> dict[str, Any]:
        found = [video for video in self.videos if video["snippet"]["publishedAt"] >= asked["publishedAfter"]]
        return {"items": sorted(found, key=lambda video: video["snippet"]["publishedAt"], reverse=True)}


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def world(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        settings.YOUTUBE_API = world.url
        yield world


@pytest.fixture
def comments(world: Loopback, channel: Channel) -> Engine:
    engine = Engine(channel.comments)
    world.answers["/commentThreads"] = engine
    return engine


@pytest.fixture
def search(world: Loopback, channel: Channel) -> Engine:
    engine = Engine(channel.search)
    world.answers["/search"] = engine
    return engine


def look(
    cursor: dict[str, Any] | None = None,
    now: datetime = NOW,
    channel: str = CHANNEL,
    words: tuple[str, ...] = ("Nordwind",),
    secret: str = KEY,
) -> Page:
    return YouTubeConnector().fetch(Asking({"channel": channel}, cursor or {}, now, words, secret=secret))


def visit(cursor: dict[str, Any] | None = None, now: datetime = NOW, **asked: Any) -> tuple[list[Item], dict[str, Any]]:
    page = look(cursor, now, **asked)
    items = list(page.items)
    while page.more:
        page = look(page.cursor, now, **asked)
        items += page.items
    return items, page.cursor


def ids(items: list[Item]) -> set[str]:
    return {item.external_id for item in items}


def test_a_comment_and_its_replies_become_items(comments: Engine, search: Engine, channel: Channel) -> None:
    channel.comment(NOW - timedelta(hours=1), replies=("Mine too",))

    comment, reply = look().items

    assert (comment.network, comment.kind, comment.text) == ("YouTube", "comment", "Nordwind lost my bag")
    assert comment.url == "https://www.youtube.com/watch?v=v1&lc=c1"
    assert (comment.author_handle, comment.author_url) == ("@anna", "https://www.youtube.com/channel/UCanna")
    assert comment.published_at == NOW - timedelta(hours=1)
    assert (reply.text, reply.external_id) == ("Mine too", "c1.0")


def test_a_video_becomes_an_item(search: Engine, channel: Channel) -> None:
    channel.video(NOW - timedelta(hours=2))

    (item,) = look(channel="").items

    assert (item.kind, item.title, item.text) == ("post", "Nordwind & my bag", "It is gone")
    assert (item.url, item.author_name) == ("https://www.youtube.com/watch?v=v1", "Anna")
    assert search.asked[0]["q"] == '"Nordwind"'


def test_everything_is_read_while_people_go_on_writing(comments: Engine, search: Engine, channel: Channel) -> None:
    for number in range(2 * COMMENTS + 20, 0, -1):
        channel.comment(NOW - timedelta(minutes=number))
    comments.between = lambda: channel.comment(NOW)

    first, cursor = visit()
    later, _cursor = visit(cursor, NOW + timedelta(minutes=10))

    assert ids(first) >= {f"c{number}" for number in range(1, 2 * COMMENTS + 21)}
    assert ids([*first, *later]) >= {f"c{number}" for number in range(1, len(channel.threads))}


def test_a_later_visit_stops_where_the_last_one_began(comments: Engine, search: Engine, channel: Channel) -> None:
    for number in range(3 * COMMENTS, 0, -1):
        channel.comment(NOW - timedelta(minutes=10 * number))
    _first, cursor = visit()
    asked = len(comments.asked)

    visit(cursor, NOW + timedelta(minutes=10))

    assert len(comments.asked) - asked == 1


def test_a_page_token_that_has_aged_loses_nothing(comments: Engine, search: Engine, channel: Channel) -> None:
    for number in range(COMMENTS + 5, 0, -1):
        channel.comment(NOW - timedelta(minutes=number))
    first = look()
    channel.aged.add(first.cursor["comments"]["page"])

    aged = look(first.cursor)
    channel.aged.clear()
    items, _cursor = visit(aged.cursor)

    assert (aged.items, aged.more) == ([], True)
    assert ids([*first.items, *items]) == {f"c{number}" for number in range(1, COMMENTS + 6)}


def test_the_search_is_asked_no_more_than_its_purse_allows(comments: Engine, search: Engine, channel: Channel) -> None:
    cursor: dict[str, Any] = {}
    for minute in range(0, 24 * 60, 10):
        _items, cursor = visit(cursor, NOW + timedelta(minutes=minute))

    assert (len(search.asked), len(comments.asked)) == (72, 144)


def test_a_video_of_which_the_search_learns_late_is_found(search: Engine, channel: Channel) -> None:
    channel.video(NOW - timedelta(hours=1))
    _items, cursor = visit(channel="")
    channel.video(NOW - timedelta(hours=20))

    items, _cursor = visit(cursor, NOW + timedelta(hours=1), channel="")

    assert ids(items) == {"v1", "v2"}


def test_comments_that_are_switched_off_do_not_stop_the_search(
    comments: Engine, search: Engine, channel: Channel
) -> None:
    channel.video(NOW - timedelta(hours=1))
    comments.next_answers.append(refusal(403, "commentsDisabled"))

    page = look()
    items, _cursor = visit(page.cursor)

    assert (page.note, page.more) == ("Comments are switched off there.", True)
    assert ids(items) == {"v1"}


def refusal(status: int, reason: str) -> tuple[int, dict[str, str], bytes]:
    return status, {}, json.dumps({"error": {"code": status, "errors": [{"reason": reason}]}}).encode()


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        (refusal(403, "quotaExceeded"), "busy", timedelta(hours=20)),  # noon in London is four in California
        (refusal(403, "rateLimitExceeded"), "busy", timedelta(minutes=1)),
        (refusal(403, "accessNotConfigured"), "denied", None),
        (refusal(400, "keyInvalid"), "denied", None),
        (refusal(404, "channelNotFound"), "gone", None),
        ((429, {"Retry-After": "7"}, b"{}"), "busy", timedelta(seconds=7)),
        ((500, {}, b"{}"), "status", None),
        ((200, {}, b"[]"), "shape", None),
    ],
)
def test_a_fault_has_a_code_and_the_time_to_wait(
    answer: tuple[int, dict[str, str], bytes], code: str, wait: timedelta | None, comments: Engine
) -> None:
    comments.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        look()

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)
    assert KEY not in str(caught.value)


def test_the_key_stands_in_no_address(world: Loopback, comments: Engine, search: Engine) -> None:
    visit()

    assert KEY not in "".join(path for path, _headers in world.asked)
    assert {headers["x-goog-api-key"] for _path, headers in world.asked} == {KEY}


@pytest.mark.parametrize(("asked", "code"), [({"secret": ""}, "denied"), ({"channel": "", "words": ()}, "words")])
def test_what_is_missing_is_said_before_anybody_is_asked(asked: dict[str, Any], code: str, world: Loopback) -> None:
    with pytest.raises(FetchError) as caught:
        look(**asked)

    assert (caught.value.code, world.asked) == (code, [])


def test_rows_that_are_no_comments_are_passed_over(comments: Engine, search: Engine, channel: Channel) -> None:
    rows: list[Any] = [1, {}, {"snippet": {"topLevelComment": {"id": "x", "snippet": {"publishedAt": "soon"}}}}]
    comments.next_answers.append((200, {}, json.dumps({"items": rows}).encode()))

    assert look().items == []
