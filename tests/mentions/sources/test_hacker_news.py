"""Hacker News against an engine that behaves as the public one is written down, and goes on living meanwhile."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.hacker_news.connector import HITS, HackerNewsConnector
from mentions.sources.item import Item
from tests.loopback import loopback
from tests.mentions.sources.engine import Asked, Engine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Board:
    """Its posts, as the search shows them: no more than a page, whatever is asked."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []

    def post(self, at: datetime, text: str = "Nordwind lost my bag", **fields: Any) -> None:
        number = str(len(self.posts) + 1)
        hit = {"objectID": number, "author": "anna", "created_at_i": int(at.timestamp()), "comment_text": text}
        self.posts.append(hit | fields)

    def search(self, asked: Asked) -> dict[str, Any]:
        low = int(re.search(r"created_at_i>=(\d+)", asked["numericFilters"])[1])  # type: ignore[index]  # always asked
        high = re.search(r"created_at_i<=(\d+)", asked["numericFilters"])
        word = asked["query"].strip('"').lower()
        found = [hit for hit in self.posts if word in f"{hit.get('title')} {hit.get('comment_text')}".lower()]
        found = [hit for hit in found if low <= hit["created_at_i"] <= (int(high[1]) if high else 2**40)]
        return {"hits": sorted(found, key=lambda hit: -hit["created_at_i"])[: int(asked["hitsPerPage"])]}


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def engine(board: Board, settings: Settings) -> Iterator[Engine]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        settings.HACKER_NEWS_API = world.url
        engine = Engine(board.search)
        world.answers["/search_by_date"] = engine
        yield engine


def look(cursor: dict[str, Any] | None = None, now: datetime = NOW, words: tuple[str, ...] = ("Nordwind",)) -> Page:
    return HackerNewsConnector().fetch(Asking({}, cursor or {}, now, words))


def walk(cursor: dict[str, Any] | None = None, now: datetime = NOW, **asked: Any) -> tuple[list[Item], dict[str, Any]]:
    """All pages of a visit, as the runner takes them."""
    page, items = look(cursor, now, **asked), list[Item]()
    while True:
        items += page.items
        if not page.more:
            return items, page.cursor
        page = look(page.cursor, now, **asked)


def numbers(items: list[Item]) -> list[int]:
    return [int(item.external_id) for item in items]


def test_a_comment_becomes_an_item_with_the_address_of_the_talk(engine: Engine, board: Board) -> None:
    board.post(NOW - timedelta(hours=1), "<p>Nordwind &amp; co<p>lost <i>my</i> bag")

    (item,) = look().items

    assert (item.network, item.kind, item.text) == ("Hacker News", "comment", "Nordwind & co\nlost my bag")
    assert (item.url, item.author_handle) == ("https://news.ycombinator.com/item?id=1", "anna")
    assert item.published_at == NOW - timedelta(hours=1)


def test_a_story_is_its_title_and_what_was_written_to_it(engine: Engine, board: Board) -> None:
    board.post(NOW - timedelta(hours=1), "", title="Ask: is Nordwind down?", story_text="For <b>me</b> it is.")

    (item,) = look().items

    assert (item.kind, item.title, item.text) == ("post", "Ask: is Nordwind down?", "For me it is.")


def test_many_pages_are_walked_back_without_a_loss_while_people_go_on_writing(engine: Engine, board: Board) -> None:
    for number in range(3 * HITS):
        board.post(NOW - timedelta(minutes=number))
    engine.between = lambda: board.post(NOW + SECOND)

    items, cursor = walk()
    later, _cursor = walk(cursor, NOW + timedelta(minutes=1))

    assert set(range(1, 3 * HITS + 1)) <= set(numbers(items))
    assert set(range(1, len(board.posts))) <= set(numbers(items + later))


def test_the_next_visit_asks_from_a_little_before_the_newest(engine: Engine, board: Board) -> None:
    board.post(NOW - timedelta(hours=2))
    _items, cursor = walk()
    board.post(NOW - timedelta(hours=2) - timedelta(minutes=10))  # the engine learned of it late
    board.post(NOW - timedelta(minutes=1))

    items, _cursor = walk(cursor, NOW + timedelta(minutes=5))

    assert numbers(items) == [2, 1, 3]


def test_a_crowd_in_one_second_ends_the_walk_all_the_same(engine: Engine, board: Board) -> None:
    for _number in range(2 * HITS):
        board.post(NOW - timedelta(hours=1))
    board.post(NOW - timedelta(hours=2))

    items, _cursor = walk()

    assert max(numbers(items)) == 2 * HITS + 1
    assert len(engine.asked) < 5


def test_each_word_of_the_brand_is_searched_for_and_a_new_one_from_its_beginning(engine: Engine, board: Board) -> None:
    board.post(NOW - timedelta(days=2), "Nordwind")
    board.post(NOW - timedelta(days=3), "Северный ветер")
    items, cursor = walk()

    more, after = walk(cursor, NOW + SECOND, words=("Nordwind", "Северный ветер"))
    _rest, kept = walk(after, NOW + SECOND, words=("Северный ветер",))

    assert (numbers(items), set(numbers(more))) == ([1], {1, 2})
    assert list(kept["walks"]) == ["Северный ветер"]


def test_a_clock_that_runs_ahead_does_not_make_us_miss_what_comes_next(engine: Engine, board: Board) -> None:
    board.post(NOW + timedelta(days=3))
    _items, cursor = walk()
    board.post(NOW + timedelta(minutes=2))

    items, _cursor = walk(cursor, NOW + timedelta(minutes=5))

    assert 2 in numbers(items)


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        ((429, {"Retry-After": "90"}, b"slow down"), "busy", timedelta(seconds=90)),
        ((503, {}, b""), "busy", None),
        ((403, {}, b""), "denied", None),
        ((500, {}, b"oops"), "status", None),
        ((200, {}, b"<html>maintenance</html>"), "shape", None),
        ((200, {}, b'{"hits": "none"}'), "shape", None),
        ((200, {}, b'[["hits"]]'), "shape", None),
    ],
)
def test_a_fault_has_a_code_and_the_time_to_wait(
    answer: tuple[int, dict[str, str], bytes], code: str, wait: timedelta | None, engine: Engine
) -> None:
    engine.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        look()

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)


def test_hits_without_a_number_or_a_time_are_passed_over(engine: Engine, board: Board) -> None:
    board.post(NOW - SECOND)
    board.posts += [{"objectID": "", "created_at_i": board.posts[0]["created_at_i"], "comment_text": "nordwind"}]
    engine.next_answers.append(
        (200, {}, b'{"hits": [null, {"objectID": "7"}, {"objectID": "8", "created_at_i": "x"}]}')
    )

    assert (look().items, numbers(look().items)) == ([], [1])


def test_a_full_page_of_which_a_hit_is_passed_over_is_a_full_page(engine: Engine, board: Board) -> None:
    for number in range(HITS + 1):
        board.post(NOW - timedelta(minutes=number + 1))
    board.posts[0]["objectID"] = ""

    items, _cursor = walk()

    assert set(numbers(items)) == set(range(2, HITS + 2))


def test_a_brand_without_words_says_what_to_do(engine: Engine) -> None:
    with pytest.raises(FetchError, match="Give it some"):
        look(words=())
    assert not engine.asked
