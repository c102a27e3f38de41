"""YouTube: comments under the videos of a channel at each visit, and new videos that name the brand.

Searching has a purse of its own, a hundred questions a day; everything else costs one of ten thousand units. Comments
are listed by when their thread was begun, newest first, and paged by a token which newer ones do not shift.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import text_of_html
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import Answer, hear
from mentions.sources.item import Item, make_item
from mentions.sources.youtube.faults import CLOSED, checked, reason_of

COMMENTS: Final = 100  # threads a page; each with up to five of its replies
VIDEOS: Final = 50
FIRST_LOOK: Final = timedelta(days=3)
LATE_COMMENTS: Final = timedelta(hours=1)
LATE_VIDEOS: Final = timedelta(days=1)  # the search learns of some a day later
SEARCH_AGAIN: Final = timedelta(minutes=20)  # 72 of the 100 questions of a day
SITE: Final = "https://www.youtube.com"


class YouTubeConnector:
    pace = Pace(usual=timedelta(minutes=10), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        """Comments until they are known, then the search where its time has come."""
        if not asking.secret:
            raise FetchError("denied", _("Enter an API key."))
        if not asking.settings.get("channel") and not asking.words:
            raise FetchError("words", _("The brand has no words to search for. Give it some on its page."))
        if asking.settings.get("channel") and asking.cursor.get("turn") != "search":
            return _comments(asking)
        return _videos(asking)


def _comments(asking: Asking) -> Page:
    kept = asking.cursor.get("comments", {})
    high, newest, token = kept.get("high", 0), kept.get("newest", 0), kept.get("page", "")
    asked = {
        "part": "snippet,replies",
        "allThreadsRelatedToChannelId": asking.settings["channel"],
        "order": "time",
        "maxResults": COMMENTS,
        "textFormat": "plainText",
    }
    answer = _ask("commentThreads", asked | ({"pageToken": token} if token else {}), asking)
    if reason_of(answer) in CLOSED:
        return Page([], _after_comments(asking, kept), note=_("Comments are switched off there."), more=_is_due(asking))
    if token and reason_of(answer) == "invalidPageToken":  # it has aged: the walk begins anew, and nothing is lost
        return Page([], dict(asking.cursor) | {"comments": {"high": high}}, more=True)
    threads = checked(answer, asking.now).rows("items")
    since = max(0, high - int(LATE_COMMENTS.total_seconds())) or int((asking.now - FIRST_LOOK).timestamp())
    begun = [at for thread in threads if (at := _seconds(_top(thread).get("publishedAt")))]
    items = [item for thread in threads for item in _items_of(thread) if _is_since(item, since)]
    newest = max([newest, *(min(at, int(asking.now.timestamp())) for at in begun)])
    further = answer.member("nextPageToken")
    if not isinstance(further, str) or not threads or min(begun, default=0) < since:
        cursor = _after_comments(asking, {"high": max(high, newest)})
        return Page(items[::-1], cursor, more=_is_due(asking))
    walk = {"high": high, "newest": newest, "page": further}
    return Page(items[::-1], dict(asking.cursor) | {"comments": walk}, more=True)


def _after_comments(asking: Asking, comments: dict[str, Any]) -> dict[str, Any]:
    return dict(asking.cursor) | {"comments": comments, "turn": "search" if _is_due(asking) else ""}


def _is_due(asking: Asking) -> bool:
    last = asking.cursor.get("searched", 0)
    return bool(asking.words) and int(asking.now.timestamp()) - last >= SEARCH_AGAIN.total_seconds()


def _videos(asking: Asking) -> Page:
    cursor = dict(asking.cursor) | {"turn": ""}
    if not _is_due(asking):
        return Page([], cursor)
    high = asking.cursor.get("videos", 0)
    since = high - int(LATE_VIDEOS.total_seconds()) if high else int((asking.now - FIRST_LOOK).timestamp())
    asked = {
        "part": "snippet",
        "type": "video",
        "order": "date",
        "q": "|".join(f'"{word}"' for word in asking.words),
        "publishedAfter": f"{datetime.fromtimestamp(since, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "maxResults": VIDEOS,
    }
    answer = checked(_ask("search", asked, asking), asking.now)
    items = [item for video in answer.rows("items") if (item := _video(video))]
    moments = [int(item.published_at.timestamp()) for item in items if item.published_at]
    now = int(asking.now.timestamp())
    cursor |= {"searched": now, "videos": max([high, *(min(at, now) for at in moments)])}
    return Page(items[::-1], cursor)


def _ask(method: str, asked: dict[str, object], asking: Asking) -> Answer:
    """The key goes in a header: addresses are written down on the way."""
    return hear(f"{settings.YOUTUBE_API}/{method}", asked, {"X-Goog-Api-Key": asking.secret})


def _items_of(thread: dict[str, Any]) -> Iterator[Item]:
    """The comment that began it, and those of its replies that came along; newest first as the threads are."""
    replies = _object(thread.get("replies")).get("comments")
    for reply in replies if isinstance(replies, list) else ():
        if item := _comment(_object(reply)):
            yield item
    if item := _comment(_object(_object(thread.get("snippet")).get("topLevelComment"))):
        yield item


def _comment(comment: dict[str, Any]) -> Item | None:
    said, number = _object(comment.get("snippet")), comment.get("id")
    at, video = _moment(said.get("publishedAt")), said.get("videoId")
    if not number or at is None:
        return None
    channel = _object(said.get("authorChannelId")).get("value") or ""
    return make_item(
        network="YouTube",
        kind="comment",
        external_id=number,
        url=f"{SITE}/watch?v={video}&lc={number}" if video else f"{SITE}/watch?lc={number}",
        text=said.get("textOriginal") or text_of_html(said.get("textDisplay")),
        author_name=said.get("authorDisplayName") or "",
        author_handle=said.get("authorDisplayName") or channel,
        author_url=f"{SITE}/channel/{channel}" if channel else "",
        published_at=at,
    )


def _video(video: dict[str, Any]) -> Item | None:
    said, number = _object(video.get("snippet")), _object(video.get("id")).get("videoId")
    at = _moment(said.get("publishedAt"))
    if not number or at is None:
        return None
    return make_item(
        network="YouTube",
        kind="post",
        external_id=number,
        url=f"{SITE}/watch?v={number}",
        title=text_of_html(said.get("title")),
        text=text_of_html(said.get("description")),
        author_name=text_of_html(said.get("channelTitle")),
        author_handle=said.get("channelId") or "",
        author_url=f"{SITE}/channel/{said['channelId']}" if said.get("channelId") else "",
        published_at=at,
    )


def _is_since(item: Item, since: int) -> bool:
    return item.published_at is not None and item.published_at.timestamp() >= since


def _top(thread: dict[str, Any]) -> dict[str, Any]:
    return _object(_object(_object(thread.get("snippet")).get("topLevelComment")).get("snippet"))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _seconds(written: object) -> int:
    at = _moment(written)
    return int(at.timestamp()) if at else 0


def _moment(written: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
