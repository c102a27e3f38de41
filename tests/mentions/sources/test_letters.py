"""Letters as items: plain and in HTML, of every alphabet, broken, hostile, and alerts that lead elsewhere."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256

import pytest

from mentions.sources.item import Item
from mentions.sources.mailbox.message import MOST_LINKS, items_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ALERT = (
    '<a href="https://www.google.com/url?rct=j&amp;url={0}&amp;ct=ga" itemprop="url"><span>{1}</span></a>'
    '<a href="https://www.google.com/alerts/feedback?x=1">Flag</a>'
)


def read(raw: bytes) -> list[Item]:
    return items_of(raw, "brand/INBOX/7/101", NOW)


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Anna Berg <anna@example.org>", "Subject": "Lost bag"}.items() | headers.items():
        message[name.replace("_", "-")] = value
    return message


def test_the_plain_words_are_taken_before_the_html() -> None:
    message = letter()
    message.set_content("Nordwind lost my bag")
    message.add_alternative("<p>Nordwind <b>lost</b> my bag</p>", subtype="html")

    assert [item.text for item in read(message.as_bytes())] == ["Nordwind lost my bag"]


def test_html_alone_is_read_as_its_words() -> None:
    message = letter()
    message.set_content("<style>p{}</style><p>Nordwind &amp; co<br>lost it</p>", subtype="html")

    assert [item.text for item in read(message.as_bytes())] == ["Nordwind & co\nlost it"]


def test_attachments_are_not_opened() -> None:
    message = letter()
    message.set_content("See the file")
    message.add_attachment("secret plans", filename="plans.txt")

    assert [item.text for item in read(message.as_bytes())] == ["See the file"]


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8", "x-unknown"])
def test_every_alphabet_is_read(charset: str) -> None:
    coded = "utf-8" if charset == "x-unknown" else charset
    head = "From: =?utf-8?B?0JDQvdC90LA=?= <a@b.example>\r\nSubject: =?utf-8?Q?=D0=A1=D1=83=D0=BC=D0=BA=D0=B0?=\r\n"
    kind = f"Content-Type: text/plain; charset={charset}\r\n\r\n"
    raw = head.encode() + kind.encode() + "Северный ветер потерял сумку".encode(coded)

    (item,) = read(raw)

    assert (item.text, item.title) == ("Северный ветер потерял сумку", "Сумка")
    assert (item.author_name, item.author_handle) == ("Анна", "a@b.example")


def test_a_letter_without_an_id_is_named_by_its_place() -> None:
    (item,) = read(b"Subject: Bag\r\n\r\nLost")

    assert item.external_id == sha256(b"brand/INBOX/7/101").hexdigest()
    assert (item.author_name, item.published_at) == ("", None)


@pytest.mark.parametrize("date", ["soon", "", "Mon, 2 Mar 2099 10:00:00 +0000", "Mon, 99 Xxx 2026 10:00:00"])
def test_a_moment_that_cannot_be_is_unknown(date: str) -> None:
    assert [item.published_at for item in read(f"Date: {date}\r\n\r\nLost".encode())] == [None]


def test_an_alert_becomes_the_articles_that_it_leads_to() -> None:
    message = letter()
    del message["From"]
    message["From"] = "Google Alerts <googlealerts-noreply@google.com>"
    links = ALERT.format("https://news.example/a?utm_source=x", "Nordwind <b>loses</b> bags")
    message.set_content("Plain words of the alert")
    message.add_alternative(links + links + ALERT.format("https://blog.example/b", "Another"), subtype="html")

    items = read(message.as_bytes())

    assert [(item.url, item.title) for item in items] == [
        ("https://news.example/a", "Nordwind loses bags"),
        ("https://blog.example/b", "Another"),
    ]
    assert {(item.kind, item.network, item.author_name) for item in items} == {("article", "", "")}


def test_an_alert_has_no_endless_list_of_links() -> None:
    message = letter()
    del message["From"]
    message["From"] = "googlealerts-noreply@google.com"
    many = "".join(ALERT.format(f"https://news.example/{number}", f"Title {number}") for number in range(500))
    message.set_content(many, subtype="html")

    assert len(read(message.as_bytes())) == MOST_LINKS


def nested(depth: int) -> bytes:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth))
    return b"Subject: Deep\r\n" + head + b"\r\nLost\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 1_000,
        nested(3_000),
        b"Subject: " + b"=?utf-8?B?" * 20_000 + b"\r\n\r\nLost",
        b"From: " + b"(" * 50_000 + b"\r\n\r\nLost",
        b"Content-Type: text/plain; charset=" + b'"' * 250_000 + b"\r\n\r\nLost",
        b'Content-Type: multipart/mixed; x="' + b";" * 250_000 + b"\r\n\r\nLost",
        b"Content-Type: multipart/mixed" + b'\r\n ;"' * 50_000 + b"\r\n\r\nLost",
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"!" * 99_999,
        b"Date: " + b"9" * 5_000 + b"\r\n\r\nLost",
    ],
    ids=["empty", "noise", "deep", "words", "brackets", "quotes", "semicolons", "folded", "base64", "date"],
)
def test_a_hostile_letter_costs_little_and_is_an_item_or_nothing(raw: bytes) -> None:
    began = time.process_time()

    assert len(read(raw)) <= 1
    assert time.process_time() - began < 10  # some of these took minutes


def test_a_long_line_of_words_is_kept_whole() -> None:
    assert "x" * 9_000 in read(b"Subject: Bag\r\n\r\n" + b"x" * 9_000)[0].text
