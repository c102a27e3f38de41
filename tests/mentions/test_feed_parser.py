"""Feeds as they are found: broken, wrongly declared, hostile. Each gives items or one reason."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mentions.enums import Precision
from mentions.sources.feed import reading
from mentions.sources.feed.parser import UnreadableFeedError, parse_feed
from mentions.sources.item import Item
from tests.outside import DATA, measured

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://news.example/feed.xml"


def rss(*items: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'.encode()


def parse(body: bytes, content_type: str = "") -> list[Item]:
    return parse_feed(body, URL, NOW, content_type)


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableFeedError) as caught:
        parse(body)
    assert str(caught.value)
    return caught.value.code


def test_an_rss_item_becomes_an_item() -> None:
    [item] = parse(
        rss(
            "<item><title>Bag &amp;amp; lost</title>"
            "<description>&lt;p&gt;Since &lt;b&gt;Monday&lt;/b&gt;&lt;/p&gt;</description>"
            "<link>/story/7</link><author>anna@news.example (Anna Berg)</author>"
            "<pubDate>Sun, 01 Mar 2026 10:00:00 +0300</pubDate><guid>tag:news.example,2026:7</guid></item>"
        )
    )

    assert item == Item(
        title="Bag & lost",
        text="Since Monday",
        url="https://news.example/story/7",
        network="news.example",
        kind="article",
        external_id="tag:news.example,2026:7",
        author_name="Anna Berg",
        published_at=datetime(2026, 3, 1, 7, tzinfo=UTC),
    )


def test_an_atom_entry_becomes_an_item() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><entry><id>urn:uuid:1</id>'
        b'<title type="text">Bag lost</title><content type="html">&lt;p&gt;Gone&lt;/p&gt;</content>'
        b"<summary>cut</summary>"
        b'<link href="https://news.example/7"/><author><name>anna</name><uri>https://news.example/anna</uri></author>'
        b"<updated>2026-03-01T07:00:00Z</updated></entry></feed>"
    )

    [item] = parse(body)

    assert (item.title, item.text, item.url) == ("Bag lost", "Gone", "https://news.example/7")
    assert (item.author_handle, item.author_url) == ("anna", "https://news.example/anna")
    assert item.published_at == datetime(2026, 3, 1, 7, tzinfo=UTC)


def test_a_json_feed_item_becomes_an_item() -> None:
    entry: dict[str, Any] = {
        "id": "https://news.example/7",
        "url": "/7",
        "title": "Bag lost",
        "content_html": "<p>Gone</p>",
        "date_published": "2026-03-01T10:00:00+03:00",
        "authors": [{"name": "Anna Berg", "url": "https://news.example/anna"}],
        "language": "en",
    }

    [item] = parse(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [entry, 7, {}]}).encode())

    assert (item.title, item.text, item.url) == ("Bag lost", "Gone", "https://news.example/7")
    assert (item.author_name, item.language) == ("Anna Berg", "en")
    assert item.published_at == datetime(2026, 3, 1, 7, tzinfo=UTC)


WORDS = "Потеряли чемодан в аэропорту, никто не отвечает третий день"
HEAD = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize(
    ("head", "encoding", "content_type"),
    [
        (HEAD.format("windows-1251"), "cp1251", ""),
        (HEAD.format("utf-8"), "cp1251", "application/rss+xml"),
        (HEAD.format("windows-1251"), "utf-8", "text/xml"),
        (HEAD.format("utf-8"), "utf-8", "text/xml; charset=iso-8859-1"),
        ("", "utf-8", "text/xml"),
        ("", "koi8-r", "text/xml; charset=koi8-r"),
        (HEAD.format("koi8-r"), "koi8-r", ""),
        (HEAD.format("utf-16"), "utf-16", ""),
        (HEAD.format("utf-16"), "utf-16-le", "text/xml"),
        (HEAD.format("utf-8;"), "utf-8-sig", ""),
        (HEAD.format("no-such-thing"), "utf-8", ""),
    ],
)
def test_letters_are_read_whatever_was_declared(head: str, encoding: str, content_type: str) -> None:
    body = rss(f"<item><title>{WORDS}</title></item>", head=head).decode().encode(encoding)

    assert [item.title for item in parse(body, content_type)] == [WORDS]


def test_one_broken_byte_costs_one_letter() -> None:
    body = rss(f"<item><title>{WORDS}</title></item>").replace("чемодан".encode(), "чемодан".encode()[:-1])

    assert [item.title for item in parse(body)] == [WORDS.replace("чемодан", "чемода\N{REPLACEMENT CHARACTER}")]


def test_letters_no_xml_may_hold_do_not_cost_the_document() -> None:
    body = rss(
        "<item><title>one\x0b\x00 two</title></item>",
        "<item><title>AT&T & co&hellip;</title></item>",
        "<item><title>x</title><link><![CDATA[http://a.example/?b=1&c=2]]></link></item>",
    )

    assert [item.title for item in parse(body)] == ["one two", "AT&T & co…", "x"]
    assert parse(body)[2].url == "http://a.example/?b=1&c=2"


@pytest.mark.parametrize(
    ("dated", "moment", "precision"),
    [
        ("<pubDate>2026-13-45</pubDate>", None, Precision.NONE),
        ("<pubDate>soon</pubDate>", None, Precision.NONE),
        ("<pubDate>Mon, 02 Mar 2099 10:00:00 GMT</pubDate>", None, Precision.NONE),
        ("<pubDate>2026-03-01</pubDate>", datetime(2026, 3, 1, tzinfo=UTC), Precision.DAY),
        ("", None, Precision.NONE),
    ],
)
def test_odd_dates_are_unknown_and_days_are_days(dated: str, moment: datetime | None, precision: Precision) -> None:
    [item] = parse(rss(f"<item><title>Bag</title>{dated}</item>"))

    assert (item.published_at, item.precision) == (moment, precision)


@pytest.mark.parametrize(
    ("author", "name", "handle"),
    [
        ("anna@news.example (Anna Berg)", "Anna Berg", ""),
        ("Anna Berg &lt;anna@news.example&gt;", "Anna Berg", ""),
        ("user_5f0fa902", "user_5f0fa902", "user_5f0fa902"),
        ("@anna", "@anna", "@anna"),
        ("", "", ""),
    ],
)
def test_authors_are_found_as_feeds_write_them(author: str, name: str, handle: str) -> None:
    [item] = parse(rss(f"<item><title>Bag</title><author>{author}</author></item>"))

    assert (item.author_name, item.author_handle) == (name, handle)


def test_a_counter_is_not_taken_for_an_address() -> None:
    [item] = parse(rss("<item><title>Bag</title><guid>row-7</guid></item>"))

    assert (item.url, item.external_id) == ("", "row-7")


def test_an_item_twice_in_a_feed_comes_once_and_empty_ones_not_at_all() -> None:
    bag = "<item><title>Bag</title><link>https://news.example/7</link></item>"

    assert [item.title for item in parse(rss(bag, bag, "<item><category>x</category></item>"))] == ["Bag"]


def test_comments_of_one_page_are_many() -> None:
    comment = "<item><title>Same</title><link>https://news.example/7#comment-{}</link></item>"

    assert len(parse(rss(comment.format(1), comment.format(2)))) == 2


def test_markup_of_strangers_becomes_plain_words() -> None:
    [item] = parse(
        rss(
            "<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Bag</title><link>javascript:alert(1)</link>"
            '<description>&lt;form action="/out"&gt;&lt;img src=x onerror=alert(1)&gt;gone&lt;/form&gt;</description>'
            "</item>"
        )
    )

    assert (item.title, item.text, item.url) == ("Bag", "gone", "")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!doctype html><html><body>Hello</body></html>", "html"),
        (b"just words", "not_a_feed"),
        (b'{"items": 7}', "not_a_feed"),
        (b"{no json", "broken"),
        (b'{"items":' + b"[" * 100_000, "broken"),
        (b"\x00\x01\x02\xff\xfe", "not_a_feed"),
        (gzip.compress(b"<rss/>", mtime=0), "not_a_feed"),
        (rss(), "no_items"),
    ],
)
def test_what_is_no_feed_has_one_reason(body: bytes, code: str) -> None:
    assert refusal(body) in {code, "broken"}


def test_bombs_of_entities_do_not_grow() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = rss("<item><title>Bag &i;</title></item>", head=f"<!DOCTYPE rss [{entities}]>")

    assert sum(len(item.words) for item in parse(body)) < 1_000


def test_files_of_the_server_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("opensesame")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'

    [item] = parse(rss("<item><title>Bag &x;</title></item>", head=head))

    assert "opensesame" not in item.words


def test_a_document_that_takes_too_long_is_given_up() -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(40_000))

    with pytest.raises(UnreadableFeedError) as caught:
        parse_feed(rss(f"<item><title {attributes}>Bag</title></item>"), URL, NOW, seconds=1)

    assert caught.value.code == "costly"


def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    assert refusal(b"<rss version='2.0'><channel><item>" + b"<a>" * 1_600_000) == "costly"


def test_a_large_feed_is_read_in_another_process_with_the_same_result() -> None:
    items = [
        f"<item><title>{WORDS} {number}</title><link>https://news.example/{number}</link></item>"
        for number in range(900)
    ]
    small, large = rss(*items[:3]), rss(*items)
    assert len(large) > reading.MODEST > len(small)

    assert len(parse(large)) == 900
    assert {item.identity for item in parse(small)} < {item.identity for item in parse(large)}


@measured
def test_every_odd_feed_gives_items_or_one_reason_and_the_same_again() -> None:
    feeds = [file for file in sorted((DATA / "feeds").rglob("*")) if file.suffix in {".xml", ".json"}]
    assert len(feeds) >= 1_000

    for file in feeds:
        outcome = items_or_reason(file.read_bytes())
        assert outcome
        assert items_or_reason(file.read_bytes()) == outcome


def items_or_reason(body: bytes) -> list[bytes] | str:
    try:
        return [item.identity for item in parse(body)]
    except UnreadableFeedError as reason:
        return f"{reason.code}: {reason}"
