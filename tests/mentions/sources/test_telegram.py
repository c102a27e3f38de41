"""A bot against a server that forgets what was acknowledged, as Telegram does, and goes on being written to."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Page
from mentions.sources.item import Item
from mentions.sources.telegram.connector import UPDATES, TelegramConnector
from tests.loopback import Loopback, loopback
from tests.mentions.sources.engine import Asked, Engine

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKEN = "12345:secret-of-a-bot"
CHANNEL = {"id": -1001234, "type": "channel", "title": "Nordwind news", "username": "nordwind"}
GROUP = {"id": -1005678, "type": "supergroup", "title": "Passengers"}
ANNA = {"id": 7, "first_name": "Anna", "last_name": "Berg", "username": "anna"}


class Bot:
    """Updates wait until an offset behind them is told; then they are gone for good."""

    def __init__(self) -> None:
        self.waiting: list[dict[str, Any]] = []
        self.last = 100

    def write(self, kind: str = "message", **fields: Any) -> None:
        self.last += 1
        message = {"message_id": self.last, "date": int(NOW.timestamp()) - 60, "chat": GROUP, "from": ANNA}
        self.waiting.append({"update_id": self.last, kind: message | {"text": "Nordwind lost my bag"} | fields})

    def updates(self, asked: Asked) -> dict[str, Any]:
        offset = int(asked.get("offset", 0))
        self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
        return {"ok": True, "result": self.waiting[: int(asked["limit"])]}


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def world(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        settings.TELEGRAM_API = world.url
        yield world


@pytest.fixture
def engine(world: Loopback, bot: Bot) -> Engine:
    engine = Engine(bot.updates)
    world.answers[f"/bot{TOKEN}/getUpdates"] = engine
    return engine


def look(cursor: dict[str, Any] | None = None, secret: str = TOKEN) -> Page:
    return TelegramConnector().fetch(Asking({}, cursor or {}, NOW, secret=secret))


def numbers(items: list[Item]) -> list[int]:
    return [int(item.external_id.rpartition("/")[2]) for item in items]


def test_a_message_of_a_group_becomes_an_item(engine: Engine, bot: Bot) -> None:
    bot.write(reply_to_message={"message_id": 5})

    (item,) = look().items

    assert (item.network, item.kind, item.text) == ("Telegram", "comment", "Nordwind lost my bag")
    assert (item.author_name, item.author_handle, item.author_url) == ("Anna Berg", "@anna", "https://t.me/anna")
    assert (item.external_id, item.url) == ("-1005678/101", "https://t.me/c/5678/101")
    assert item.published_at == NOW - timedelta(minutes=1)


def test_a_post_of_a_channel_is_said_by_the_channel(engine: Engine, bot: Bot) -> None:
    post = {"message_id": 9, "date": int(NOW.timestamp()), "chat": CHANNEL, "caption": "Delays today"}
    bot.waiting.append({"update_id": 200, "channel_post": post})

    (item,) = look().items

    assert (item.kind, item.text, item.url) == ("post", "Delays today", "https://t.me/nordwind/9")
    assert (item.author_name, item.author_handle) == ("Nordwind news", "@nordwind")


def test_a_group_without_an_address_and_a_person_without_a_name(engine: Engine, bot: Bot) -> None:
    bot.write(chat={"id": -5, "type": "group"})
    bot.waiting[0]["message"]["from"] = {"id": 8}

    (item,) = look().items

    assert (item.kind, item.url, item.author_name, item.author_handle) == ("message", "", "", "8")


def test_what_is_said_in_private_and_what_nobody_said_is_left(engine: Engine, bot: Bot) -> None:
    bot.write(chat={"id": 7, "type": "private"})
    bot.write(text="", new_chat_title="Another name")
    bot.write(date="soon")
    bot.waiting.append({"update_id": 110, "poll": {}})
    bot.write("edited_message", text="It came back")

    page = look()

    assert [item.text for item in page.items] == ["It came back"]
    assert page.cursor == {"offset": 111}


def test_a_page_that_was_not_stored_is_shown_again_and_a_stored_one_never(engine: Engine, bot: Bot) -> None:
    bot.write()
    lost = look()
    again = look()
    bot.write()
    after = look(again.cursor)
    last = look(after.cursor)

    assert (numbers(lost.items), numbers(again.items)) == ([101], [101])
    assert (numbers(after.items), last.items, last.cursor) == ([102], [], {"offset": 103})


def test_everything_is_read_while_people_go_on_writing(engine: Engine, bot: Bot) -> None:
    for _number in range(2 * UPDATES + 5):
        bot.write()
    engine.between = bot.write

    page, items = look(), list[Item]()
    while page.more:
        items, page = items + page.items, look(page.cursor)
    items += page.items

    assert numbers(items) == list(range(101, 101 + len(items)))
    assert len(items) >= 2 * UPDATES + 5


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        ((401, {}, b'{"ok": false, "description": "Unauthorized"}'), "denied", None),
        ((409, {}, b'{"ok": false, "description": "Conflict: terminated by other getUpdates"}'), "denied", None),
        ((429, {}, b'{"ok": false, "parameters": {"retry_after": 35}}'), "busy", timedelta(seconds=35)),
        ((429, {}, b'{"ok": false}'), "busy", None),
        ((502, {}, b"<html>"), "shape", None),
        ((500, {}, b'{"ok": false}'), "status", None),
        ((200, {}, b'{"ok": true, "result": 1}'), "shape", None),
    ],
)
def test_a_fault_has_a_code_and_no_token(
    answer: tuple[int, dict[str, str], bytes], code: str, wait: timedelta | None, engine: Engine
) -> None:
    engine.next_answers.append(answer)

    with pytest.raises(FetchError) as caught:
        look()

    assert (caught.value.code, caught.value.come_back_after) == (code, wait)
    assert TOKEN not in str(caught.value)


def test_a_host_that_is_away_is_named_without_the_token(world: Loopback, settings: Settings) -> None:
    settings.HTTP_ALLOWED_NETWORKS = []

    with pytest.raises(FetchError) as caught:
        look()

    assert (caught.value.code, TOKEN in str(caught.value)) == ("private", False)


def test_without_a_token_nobody_is_asked(world: Loopback) -> None:
    with pytest.raises(FetchError) as caught:
        look(secret="")

    assert (caught.value.code, world.asked) == ("denied", [])


def test_a_look_acknowledges_nothing(world: Loopback, engine: Engine) -> None:
    look()

    assert "offset" not in json.loads(world.posted[0])
