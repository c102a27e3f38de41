"""Telegram: what is written in the channels and groups of which a bot is a member.

Asking with an `offset` makes Telegram forget everything before it. The offset is in the cursor, which is stored
together with what the page brought, and is told only by the next visit: a page that was lost is shown again.
"""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import clean_line
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import Answer, not_understood, tell_json
from mentions.sources.item import Item, make_item

UPDATES: Final = 100  # the most that one answer holds
MESSAGES: Final = ("message", "edited_message", "channel_post", "edited_channel_post")
UNKNOWN: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND})
SITE: Final = "https://t.me"
OF_A_SUPERGROUP: Final = "-100"  # stands before its number everywhere but in addresses
LATEST: Final = 2**32  # what is above is no moment


class TelegramConnector:
    pace = Pace(usual=timedelta(minutes=2), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        if not asking.secret:
            raise FetchError("denied", _("Enter the token of a bot."))
        asked: dict[str, object] = {"limit": UPDATES, "timeout": 0, "allowed_updates": MESSAGES}
        offset = asking.cursor.get("offset")
        answer = tell_json(
            f"{settings.TELEGRAM_API}/bot{asking.secret}/getUpdates", asked | ({"offset": offset} if offset else {})
        )
        updates = _updates(answer)
        numbers = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
        cursor = {"offset": max(numbers) + 1} if numbers else dict(asking.cursor)
        return Page(list(filter(None, map(_item, updates))), cursor, more=len(updates) >= UPDATES)


def _updates(answer: Answer) -> list[dict[str, Any]]:
    """Raises FetchError. The token stands in the address, so nothing is quoted in which an address could stand."""
    if answer.member("ok") is True:
        return answer.rows("result")
    if answer.status in UNKNOWN:
        raise FetchError(
            "denied", _("Telegram knows no bot with this token. Ask @BotFather for it and enter it again.")
        )
    if answer.status == HTTPStatus.CONFLICT:
        sentence = _("Another program reads this bot, or a webhook does. A bot can be read by one alone.")
        raise FetchError("denied", sentence)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = answer.member("parameters", "retry_after")
        after = timedelta(seconds=min(wait, 6 * 3600)) if isinstance(wait, int) and wait > 0 else None
        raise FetchError("busy", _("Telegram asks to come back later."), after)
    if answer.data is None:
        raise not_understood(answer.host, "")
    raise FetchError("status", _("Telegram answers with an error (%(status)s).") % {"status": answer.status})


def _item(update: dict[str, Any]) -> Item | None:
    """None for what nobody said, or said in private: what is written to a bot alone is no public mention."""
    message: dict[str, Any] = next((update[name] for name in MESSAGES if isinstance(update.get(name), dict)), {})
    chat, number, at = message.get("chat"), message.get("message_id"), message.get("date")
    text = message.get("text") or message.get("caption")
    if not isinstance(chat, dict) or chat.get("type") == "private" or not text:
        return None
    if not isinstance(number, int) or not isinstance(at, int) or not 0 < at < LATEST:
        return None
    author, name, handle = _author(message, chat)
    return make_item(
        network="Telegram",
        kind="comment" if message.get("reply_to_message") else "post" if chat.get("type") == "channel" else "message",
        external_id=f"{chat.get('id')}/{number}",
        url=_address(chat, number),
        text=text,
        author_name=name,
        author_handle=handle or str(author.get("id") or ""),
        author_url=f"{SITE}/{handle.removeprefix('@')}" if handle else "",
        published_at=datetime.fromtimestamp(at, UTC),
    )


def _author(message: dict[str, Any], chat: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
    """A person; else the channel in whose name it was written; else the place where it stands."""
    found = next((who for key in ("sender_chat", "from") if isinstance(who := message.get(key), dict)), chat)
    names = (found.get("title"), f"{found.get('first_name') or ''} {found.get('last_name') or ''}")
    name = next((words for each in names if (words := clean_line(each))), "")
    username = clean_line(found.get("username"))
    return found, name, f"@{username}" if username else ""


def _address(chat: dict[str, Any], number: int) -> str:
    """None of a small group has one."""
    if chat.get("username"):
        return f"{SITE}/{chat['username']}/{number}"
    inner = str(chat.get("id") or "")
    return f"{SITE}/c/{inner.removeprefix(OF_A_SUPERGROUP)}/{number}" if inner.startswith(OF_A_SUPERGROUP) else ""
