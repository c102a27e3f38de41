"""GDELT against an engine that behaves as the public one is written down: no pages, faults in plain words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.gdelt.connector import ROWS, GdeltConnector
from tests.loopback import loopback
from tests.mentions.sources.engine import Asked, Engine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


class Archive:
    """Articles by the quarter of an hour in which they were seen."""

    def __init__(self) -> None:
        self.articles: list[dict[str, Any]] = []

    def add(self, seen: datetime, count: int = 1, **fields: Any) -> None:
        for _number in range(count):
            number = len(self.articles) + 1
            row = {"url": f"https://paper.example/{number}", "title": f"Nordwind {number}", "domain": "paper.example"}
            row |= {"seendate": f"{seen:%Y%m%dT%H%M%SZ}", "language": "English", "sourcecountry": "Norway"}
            self.articles.append(row | fields)

    def search(self, asked: Asked) -> dict[str, Any]:
        first, last = asked["startdatetime"], asked["enddatetime"]
        rows = [row for row in self.articles if first <= row["seendate"].replace("T", "").rstrip("Z") <= last]
        newest_first = sorted(rows, key=lambda row: str(row["seendate"]), reverse=True)
        return {"articles": newest_first[: int(asked["maxrecords"])]} if rows else {}


@pytest.fixture
def archive() -> Archive:
    return Archive()


@pytest.fixture
def engine(archive: Archive, settings: Settings) -> Iterator[Engine]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        settings.GDELT_API = f"{world.url}/doc"
        engine = Engine(archive.search)
        world.answers["/doc"] = engine
        yield engine


def look(cursor: dict[str, Any] | None = None, now: datetime = NOW, words: tuple[str, ...] = ("Nordwind",)) -> Page:
    return GdeltConnector().fetch(Asking({}, cursor or {}, now, words))


def walk(cursor: dict[str, Any] | None = None, now: datetime = NOW) -> tuple[list[str], list[Page]]:
    """Addresses of all pages of a visit, as the runner takes them, and the pages."""
    pages = [look(cursor, now)]
    while pages[-1].more:
        pages.append(look(pages[-1].cursor, now))
    return [item.url for page in pages for item in page.items], pages


def test_an_article_becomes_an_item_of_its_paper(engine: Engine, archive: Archive) -> None:
    archive.add(NOW - QUARTER, language="Russian")

    (item,) = look().items

    assert (item.title, item.url, item.author_name) == ("Nordwind 1", "https://paper.example/1", "paper.example")
    assert (item.kind, item.language, item.location) == ("article", "ru", "Norway")
    assert (item.published_at, item.precision) == (NOW - QUARTER, "minute")


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (("Nordwind",), '"Nordwind"'),
        (("Nordwind", "North Wind"), '("Nordwind" OR "North Wind")'),
        (("No", 'North "Wind"'), '"North  Wind"'),
    ],
)
def test_the_words_become_one_question(words: tuple[str, ...], query: str, engine: Engine) -> None:
    look(words=words)

    assert engine.asked[0]["query"] == query


def test_many_words_become_questions_that_take_turns_with_a_pause_between(engine: Engine, archive: Archive) -> None:
    words = tuple(f"Nordwind {number:02}" for number in range(12))
    archive.add(NOW - QUARTER)

    first = look(words=words)
    second = look(first.cursor, words=words)

    assert [asked["query"].count("OR") for asked in engine.asked] == [9, 1]
    assert (first.more, first.come_back_after, second.more) == (True, timedelta(seconds=6), False)


def test_nothing_found_is_an_empty_page(engine: Engine) -> None:
    page = look()

    assert (page.items, page.more, page.note) == ([], False, "")


def test_a_busy_window_is_walked_back_with_the_pause_that_is_asked_for(engine: Engine, archive: Archive) -> None:
    for quarter in range(8):
        archive.add(NOW - quarter * QUARTER, 100)

    addresses, pages = walk()

    assert set(addresses) == {row["url"] for row in archive.articles}
    assert [page.come_back_after for page in pages[:-1]] == [timedelta(seconds=6)] * (len(pages) - 1)
    assert not any(page.note for page in pages)


def test_more_than_a_page_in_one_quarter_is_said_and_what_is_older_still_found(
    engine: Engine, archive: Archive
) -> None:
    archive.add(NOW - QUARTER, ROWS + 50)
    archive.add(NOW - 5 * QUARTER)

    addresses, pages = walk()

    assert archive.articles[-1]["url"] in addresses
    assert [bool(page.note) for page in pages] == [False, True, False]


def test_the_next_visit_looks_an_hour_back(engine: Engine, archive: Archive) -> None:
    archive.add(NOW - QUARTER)
    _addresses, pages = walk()

    walk(pages[-1].cursor, NOW + QUARTER)

    assert engine.asked[-1]["startdatetime"] == f"{NOW - QUARTER - timedelta(hours=1):%Y%m%d%H%M%S}"


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        ((429, {}, b"Please limit requests to one every 5 seconds"), "busy", None),
        ((200, {}, b"Please limit requests to one every 5 seconds or contact us"), "busy", timedelta(seconds=6)),
        ((200, {}, b"The specified phrase is too short."), "query", None),
        ((200, {}, b""), "shape", None),
        ((200, {}, b'{"articles": 7}'), "shape", None),
    ],
)
def test_a_fault_in_plain_words_is_a_fault(
    answer: tuple[int, dict[str, str], bytes], code: str, wait: timedelta | None, engine: Engine
) -> None:
    engine.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        look()

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)


def test_rows_without_address_or_moment_are_passed_over(engine: Engine, archive: Archive) -> None:
    archive.add(NOW - QUARTER, url="")
    engine.next_answers.append((200, {}, b'{"articles": [null, {"url": "https://a.example/", "seendate": "soon"}]}'))

    assert (look().items, look().items) == ([], [])


def test_a_brand_whose_words_are_too_short_says_so(engine: Engine) -> None:
    with pytest.raises(FetchError, match="three letters"):
        look(words=("X", "no"))
    assert not engine.asked
