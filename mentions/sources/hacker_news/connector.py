"""Hacker News: stories and comments that name the brand, through the public search of Algolia.

One word after the other, since the search knows no OR; its tolerance for typing errors is filtered out behind us,
where the words of the brand are looked for. No key, about a thousand hits a question, no headers about a quota.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import text_of_html
from mentions.sources.backwards import Turns, Walk
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import ask, not_understood
from mentions.sources.item import Item, make_item

HOST: Final = "hn.algolia.com"
HITS: Final = 100
FIRST_LOOK: Final = timedelta(days=7)
OVERLAP: Final = timedelta(minutes=15)


class HackerNewsConnector:
    pace = Pace(usual=timedelta(minutes=5), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        if not asking.words:
            raise FetchError("words", _("The brand has no words to search for. Give it some on its page."))
        turns = Turns(asking.words, asking.cursor)
        walk = Walk.begin(turns.kept, asking.now, first_look=FIRST_LOOK, overlap=OVERLAP)
        found = _search(turns.question, walk, asking.now)
        hits = [hit for hit in found if _is_whole(hit)]
        step = walk.went([hit["created_at_i"] for hit in hits], asking.now, is_full=len(found) >= HITS)
        cursor, more = turns.after(step)
        return Page([_item(hit) for hit in reversed(hits)], cursor, more=more)


def _search(word: str, walk: Walk, now: datetime) -> list[Any]:
    bounds = [f"created_at_i>={walk.since}"]
    if walk.until is not None:
        bounds.append(f"created_at_i<={walk.until}")
    asked = {
        "query": f'"{word}"',
        "tags": "(story,comment)",
        "numericFilters": ",".join(bounds),
        "hitsPerPage": HITS,
    }
    answer = ask(f"{settings.HACKER_NEWS_API}/search_by_date", asked, now)
    hits = answer.data.get("hits") if isinstance(answer.data, dict) else None
    if not isinstance(hits, list):
        raise not_understood(HOST, answer.text)
    return hits


def _is_whole(hit: Any) -> bool:  # noqa: ANN401 -- whatever stood in the answer
    return isinstance(hit, dict) and bool(hit.get("objectID")) and isinstance(hit.get("created_at_i"), int)


def _item(hit: dict[str, Any]) -> Item:
    """The address is that of the talk here, not of the article that a story speaks of."""
    number, author = hit["objectID"], hit.get("author") or ""
    text = hit.get("comment_text") or hit.get("story_text") or ""
    return make_item(
        network="Hacker News",
        kind="comment" if hit.get("comment_text") else "post",
        external_id=number,
        url=f"https://news.ycombinator.com/item?id={number}",
        title=hit.get("title") or "",
        text=text_of_html(text),
        author_name=author,
        author_handle=author,
        author_url=f"https://news.ycombinator.com/user?id={author}" if author else "",
        published_at=datetime.fromtimestamp(hit["created_at_i"], UTC),
    )
