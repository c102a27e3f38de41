"""Tags on any server that speaks Mastodon's interface: Mastodon, GoToSocial, Pleroma, snac and their kin.

Read forward from the last post that was seen (`min_id`): pages cannot shift under the hand, and a pause of any length
leaves no hole. Ids are opaque, on one server numbers and on the next one hashes.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import text_of_html
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import Answer, ask, not_understood
from mentions.sources.item import Item, make_item
from mentions.sources.patience import asked_for

POSTS: Final = 40  # the most that a server shows at once
MOST_TAGS: Final = 50  # a brand has fewer words; each costs a request a visit
NOT_IN_A_TAG: Final = re.compile(r"\W+")
OPEN_TO_ALL: Final = frozenset({"public", "unlisted"})


class MastodonConnector:
    pace = Pace(usual=timedelta(minutes=3), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        """The next page of one tag; the tags take turns."""
        server, tags = asking.settings["server"].rstrip("/"), tags_of(asking.settings.get("tags", ()), asking.words)
        if not tags:
            raise FetchError("words", _("There is no tag to read. Give the source some, or the brand words."))
        place = int(asking.cursor.get("place", 0)) % len(tags)
        seen = {tag: last for tag, last in asking.cursor.get("seen", {}).items() if tag in tags}
        tag = tags[place]
        answer = _timeline(server, tag, seen.get(tag, ""), asking.now)
        posts = [post for post in _posts(answer, server) if isinstance(post, dict) and post.get("id")]
        last, newest = seen.get(tag), str(posts[0]["id"]) if posts else ""
        # The first look shows the newest and is not gone on with; nor is a server that knows no `min_id`.
        is_full = last is not None and len(posts) >= POSTS and newest != last
        seen |= {tag: newest} if newest else {}
        place = (place + (not is_full)) % len(tags)
        items = [item for post in reversed(posts) if (item := _item(post, server, asking.now))]
        wait = _exhausted(answer.headers, asking.now)
        return Page(items, {"place": place, "seen": seen}, come_back_after=wait, more=is_full or place != 0)


def tags_of(typed: Sequence[str], words: Sequence[str]) -> list[str]:
    """What was typed, else the words of the brand as people write them in a tag: `Belyi Chai` is #BelyiChai."""
    bare = [NOT_IN_A_TAG.sub("", word) for word in typed or words if not word.startswith("@")]
    known: dict[str, str] = {}
    for tag in bare:
        if tag and not tag.isdigit():
            known.setdefault(tag.casefold(), tag)
    return list(known.values())[:MOST_TAGS]


def _timeline(server: str, tag: str, last: str, now: datetime) -> Answer:
    asked = {"limit": POSTS} | ({"min_id": last} if last else {})
    try:
        return ask(f"{server}/api/v1/timelines/tag/{quote(tag)}", asked, now)
    except FetchError as fault:
        if fault.code == "denied":
            host = urlsplit(server).hostname
            sentence = _("%(host)s shows its tags to members only. Choose another server.") % {"host": host}
            raise FetchError("denied", sentence) from fault
        raise


def _posts(answer: Answer, server: str) -> list[Any]:
    if not isinstance(answer.data, list):
        raise not_understood(urlsplit(server).hostname or "", answer.text)
    return answer.data


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
