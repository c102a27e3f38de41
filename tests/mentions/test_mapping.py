"""Columns of strangers into items, or the reason why not."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentions.enums import Precision
from mentions.sources.file_reader import read_rows
from mentions.sources.item import Item
from mentions.sources.mapping import PRESETS, Rejection, guess_mapping, items_of, whole_number
from mentions.sources.payload import objects_of
from tests.outside import DATA, measured

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PACIFIC = ZoneInfo("America/Los_Angeles")


def read(row: dict[str, str], mapping: dict[str, str] | None = None) -> Item | Rejection:
    [(_, outcome)] = items_of([(7, row)], mapping or guess_mapping(row), PACIFIC, NOW)
    return outcome


def reason(row: dict[str, str], **mapping: str) -> str:
    outcome = read(row, mapping or None)
    assert isinstance(outcome, Rejection)
    assert outcome.row == 7
    return outcome.reason


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (["Date", "URL", "Hit Sentence"], {"text": "Hit Sentence", "url": "URL", "published_at": "Date"}),
        (["Дата", "Текст", "Автор", "Ссылка", "Площадка"], {
            "text": "Текст", "url": "Ссылка", "published_at": "Дата", "author_handle": "Автор", "network": "Площадка",
        }),
        (["id", " Message ", "created_at"], {"text": " Message ", "published_at": "created_at", "external_id": "id"}),
        (["content", "text"], {"text": "text"}),
        (["foo"], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names(columns: list[str], mapping: dict[str, str]) -> None:
    assert guess_mapping(columns) == mapping


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_known_by_its_columns_in_any_order(preset: str) -> None:
    columns = sorted(column for field, column in PRESETS[preset].items() if not field.endswith("="))

    assert guess_mapping([*columns, "something else"]).items() >= PRESETS[preset].items()


def test_a_row_becomes_an_item() -> None:
    row = {"text": "Bag lost &amp; found", "name": "anna", "tweet_created": "2/24/2015 11:42", "tweet_id": "5.7E+17"}

    item = read(row | {"tweet_location": "Riga"})

    assert item == Item(
        text="Bag lost & found",
        author_handle="anna",
        network="x",
        location="Riga",
        published_at=datetime(2015, 2, 24, 19, 42, tzinfo=UTC),
        precision=Precision.MINUTE,
    )


def test_a_row_without_a_time_is_an_item_of_unknown_time() -> None:
    item = read({"text": "Bag lost"})

    assert isinstance(item, Item)
    assert (item.published_at, item.precision) == (None, Precision.NONE)


def test_rows_that_are_no_mentions_say_why() -> None:
    assert reason({"text": " ", "url": ""}) == "There is no text, title or link in this row."
    assert reason({}) == "This row is no object with named fields."
    assert reason({"text": "Bag", "date": "soon"}) == "The time “soon” cannot be read."
    assert "too far away" in reason({"text": "Bag", "date": "1/1/1970"})
    assert "too far away" in reason({"text": "Bag", "date": (NOW + timedelta(days=3)).isoformat()})
    assert "no text" in reason({"text": "Bag"}, text="missing column")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7", 7),
        ("1,204", 1_204),
        ("1 204", 1_204),
        ("1.2K", 1_200),
        ("3М", 3_000_000),
        (12, 12),
        ("0", 0),
        ("", None),
        (None, None),
        ("n/a", None),
        ("-1", None),
        ("1e400", None),
        ("9" * 30, None),
        ("9" * 400, None),
        ("100,000,000,000", 10**11),
        ("100,000,000,001", None),
        ("0.5", 0),
    ],
)
def test_figures_are_numbers_or_unknown(written: Any, number: int | None) -> None:
    assert whole_number(written) == number


@measured
@pytest.mark.parametrize(("name", "rows"), [("united", 3_822), ("southwest", 2_420), ("virgin_america", 504)])
def test_a_real_week_is_the_same_over_a_file_and_a_webhook(name: str, rows: int) -> None:
    table = list(read_rows("week.csv", (DATA / "airlines" / f"{name}.csv").read_bytes()))

    from_file = [outcome for _, outcome in items_of(table, PRESETS["twitter-airline"], PACIFIC, NOW)]
    sent = objects_of(json.dumps([row for _, row in table[:2_000]]).encode())
    pushed = [outcome for _, outcome in items_of(enumerate(sent, 1), guess_mapping(sent[0]), PACIFIC, NOW)]

    identities = {item.identity for item in from_file if isinstance(item, Item)}
    assert len(identities) == len(table) == rows
    assert {item.identity for item in pushed if isinstance(item, Item)} <= identities
    assert len(pushed) == min(rows, 2_000)
