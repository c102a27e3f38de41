"""Tags of a server that behaves as Mastodon's documentation says, goes on living meanwhile, and has opaque ids."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.item import Item
from mentions.sources.mastodon.connector import POSTS, MastodonConnector, tags_of
from tests.loopback import Loopback, loopback
from tests.mentions.sources.engine import Asked, Engine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
RECORDED = Path(__file__).resolve().parents[4] / "shared/data/payloads/mastodon/test_hashtag_tl.yaml"


class Timeline:
    """Oldest first in here; shown newest first, at most a page, and after `min_id` the page that follows it."""

    def __init__(self, *, knows_min_id: bool = True) -> None:
        self.posts: list[dict[str, Any]] = []
        self.knows_min_id = knows_min_id

    def post(self, text: str = "<p>Lost my bag again <a>#Nordwind</a></p>", **fields: Any) -> None:
        number = len(self.posts) + 1
        key = sha256(str(number).encode()).hexdigest()[:40]
        account: dict[str, Any] = {"acct": "anna", "display_name": "Anna Berg", "url": "https://here.example/@anna"}
        row: dict[str, Any] = {
            "id": key,
            "uri": f"https://here.example/posts/{number}",
            "url": f"https://here.example/@anna/{number}",
        }
        row |= {"content": text, "account": account | {"followers_count": 7}, "visibility": "public"}
        self.posts.append(row | {"created_at": f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%S.000Z}"} | fields)

    def show(self, asked: Asked) -> list[dict[str, Any]]:
        limit, last = int(asked["limit"]), asked.get("min_id")
        if not last or not self.knows_min_id:
            return list(reversed(self.posts[-limit:]))
        place = next(index for index, post in enumerate(self.posts) if post["id"] == last) + 1
        return list(reversed(self.posts[place : place + limit]))


@pytest.fixture
def world(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        yield world


@pytest.fixture
def timeline() -> Timeline:
    return Timeline()


@pytest.fixture
def engine(world: Loopback, timeline: Timeline) -> Engine:
    engine = Engine(timeline.show)
    world.answers["/api/v1/timelines/tag/Nordwind"] = engine
    return engine


def look(world: Loopback, cursor: dict[str, Any] | None = None, **settings: Any) -> Page:
    asked = {"server": world.url, "tags": ["Nordwind"]} | settings
    return MastodonConnector().fetch(Asking(asked, cursor or {}, NOW, ["Nordwind"]))


def walk(world: Loopback, cursor: dict[str, Any] | None = None, **settings: Any) -> tuple[list[Item], dict[str, Any]]:
    """All pages of a visit, as the runner takes them."""
    page, items = look(world, cursor, **settings), list[Item]()
    while True:
        items += page.items
        if not page.more:
            return items, page.cursor
        page = look(world, page.cursor, **settings)


def numbers(items: list[Item]) -> list[int]:
    return [int(item.url.rpartition("/")[2]) for item in items]


def test_a_post_becomes_an_item(world: Loopback, engine: Engine, timeline: Timeline) -> None:
    timeline.post("<p>Lost &amp; found<br>#Nordwind</p>", language="de", spoiler_text="Bags", in_reply_to_id="9")

    (item,) = look(world).items

    assert (item.title, item.text, item.language, item.kind) == ("Bags", "Lost & found\n#Nordwind", "de", "comment")
    assert (item.author_name, item.author_handle, item.followers) == ("Anna Berg", "@anna@127.0.0.1", 7)
    assert (item.url, item.published_at) == ("https://here.example/@anna/1", NOW - timedelta(hours=1))


def test_the_first_look_shows_the_newest_and_later_ones_everything(
    world: Loopback, engine: Engine, timeline: Timeline
) -> None:
    for _number in range(POSTS + 5):
        timeline.post()
    first, cursor = walk(world)
    for _number in range(3 * POSTS + 1):
        timeline.post()
    engine.between = timeline.post  # somebody writes after each answer

    items, _cursor = walk(world, cursor)

    assert numbers(first) == list(range(6, POSTS + 6))
    assert numbers(items) == list(range(POSTS + 6, POSTS + 6 + len(items)))
    assert len(items) >= 3 * POSTS + 1


def test_a_server_that_knows_no_min_id_is_not_asked_for_ever(
    world: Loopback, engine: Engine, timeline: Timeline
) -> None:
    timeline.knows_min_id = False
    for _number in range(POSTS):
        timeline.post()
    _first, cursor = walk(world)
    timeline.post()

    items, _cursor = walk(world, cursor)

    assert POSTS + 1 in numbers(items)
    assert len(engine.asked) == 3


def test_tags_take_turns_and_keep_their_places(world: Loopback, engine: Engine, timeline: Timeline) -> None:
    other = Timeline()
    world.answers["/api/v1/timelines/tag/%D0%A1%D0%B5%D0%B2%D0%B5%D1%80"] = Engine(other.show)
    timeline.post()
    other.post(url="https://there.example/@oleg/77")

    items, cursor = walk(world, tags=["Nordwind", "Север"])
    again, _cursor = walk(world, cursor, tags=["Nordwind", "Север"])

    assert (numbers(items), again, cursor["place"]) == ([1, 77], [], 0)
    assert set(cursor["seen"]) == {"Nordwind", "Север"}


def test_what_is_not_open_to_all_is_not_ours_to_read(world: Loopback, engine: Engine, timeline: Timeline) -> None:
    timeline.post(visibility="private")
    timeline.post(account={"acct": "shy", "noindex": True})
    timeline.post(visibility="unlisted", account={"acct": "oleg@there.example"})

    (item,) = look(world).items

    assert (item.author_handle, item.followers) == ("@oleg@there.example", None)


@pytest.mark.parametrize("written", ["soon", None, "2031-01-01T00:00:00Z"])
def test_a_moment_that_cannot_be_is_unknown(
    written: str | None, world: Loopback, engine: Engine, timeline: Timeline
) -> None:
    timeline.post(created_at=written, account="nobody")

    assert [(item.published_at, item.author_handle) for item in look(world).items] == [(None, "@")]


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        (
            (429, {"X-RateLimit-Reset": "2026-03-02T12:04:00.896192Z"}, b"{}"),
            "busy",
            timedelta(minutes=4, seconds=0.896192),
        ),
        ((401, {}, b'{"error": "This method requires an authenticated user"}'), "denied", None),
        ((404, {}, b""), "gone", None),
        ((200, {}, b"<html>"), "shape", None),
        ((200, {}, b'{"error": "no"}'), "shape", None),
    ],
)
def test_a_fault_has_a_code_and_the_time_to_wait(
    answer: tuple[int, dict[str, str], bytes], code: str, wait: timedelta | None, world: Loopback, engine: Engine
) -> None:
    engine.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        look(world)

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)


def test_the_last_answer_of_a_quota_is_taken_and_the_next_question_waits(world: Loopback, engine: Engine) -> None:
    engine.next_answers.append(
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-03-02T12:05:00Z"}, b"[]")
    )

    assert look(world).come_back_after == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("typed", "words", "tags"),
    [
        ([], ["Belyi Chai", "Белый чай", "@belyichai", "belyi-chai"], ["BelyiChai", "Белыйчай"]),
        (["#Tea ", " news,", "2026"], ["Belyi Chai"], ["Tea", "news"]),
        ([], ["@only", "!!!"], []),
    ],
)
def test_words_are_read_as_tags(typed: list[str], words: list[str], tags: list[str]) -> None:
    assert tags_of(typed, words) == tags


def test_without_tags_and_words_nothing_is_asked(world: Loopback, engine: Engine) -> None:
    with pytest.raises(FetchError, match="no tag"):
        MastodonConnector().fetch(Asking({"server": world.url, "tags": []}, {}, NOW))
    assert not engine.asked


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded answers are not on this machine")
def test_a_recorded_answer_of_a_real_server_is_read_whole(world: Loopback, engine: Engine) -> None:
    bodies = re.findall(r"string: '(\[.*?\])'\n", RECORDED.read_text(), re.DOTALL)
    body = re.sub(r"\n\s+", " ", max(bodies, key=len)).replace("''", "'")
    engine.next_answers.append((200, {}, body.encode()))

    later = datetime(2026, 9, 1, tzinfo=UTC)
    asking = Asking({"server": world.url, "tags": ["Nordwind"]}, {}, later)
    (item,) = MastodonConnector().fetch(asking).items

    assert (item.text, item.author_handle) == ("#hoot (hashtag toot)", "@mastodonpy_test_2@127.0.0.1")
    assert (item.url.rpartition("/")[2], item.published_at and item.published_at.year) == ("117020593741189701", 2026)


# -- With an account


TOKEN = "a-token-of-anna"


def signed_in(world: Loopback, cursor: dict[str, Any] | None = None) -> Page:
    settings = {"server": world.url, "tags": ["Nordwind"]}
    return MastodonConnector().fetch(Asking(settings, cursor or {}, NOW, ["Nordwind"], secret=TOKEN))


def test_an_account_adds_the_search_and_what_is_said_to_it(world: Loopback, engine: Engine, timeline: Timeline) -> None:
    told, found = Timeline(), Timeline()
    told.post(url="https://here.example/@anna/71")
    found.post(url="https://here.example/@anna/81")
    timeline.post(url="https://here.example/@anna/91")

    def notifications(asked: Asked) -> list[dict[str, Any]]:
        return [{"id": "9", "type": "mention", "status": told.posts[0]}] if "min_id" not in asked else []

    world.answers["/api/v1/notifications"] = Engine(notifications)
    world.answers["/api/v2/search"] = search = Engine(lambda asked: {"statuses": found.show(asked)})
    items, page = list[Item](), signed_in(world)
    while page.more:
        items, page = items + page.items, signed_in(world, page.cursor)
    items += page.items

    assert numbers(items) == [71, 91, 81]
    assert search.asked == [{"q": '"Nordwind"', "type": "statuses", "resolve": "false", "limit": "40"}]
    assert set(page.cursor["seen"]) == {"@", "Nordwind", "?Nordwind"}
    assert page.cursor["seen"]["@"] == "9"
    assert {headers["authorization"] for _path, headers in world.asked} == {f"Bearer {TOKEN}"}
    assert TOKEN not in "".join(path for path, _headers in world.asked)


def test_without_an_account_no_token_is_sent(world: Loopback, engine: Engine) -> None:
    look(world)

    assert [headers.get("authorization") for _path, headers in world.asked] == [None]


def test_a_token_that_is_refused_is_not_called_a_closed_server(world: Loopback, engine: Engine) -> None:
    world.answers["/api/v1/notifications"] = (401, {}, b'{"error": "The access token is invalid"}')

    with pytest.raises(FetchError) as caught:
        signed_in(world)

    assert str(caught.value) == "127.0.0.1 does not accept the access token. Enter a new one."


def test_a_server_without_a_search_of_words_is_no_fault(world: Loopback, engine: Engine) -> None:
    world.answers["/api/v1/notifications"] = (200, {}, b"[]")
    world.answers["/api/v2/search"] = (200, {}, b'{"accounts": [], "statuses": [], "hashtags": []}')

    page = signed_in(world, {"place": 2, "seen": {}})

    assert (page.items, page.more) == ([], False)
