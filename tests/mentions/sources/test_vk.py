"""VK against a search that behaves as its documentation says: 200 at a time, faults with status 200, and living on."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.item import Item
from mentions.sources.vk.connector import POSTS, VkConnector
from mentions.sources.vk.posts import text_of
from tests.loopback import Loopback, loopback
from tests.mentions.sources.engine import Asked, Engine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKEN = "vk1.a.secret"


class Wall:
    """Posts of everybody; both bounds of time belong to what is asked for, and nothing older than a day is shown."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []

    def post(self, at: datetime, text: str = "Nordwind lost my bag", **fields: Any) -> None:
        number = len(self.posts) + 1
        row = {"id": number, "owner_id": 7, "from_id": 7, "date": int(at.timestamp()), "text": text}
        self.posts.append(row | fields)

    def search(self, asked: Asked) -> dict[str, Any]:
        low, high = int(asked["start_time"]), int(asked.get("end_time", 2**40))
        word = asked["q"].strip('"').lower()
        found = [post for post in self.posts if word in post["text"].lower() and low <= post["date"] <= high]
        shown = sorted(found, key=lambda post: -post["date"])[: int(asked["count"])]
        people = [{"id": 7, "first_name": "Anna", "last_name": "Berg", "screen_name": "anna", "followers_count": 12}]
        groups = [{"id": 5, "name": "News of the North", "screen_name": "north", "members_count": 900}]
        return {"response": {"items": shown, "profiles": people, "groups": groups, "total_count": len(found)}}


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def world(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        settings.VK_API = world.url
        yield world


@pytest.fixture
def engine(world: Loopback, wall: Wall) -> Engine:
    engine = Engine(wall.search)
    world.answers["/newsfeed.search"] = engine
    return engine


def look(cursor: dict[str, Any] | None = None, now: datetime = NOW, words: tuple[str, ...] = ("Nordwind",)) -> Page:
    return VkConnector().fetch(Asking({}, cursor or {}, now, words, secret=TOKEN))


def walk(cursor: dict[str, Any] | None = None, now: datetime = NOW, **asked: Any) -> tuple[list[Item], dict[str, Any]]:
    page, items = look(cursor, now, **asked), list[Item]()
    while True:
        items += page.items
        if not page.more:
            return items, page.cursor
        page = look(page.cursor, now, **asked)


def test_a_post_of_a_person_becomes_an_item(engine: Engine, wall: Wall) -> None:
    wall.post(NOW - timedelta(hours=1), "Nordwind &amp; [club5|the North] &#127183;", views={"count": 345})

    (item,) = look().items

    assert (item.network, item.kind, item.text) == ("VK", "post", "Nordwind & the North 🃏")
    assert (item.url, item.external_id) == ("https://vk.com/wall7_1", "7_1")
    assert (item.author_name, item.author_handle, item.author_url) == ("Anna Berg", "anna", "https://vk.com/anna")
    assert (item.followers, item.reach, item.published_at) == (12, 345, NOW - timedelta(hours=1))


def test_a_community_speaks_under_its_name_and_who_is_unknown_under_the_number(engine: Engine, wall: Wall) -> None:
    wall.post(NOW - timedelta(hours=2), owner_id=-5, from_id=-5)
    wall.post(NOW - timedelta(hours=1), owner_id=-9, from_id=-9)

    known, unknown = look().items

    assert (known.author_name, known.followers, known.url) == ("News of the North", 900, "https://vk.com/wall-5_1")
    assert (unknown.author_name, unknown.author_handle, unknown.followers) == ("", "club9", None)


def test_a_comment_leads_to_the_place_under_its_post(engine: Engine, wall: Wall) -> None:
    wall.post(NOW - timedelta(hours=1), owner_id=-5, from_id=7, post_type="reply", post_id=44)

    (item,) = look().items

    assert (item.kind, item.url, item.author_name) == ("comment", "https://vk.com/wall-5_44?reply=1", "Anna Berg")


def test_more_than_a_thousand_are_read_though_one_question_shows_no_more(engine: Engine, wall: Wall) -> None:
    for number in range(1_100):
        wall.post(NOW - timedelta(seconds=10 * number))
    engine.between = lambda: wall.post(NOW)  # somebody writes after each answer

    items, cursor = walk()
    later, _cursor = walk(cursor, NOW + timedelta(minutes=3))

    assert {int(item.external_id[2:]) for item in items} >= set(range(1, 1_101))
    assert {int(item.external_id[2:]) for item in [*items, *later]} >= set(range(1, len(wall.posts)))


def test_a_crowd_in_one_second_is_passed_and_said(engine: Engine, wall: Wall) -> None:
    for _number in range(POSTS + 3):
        wall.post(NOW - timedelta(minutes=5))
    wall.post(NOW - timedelta(minutes=6))

    first = look()
    second = look(first.cursor)
    third = look(second.cursor)

    assert (first.note, second.note) == ("", "More was said within one second than VK shows.")
    assert ([item.external_id for item in third.items], third.more) == ([f"7_{POSTS + 4}"], False)


def test_words_take_turns(engine: Engine, wall: Wall) -> None:
    wall.post(NOW - timedelta(hours=1), "Nordwind is late")
    wall.post(NOW - timedelta(hours=1), "North Wind is late")

    items, _cursor = walk(words=("Nordwind", "North Wind"))

    assert [item.text for item in items] == ["Nordwind is late", "North Wind is late"]
    assert [asked["q"] for asked in engine.asked] == ["Nordwind", '"North Wind"']


def test_the_token_travels_in_the_body_alone(world: Loopback, engine: Engine) -> None:
    look()

    assert TOKEN in world.posted[0].decode()
    assert TOKEN not in str(world.asked)


@pytest.mark.parametrize(
    ("number", "code", "wait"),
    [
        (5, "denied", None),
        (6, "busy", timedelta(seconds=1)),
        (9, "busy", timedelta(minutes=10)),
        (14, "denied", None),
        (15, "denied", None),
        (29, "busy", timedelta(hours=6)),
        (10, "status", None),
        ("?", "shape", None),
    ],
)
def test_a_fault_comes_with_status_200_and_a_number(
    number: object, code: str, wait: timedelta | None, engine: Engine
) -> None:
    fault = {"error": {"error_code": number, "error_msg": "No", "request_params": [{"access_token": TOKEN}]}}
    engine.next_answers.append((200, {}, json.dumps(fault).encode()))

    with pytest.raises(FetchError) as caught:
        look()

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "code"),
    [((502, {}, b"<html>"), "status"), ((200, {}, b"[]"), "shape"), ((200, {}, b'{"response": 1}'), "shape")],
)
def test_what_is_no_answer_is_a_fault(answer: tuple[int, dict[str, str], bytes], code: str, engine: Engine) -> None:
    engine.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        look()

    assert caught.value.code == code


def test_rows_that_are_no_posts_are_passed_over(engine: Engine, wall: Wall) -> None:
    wall.post(NOW - timedelta(hours=1))
    rows = [{"id": 1}, "post", {"id": 2, "owner_id": 7, "date": 10**12, "text": "Nordwind"}, wall.posts[0]]
    engine.next_answers.append((200, {}, json.dumps({"response": {"items": rows, "profiles": [1]}}).encode()))

    assert [item.external_id for item in look().items] == ["7_1"]


def test_a_brand_without_words_is_told_so() -> None:
    with pytest.raises(FetchError) as caught:
        look(words=())

    assert caught.value.code == "words"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("[id1|Pavel] and [club5|us]", "Pavel and us"),
        ("see [https://x.example/a|here]", "see here"),
        ("[not|a link]", "[not|a link]"),
        (None, ""),
    ],
)
def test_marked_links_are_read_as_their_words(raw: object, text: str) -> None:
    assert text_of(raw) == text
