"""One post, many roads, one name."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mentions.sources.identity import canonical_url, is_of_the_world, is_ruined
from mentions.sources.item import Item, make_item

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(**fields: Any) -> Item:
    return make_item(**{"text": "My bag is gone", "author_handle": "@anna", "published_at": NOON} | fields)


@pytest.mark.parametrize(
    "other",
    [
        {"author_handle": "Anna"},
        {"author_handle": "", "author_name": "anna"},
        {"published_at": NOON.astimezone(timezone(timedelta(hours=5)))},
        {"published_at": NOON + timedelta(seconds=59)},
        {"text": "My  bag\nis gone!"},
        {"text": "", "title": "My bag is gone"},
        {"title": "My bag is…"},
        {"network": "x", "external_id": "5.70308E+17"},
        {"network": "x", "external_id": "5,7E+17"},
        {"network": "x", "external_id": "570308000000000000"},
        {"url": "https://twitter.com/anna/status/5.70308E+17"},
        {"url": "ftp://example.com/1"},
        {"language": "en", "location": "Riga", "followers": 7},
    ],
)
def test_what_roads_lose_or_add_does_not_make_another_post(other: dict[str, Any]) -> None:
    assert said(**other).identity == said().identity


@pytest.mark.parametrize(
    "other",
    [
        {"author_handle": "@oleg"},
        {"author_handle": "", "author_name": ""},
        {"published_at": NOON + timedelta(minutes=1)},
        {"published_at": None},
        {"text": "My bag is back"},
        {"external_id": "17"},
        {"network": "x", "external_id": "17"},
        {"external_id": "570308000000000017"},
        {"url": "https://example.com/1"},
    ],
)
def test_what_tells_posts_apart_makes_another_one(other: dict[str, Any]) -> None:
    assert said(**other).identity != said().identity


def test_an_address_names_a_post_whatever_else_is_known() -> None:
    one = make_item(url="https://www.example.com/story/?utm_source=x&id=7#top", title="Bag lost", external_id="a")
    other = make_item(url="http://m.example.com/story?id=7&fbclid=1", text="Another excerpt", published_at=NOON)

    assert one.identity == other.identity


def test_an_id_unique_in_the_world_needs_no_network() -> None:
    snowflake = "570308133677760513"

    assert said(network="x", external_id=snowflake).identity == make_item(external_id=snowflake, text="cut…").identity


def test_a_small_id_belongs_to_its_network() -> None:
    assert said(network="a", external_id="7").identity != said(network="b", external_id="7").identity
    assert said(network="a", external_id="7").identity == said(network="A", external_id="7", text="edited").identity


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.COM:80/a/", "https://example.com/a"),
        ("https://example.com/a?b=&c=2&utm_campaign=z&gclid=1", "https://example.com/a?b=&c=2"),
        ("https://mobile.twitter.com/a/status/1", "https://x.com/a/status/1"),
        ("https://m.vk.com/wall-1_2", "https://vk.com/wall-1_2"),
        ("https://t.me/s/channel/5", "https://t.me/channel/5"),
        (
            "https://www.google.com/url?rct=j&url=https%3A%2F%2Fexample.com%2Fa%3Futm_medium%3Dx&ct=ga",
            "https://example.com/a",
        ),
        ("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/путь"),
        ("https://example.com/post#comment-41", "https://example.com/post#comment-41"),
        ("https://example.com/post#respond", "https://example.com/post"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://bit.ly/3e45", "https://bit.ly/3e45"),
        ("javascript:alert(1)", ""),
        ("https://x.com/a/status/5.70E+17", ""),
        ("http://[::1", ""),
        ("http://", ""),
        ("no address", ""),
    ],
)
def test_addresses_of_one_page_are_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize("ruined", ["5.70308E+17", "5,7E+17", "5E+17", "5.703061336777605e+17", "570308000000000000"])
def test_ids_that_a_spreadsheet_rounded_are_known(ruined: str) -> None:
    assert is_ruined(ruined)
    assert make_item(external_id=ruined).external_id == ""


@pytest.mark.parametrize("sound", ["570308133677760513", "17", "3e45", "abc-7", "100000", "t3_1abc"])
def test_sound_ids_are_kept(sound: str) -> None:
    assert not is_ruined(sound)


def test_ids_of_the_world() -> None:
    known = [
        "570308133677760513",
        "tag:example.com,2026:1",
        "https://example.com/1",
        "at://did:plc:a/b/c",
        "0" * 3 + "f" * 29,
    ]

    assert [is_of_the_world(each) for each in known] == [True] * 5
    assert [is_of_the_world(each) for each in ("17", "row-17", "t3_1abc", "5.70308E+17", "")] == [False] * 5


def test_a_title_that_repeats_the_text_is_said_once() -> None:
    assert Item(title="My bag…", text="My bag is\ngone").words == "My bag is\ngone"
    assert Item(title="My bag is gone since Monday", text="My bag is gone…").words == "My bag is gone since Monday"
    assert Item(title="Bag", text="Gone").words == "Bag\nGone"
    assert Item(title="Bag").words == "Bag"


def test_only_addresses_of_the_web_become_links() -> None:
    item = make_item(url="javascript:alert(1)", author_url=" HTTPS://example.com/a\n")

    assert (item.url, item.author_url) == ("", "HTTPS://example.com/a")
