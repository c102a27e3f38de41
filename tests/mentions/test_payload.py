"""Bodies that senders of webhooks think up."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.sources.item import Item
from mentions.sources.mapping import Rejection, guess_mapping, items_of
from mentions.sources.payload import OBJECTS_LIMIT, UnreadablePayloadError, objects_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        {"text": "Bag"},
        [{"text": "Bag"}],
        {"mentions": [{"text": "Bag"}], "page": 1},
        {"data": [{"text": "Bag"}]},
    ],
)
def test_one_object_a_list_and_a_named_list_are_the_same(body: Any) -> None:
    assert objects_of(json.dumps(body).encode()) == [{"text": "Bag"}]


def test_one_object_a_line_is_a_list_too() -> None:
    assert objects_of('{"text": "Ba\u2028g"}\n\n[7]\nno json\n{"text": "x"}\n'.encode()) == [
        {"text": "Ba\u2028g"},
        {},
        {},
        {"text": "x"},
    ]


def test_nested_fields_are_named_with_a_dot() -> None:
    body = {"author": {"name": "Anna", "stats": {"followers": 7}}, "tags": ["a"], "reach": None, "bot": False}

    assert objects_of(json.dumps(body).encode()) == [
        {"author.name": "Anna", "author.stats.followers": "7", "tags": '["a"]', "bot": "false"}
    ]


@pytest.mark.parametrize("body", [b"", b"no json", b"7", b'"text"', b"null", b"[" * 100_000, b"\xff\xfe", b"{" * 9])
def test_a_body_without_objects_says_so(body: bytes) -> None:
    with pytest.raises(UnreadablePayloadError) as caught:
        objects_of(body)

    assert str(caught.value)


def test_too_many_objects_are_refused_as_a_whole() -> None:
    assert len(objects_of(json.dumps([{}] * OBJECTS_LIMIT).encode())) == OBJECTS_LIMIT
    with pytest.raises(UnreadablePayloadError, match="in parts"):
        objects_of(json.dumps([{}] * (OBJECTS_LIMIT + 1)).encode())


def test_nesting_without_end_is_cut() -> None:
    body: Any = "end"
    for _ in range(300):
        body = {"a": body}

    [row] = objects_of(json.dumps(body).encode())

    assert [name.count(".") for name in row] == [8]


def test_what_no_page_and_no_database_holds_is_replaced() -> None:
    [row] = objects_of(rb'{"a\u0000": {"b": "\ud800"}, "c": ["\udfff"], "d": "x\u0000y"}')

    assert row == {"a\ufffd.b": "\ufffd", "c": '["\ufffd"]', "d": "x\ufffdy"}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
OBJECTS = st.dictionaries(
    st.sampled_from(["text", "title", "url", "date", "author", "id", "followers", "reach", "network", "lang"])
    | st.text(),
    JSON,
)


@settings(deadline=None)
@given(st.lists(OBJECTS | JSON, max_size=5))
def test_whatever_json_holds_becomes_an_item_or_a_reason(body: list[Any]) -> None:
    rows = objects_of(json.dumps(body).encode())
    mapping = guess_mapping(dict.fromkeys(name for row in rows for name in row))

    outcomes = [outcome for _, outcome in items_of(enumerate(rows, 1), mapping, ZoneInfo("UTC"), NOW)]

    assert len(outcomes) == len(body)
    for outcome in outcomes:
        if isinstance(outcome, Item):
            assert len(outcome.identity) == 32
            f"{outcome.words}{outcome.url}{outcome.author_handle}".encode()
        else:
            assert isinstance(outcome, Rejection)
            assert outcome.reason
