"""A mailbox that is written to while it is read, and servers that misbehave in every way that one meets."""

import socket
import socketserver
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.item import Item
from mentions.sources.mailbox import guarded_imap
from mentions.sources.mailbox.connector import AFTER_A_NEW_VALIDITY, FIRST_LOOK, MESSAGES, MailboxConnector
from tests.mentions.sources.imap_server import PASSWORD, USER, Mailbox, imap_server

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def letter(number: int, subject: str = "Lost bag", body: str = "Nordwind lost my bag") -> bytes:
    head = f"From: Anna Berg <anna@example.org>\r\nSubject: {subject}\r\nMessage-ID: <{number}@example.org>\r\n"
    return f"{head}Date: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\n{body}\r\n".encode()


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    with imap_server() as box:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [box.port]
        yield box


def fill(box: Mailbox, count: int) -> None:
    for _number in range(count):
        box.receive(letter(box.last + 1))


def look(
    box: Mailbox, cursor: dict[str, Any] | None = None, secret: str = PASSWORD, host: str = "127.0.0.1", **known: Any
) -> Page:
    settings = {"host": host, "port": box.port, "user": USER, "folder": "INBOX"} | known
    return MailboxConnector().fetch(Asking(settings, cursor or {}, NOW, secret=secret))


def visit(box: Mailbox, cursor: dict[str, Any] | None = None) -> tuple[list[Item], dict[str, Any]]:
    page = look(box, cursor)
    items = list(page.items)
    while page.more:
        page = look(box, page.cursor)
        items += page.items
    return items, page.cursor


def numbers(items: list[Item]) -> list[int]:
    return [int(item.external_id.strip("<>").partition("@")[0]) for item in items]


def test_a_letter_becomes_an_item(box: Mailbox) -> None:
    fill(box, 1)

    (item,) = look(box).items

    assert (item.network, item.kind, item.title, item.text) == ("E-mail", "message", "Lost bag", "Nordwind lost my bag")
    assert (item.author_name, item.author_handle) == ("Anna Berg", "anna@example.org")
    assert (item.external_id, item.published_at) == ("<101@example.org>", NOW - timedelta(hours=2))


def test_an_empty_mailbox_is_no_fault_and_its_first_letter_is_read(box: Mailbox) -> None:
    page = look(box)
    fill(box, 1)

    assert (page.items, page.cursor, page.more) == ([], {"validity": 7, "uid": 0}, False)
    assert numbers(look(box, page.cursor).items) == [101]


def test_the_first_look_takes_the_newest_and_later_ones_everything(box: Mailbox) -> None:
    fill(box, FIRST_LOOK + 30)
    first, cursor = visit(box)
    fill(box, 3 * MESSAGES)
    box.between = lambda: fill(box, 1) if len(box.messages) < 200 else None

    later, cursor = visit(box, cursor)
    last, _cursor = visit(box, cursor)

    assert numbers(first) == list(range(131, 181))
    assert numbers([*later, *last]) == list(range(181, box.last + 1))


def test_where_nothing_is_newer_the_last_letter_is_not_taken_again(box: Mailbox) -> None:
    fill(box, 3)
    page = look(box)

    assert (look(box, page.cursor).items, look(box, page.cursor).cursor) == ([], page.cursor)


def test_another_validity_reads_the_newest_anew(box: Mailbox) -> None:
    fill(box, AFTER_A_NEW_VALIDITY + 20)
    _items, cursor = visit(box)
    box.validity = 8

    items, cursor = visit(box, cursor)

    assert (len(items), cursor) == (AFTER_A_NEW_VALIDITY, {"validity": 8, "uid": box.last})


def test_a_letter_that_vanishes_meanwhile_is_passed_over(box: Mailbox) -> None:
    fill(box, 4)
    box.between = lambda: box.messages.pop(103, None)

    page = look(box)

    assert (numbers(page.items), page.cursor["uid"]) == ([101, 102, 104], 104)


def test_nothing_is_marked_moved_or_deleted(box: Mailbox) -> None:
    fill(box, 2)
    look(box)

    assert {command.split(" ")[0] for command in box.said} <= {
        *("CAPABILITY", "AUTHENTICATE", "EXAMINE", "FETCH", "UID", "LOGOUT")
    }
    assert all("PEEK" in command for command in box.said if "BODY" in command)


def test_a_server_without_plain_is_signed_in_to_the_old_way(box: Mailbox) -> None:
    box.plain = False
    fill(box, 1)

    assert numbers(look(box, secret="plain").items) == [101]


@pytest.mark.parametrize(("plain", "secret"), [(True, "wrong"), (False, "wrong"), (False, PASSWORD)])
def test_a_password_that_is_wrong_is_said_and_not_quoted(plain: bool, secret: str, box: Mailbox) -> None:  # noqa: FBT001 -- a parameter
    box.plain = plain

    with pytest.raises(FetchError) as caught:
        look(box, secret=secret)

    assert (caught.value.code, "does not accept this user name" in str(caught.value)) == ("denied", True)
    assert (secret in str(caught.value), caught.value.__cause__) == (False, None)


def test_without_a_password_nobody_is_asked(box: Mailbox) -> None:
    with pytest.raises(FetchError) as caught:
        look(box, secret="")

    assert (caught.value.code, box.said) == ("denied", [])


def test_a_folder_that_is_not_there_is_said(box: Mailbox) -> None:
    with pytest.raises(FetchError) as caught:
        look(box, folder='A "quoted" one')

    assert caught.value.code == "gone"


def says(words: bytes) -> Callable[[socketserver.StreamRequestHandler], None]:
    def say(handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(words)

    return say


def drips(handler: socketserver.StreamRequestHandler) -> None:
    for _second in range(200):
        handler.wfile.write(b"*")
        time.sleep(0.02)


def floods(handler: socketserver.StreamRequestHandler) -> None:
    for _piece in range(40):
        handler.wfile.write(b"x" * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "instead", "code"),
    [
        ("EXAMINE", lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "broken"),
        ("EXAMINE", lambda _handler: time.sleep(1), "slow"),
        ("EXAMINE", drips, "slow"),
        ("EXAMINE", floods, "large"),
        ("EXAMINE", says(b"* 1 FETCH (BODY[] {99999999999}\r\n"), "large"),
        ("EXAMINE", says(b"nonsense \xff\r\n" * 3), "broken"),
        ("CAPABILITY", says(b"* BYE [UNAVAILABLE] later\r\n"), "busy"),
    ],
)
def test_a_server_that_misbehaves_costs_little_and_says_why(
    name: str,
    instead: Callable[[socketserver.StreamRequestHandler], None],
    code: str,
    box: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guarded_imap, "SECONDS", 0.8)
    monkeypatch.setattr(guarded_imap, "SILENCE", 0.4)
    box.instead[name] = instead
    began = time.monotonic()

    with pytest.raises(FetchError) as caught:
        look(box)

    assert caught.value.code == code
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("greeting", "code"), [(b"* BYE [UNAVAILABLE] too many\r\n", "busy"), (b"HTTP/1.1 400\r\n", "")]
)
def test_who_greets_otherwise_is_no_mail_server(greeting: bytes, code: str, box: Mailbox) -> None:
    box.greeting = greeting

    with pytest.raises(FetchError) as caught:
        look(box)

    assert caught.value.code == (code or "broken")


def test_a_private_address_is_not_reached(box: Mailbox, settings: Settings) -> None:
    settings.HTTP_ALLOWED_NETWORKS = []

    with pytest.raises(FetchError) as caught:
        look(box)

    assert (caught.value.code, box.said) == ("private", [])


def test_only_the_port_for_tls_is_spoken_to(box: Mailbox, settings: Settings) -> None:
    settings.HTTP_ALLOWED_PORTS = [80, 443]

    with pytest.raises(FetchError) as caught:
        look(box)

    assert (caught.value.code, box.said) == ("port", [])


def test_who_speaks_no_tls_at_its_port_gets_no_password(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_imap, "IMAPS", box.port)

    with pytest.raises(FetchError) as caught:
        look(box)

    assert (caught.value.code, box.said) == ("denied", [])


def test_nobody_at_home_is_unreachable(box: Mailbox, settings: Settings) -> None:
    settings.HTTP_ALLOWED_PORTS = [1]

    with pytest.raises(FetchError) as caught:
        look(box, port=1)

    assert caught.value.code == "unreachable"
