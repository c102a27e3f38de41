"""Bluesky: posts that name the brand, and what is said to its account, by an account of the brand.

The search is walked back by time; what it orders by is `sortAt`, the earlier of when a post says it was written and
when the network saw it. Answers to the account are paged by an opaque cursor, which later ones do not shift.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from mentions.cleaning import clean_line
from mentions.sources.backwards import Turns, Walk
from mentions.sources.bluesky.account import Account
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.item import Item, make_item

POSTS: Final = 100
FIRST_LOOK: Final = timedelta(days=3)
OVERLAP: Final = timedelta(minutes=15)
OF_THE_ACCOUNT: Final = ("mention", "reply", "quote")
SEARCH: Final = "search"


class BlueskyConnector:
    pace = Pace(usual=timedelta(minutes=3), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        """What is said to the account first, then the words of the brand in turns."""
        account = Account(asking)
        page = _search if asking.cursor.get("turn") == SEARCH and asking.words else _answers
        return page(asking, account)


@dataclass(frozen=True)
class _Post:
    """`at` is where it stands in the order of the search: unix seconds."""

    at: int
    item: Item


def _search(asking: Asking, account: Account) -> Page:
    turns = Turns(asking.words, asking.cursor)
    walk = Walk.begin(turns.kept, asking.now, first_look=FIRST_LOOK, overlap=OVERLAP)
    asked = {"q": _quoted(turns.question), "sort": "latest", "limit": POSTS, "since": _written(walk.since)}
    if walk.until is not None:
        asked["until"] = _written(walk.until + 1)  # the bound itself is left out there
    found = account.ask("app.bsky.feed.searchPosts", asked).rows("posts")
    posts = [post for view in found if (post := _post(view))]
    step = walk.went([post.at for post in posts], asking.now, is_full=len(found) >= POSTS)
    cursor, more = turns.after(step)
    note = _("More was said within one second than Bluesky shows.") if step.crowded else ""
    cursor |= {"turn": SEARCH if more else "", "answers": asking.cursor.get("answers", {})}
    return Page(_oldest_first(posts), cursor, note=note, more=more, session=account.session)


def _answers(asking: Asking, account: Account) -> Page:
    """Newest first, down to where the visit before began; the newest counts only after the last page."""
    kept = asking.cursor.get("answers", {})
    high, newest, page = kept.get("high", 0), kept.get("newest", 0), kept.get("page", "")
    asked: dict[str, object] = {"limit": POSTS, "reasons": OF_THE_ACCOUNT} | ({"cursor": page} if page else {})
    answer = account.ask("app.bsky.notification.listNotifications", asked)
    since = high or int((asking.now - FIRST_LOOK).timestamp())
    told = [(at, each) for each in answer.rows("notifications") if (at := _seconds(each.get("indexedAt")))]
    posts = [each for at, each in told if at >= since and each.get("reason") in OF_THE_ACCOUNT]
    newest = max([newest, *(min(at, int(asking.now.timestamp())) for at, _each in told)])
    further = answer.member("cursor")
    reached = any(at < since for at, _each in told)
    is_over = reached or not told or not isinstance(further, str) or further in {"", page}
    answers = {"high": max(high, newest)} if is_over else {"high": high, "newest": newest, "page": further}
    turn = SEARCH if is_over and asking.words else ""
    cursor = dict(asking.cursor) | {"turn": turn, "answers": answers}
    items = _oldest_first([post for each in posts if (post := _post(each))])
    return Page(items, cursor, more=not is_over or bool(turn), session=account.session)


def _oldest_first(posts: Sequence[_Post]) -> list[Item]:
    return [post.item for post in reversed(posts)]


def _quoted(word: str) -> str:
    if word.startswith(("#", "@")):
        return word
    return '"{}"'.format(word.replace('"', " "))


def _written(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _post(view: dict[str, Any]) -> _Post | None:
    """A post as the search or the list of answers shows it. None for what has no address or no time."""
    uri, record, author = str(view.get("uri") or ""), _object(view.get("record")), _object(view.get("author"))
    moments = [at for at in (_moment(record.get("createdAt")), _moment(view.get("indexedAt"))) if at]
    did, _collection, key = uri.removeprefix("at://").partition("/app.bsky.feed.post/")
    if not key or not moments:
        return None
    handle, profile = clean_line(author.get("handle")), f"https://bsky.app/profile/{did}"
    item = make_item(
        network="Bluesky",
        kind="comment" if record.get("reply") else "post",
        external_id=uri,
        url=f"{profile}/post/{key}",  # by what does not change: a handle may pass to somebody else
        text=record.get("text"),
        author_name=author.get("displayName") or handle,
        author_handle=f"@{handle}" if handle else did,
        author_url=profile,
        language=_first(record.get("langs")),
        published_at=min(moments),
    )
    return _Post(int(min(moments).timestamp()), item)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(languages: object) -> str:
    return str(languages[0]) if isinstance(languages, list) and languages else ""


def _seconds(written: object) -> int:
    at = _moment(written)
    return int(at.timestamp()) if at else 0


def _moment(written: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
