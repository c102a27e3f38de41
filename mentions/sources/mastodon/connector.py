"""Tags, search and answers on any server that speaks Mastodon's interface: Mastodon, GoToSocial, Pleroma, snac.

Read forward from the last post that was seen (`min_id`): pages cannot shift under the hand, and a pause of any length
leaves no hole. Ids are opaque, on one server numbers and on the next one hashes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import text_of_html
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import Answer, ask
from mentions.sources.item import Item, make_item
from mentions.sources.patience import asked_for

POSTS: Final = 40  # the most that a server shows at once
MOST_TAGS: Final = 50  # a brand has fewer words; each costs a request a visit
NOT_IN_A_TAG: Final = re.compile(r"\W+")
OPEN_TO_ALL: Final = frozenset({"public", "unlisted"})


@dataclass(frozen=True)
class Question:
    """`key` is its name in the cursor: a tag bare, a word after `?`, what is said to the account as `@`."""

    key: str
    path: str
    asked: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of_tag(cls, tag: str) -> "Question":
        return cls(tag, f"/api/v1/timelines/tag/{quote(tag)}")

    @classmethod
    def of_word(cls, word: str) -> "Question":
        """Shown to members only, and only what the server has indexed: some index nothing and answer with nothing."""
        return cls(f"?{word}", "/api/v2/search", {"q": f'"{word}"', "type": "statuses", "resolve": "false"})

    @classmethod
    def to_the_account(cls) -> "Question":
        return cls("@", "/api/v1/notifications", {"types[]": "mention"})


class MastodonConnector:
    pace = Pace(usual=timedelta(minutes=3), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        """The next page of one question; the questions take turns. An access token adds search and answers."""
        questions = _questions(asking)
        if not questions:
            raise FetchError("words", _("There is no tag to read. Give the source some, or the brand words."))
        place, seen = int(asking.cursor.get("place", 0)) % len(questions), asking.cursor.get("seen", {})
        seen = {question.key: seen[question.key] for question in questions if question.key in seen}
        question = questions[place]
        answer = _shown(question, seen.get(question.key, ""), asking)
        rows = [row for row in _rows(answer) if row.get("id")]
        last, newest = seen.get(question.key), str(rows[0]["id"]) if rows else ""
        # The first look shows the newest and is not gone on with; nor is a server that knows no `min_id`.
        is_full = last is not None and len(rows) >= POSTS and newest != last
        seen |= {question.key: newest} if newest else {}
        place = (place + (not is_full)) % len(questions)
        posts = [row.get("status") if question.key == "@" else row for row in reversed(rows)]
        server = asking.settings["server"]
        items = [item for post in posts if isinstance(post, dict) and (item := _item(post, server, asking.now))]
        wait = _exhausted(answer.headers, asking.now)
        return Page(items, {"place": place, "seen": seen}, come_back_after=wait, more=is_full or place != 0)


def _questions(asking: Asking) -> list[Question]:
    tags = [Question.of_tag(tag) for tag in tags_of(asking.settings.get("tags", ()), asking.words)]
    if not asking.secret:
        return tags
    return [Question.to_the_account(), *tags, *map(Question.of_word, asking.words[:MOST_TAGS])]


def tags_of(typed: Sequence[str], words: Sequence[str]) -> list[str]:
    """What was typed, else the words of the brand as people write them in a tag: `Belyi Chai` is #BelyiChai."""
    bare = [NOT_IN_A_TAG.sub("", word) for word in typed or words if not word.startswith("@")]
    known: dict[str, str] = {}
    for tag in bare:
        if tag and not tag.isdigit():
            known.setdefault(tag.casefold(), tag)
    return list(known.values())[:MOST_TAGS]


def _shown(question: Question, last: str, asking: Asking) -> Answer:
    server = asking.settings["server"].rstrip("/")
    asked = {**question.asked, "limit": POSTS} | ({"min_id": last} if last else {})
    told = {"Authorization": f"Bearer {asking.secret}"} if asking.secret else {}
    try:
        return ask(f"{server}{question.path}", asked, asking.now, told)
    except FetchError as fault:
        if fault.code != "denied":
            raise
        sentence = _("%(host)s shows its tags to members only. Enter an access token or choose another server.")
        if asking.secret:
            sentence = _("%(host)s does not accept the access token. Enter a new one.")
        raise FetchError("denied", sentence % {"host": urlsplit(server).hostname}) from fault


def _rows(answer: Answer) -> list[dict[str, Any]]:
    return answer.rows("statuses") if isinstance(answer.data, dict) else answer.rows()


def _exhausted(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The quota is used up, though this answer was still given."""
    return asked_for(headers, now) if headers.get("x-ratelimit-remaining", "").strip() == "0" else None


def _item(post: dict[str, Any], server: str, now: datetime) -> Item | None:
    """None for what is not open to all, and for who does not want to be found."""
    raw = post.get("account")
    account: dict[str, Any] = raw if isinstance(raw, dict) else {}
    if post.get("visibility", "public") not in OPEN_TO_ALL or account.get("noindex"):
        return None
    handle = str(account.get("acct") or "")
    followers = account.get("followers_count")
    return make_item(
        network="Mastodon",
        kind="comment" if post.get("in_reply_to_id") else "post",
        external_id=post.get("uri") or "",
        url=post.get("url") or post.get("uri") or "",
        title=post.get("spoiler_text") or "",
        text=text_of_html(post.get("content")),
        author_name=account.get("display_name") or handle,
        author_handle=f"@{handle}" if "@" in handle or not handle else f"@{handle}@{urlsplit(server).hostname}",
        author_url=account.get("url") or "",
        followers=followers if isinstance(followers, int) and followers >= 0 else None,
        language=post.get("language") or "",
        published_at=_moment(post.get("created_at"), now),
    )


def _moment(written: object, now: datetime) -> datetime | None:
    """None for what cannot be read, or lies ahead: servers believe what other servers tell them."""
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return at if at <= now + timedelta(days=1) else None
