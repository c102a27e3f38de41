"""GDELT: news of the world in many languages, by title; no key, one question in five seconds.

No pages: 250 articles a question at most, so that a busy window is walked back. It tells its faults in plain words,
often with the status of success.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisisdesk.web.guarded_http import FetchError
from mentions.enums import Precision
from mentions.sources.backwards import Turns, Walk
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import Answer, ask, not_understood
from mentions.sources.item import Item, make_item

HOST: Final = "api.gdeltproject.org"
ROWS: Final = 250
SHORTEST: Final = 3  # letters; the engine refuses what is shorter
AT_ONCE: Final = 10  # words in one question
FIRST_LOOK: Final = timedelta(days=3)
OVERLAP: Final = timedelta(hours=1)
BETWEEN: Final = timedelta(seconds=6)
MOMENT: Final = "%Y%m%d%H%M%S"
SEEN: Final = "%Y%m%dT%H%M%SZ"
TOO_FAST: Final = re.compile(r"limit requests|too many|one every", re.IGNORECASE)
NOT_IN_A_PHRASE: Final = re.compile(r'["()]')
LANGUAGES: Final = {
    "Arabic": "ar",
    "Chinese": "zh",
    "Czech": "cs",
    "Dutch": "nl",
    "English": "en",
    "French": "fr",
    "German": "de",
    "Italian": "it",
    "Japanese": "ja",
    "Korean": "ko",
    "Polish": "pl",
    "Portuguese": "pt",
    "Russian": "ru",
    "Spanish": "es",
    "Turkish": "tr",
    "Ukrainian": "uk",
}
CROWDED: Final = gettext_lazy("More than 250 articles in one quarter of an hour: the rest of them was not shown.")


class GdeltConnector:
    pace = Pace(usual=timedelta(minutes=15), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        turns = Turns(_questions(asking.words), asking.cursor)
        walk = Walk.begin(turns.kept, asking.now, first_look=FIRST_LOOK, overlap=OVERLAP)
        found = _search(turns.question, walk, asking.now)
        rows = [row for row in found if isinstance(row, dict) and row.get("url") and _is_dated(row)]
        seen = [int(_seen(row).timestamp()) for row in rows]
        step = walk.went(seen, asking.now, is_full=len(found) >= ROWS)
        cursor, more = turns.after(step)
        wait, note = BETWEEN if more else None, str(CROWDED) if step.crowded else ""
        return Page([_item(row) for row in reversed(rows)], cursor, come_back_after=wait, note=note, more=more)


def _questions(words: Sequence[str]) -> list[str]:
    """A few words each: the engine refuses long questions."""
    long_enough = [NOT_IN_A_PHRASE.sub(" ", word).strip() for word in words]
    phrases = [f'"{word}"' for word in long_enough if len(word) >= SHORTEST]
    if not phrases:
        raise FetchError("words", _("The brand has no word of three letters or more to search for."))
    few = [phrases[start : start + AT_ONCE] for start in range(0, len(phrases), AT_ONCE)]
    return [some[0] if len(some) == 1 else f"({' OR '.join(some)})" for some in few]


def _search(query: str, walk: Walk, now: datetime) -> list[Any]:
    until = datetime.fromtimestamp(walk.until, UTC) if walk.until is not None else now
    asked = {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "maxrecords": ROWS,
        "sort": "datedesc",
        "startdatetime": datetime.fromtimestamp(walk.since, UTC).strftime(MOMENT),
        "enddatetime": until.astimezone(UTC).strftime(MOMENT),
    }
    return _articles(ask(settings.GDELT_API, asked, now))


def _articles(answer: Answer) -> list[Any]:
    """Nothing found is an empty object."""
    if answer.data is None and TOO_FAST.search(answer.text):
        raise FetchError("busy", _("GDELT asks for more patience: %(said)s") % {"said": answer.text}, BETWEEN)
    if answer.data is None and answer.text:
        raise FetchError("query", _("GDELT refuses the question: %(said)s") % {"said": answer.text})
    articles = answer.data.get("articles", []) if isinstance(answer.data, dict) else None
    if not isinstance(articles, list):
        raise not_understood(HOST, answer.text)
    return articles


def _is_dated(row: dict[str, Any]) -> bool:
    try:
        return bool(_seen(row))
    except (TypeError, ValueError):
        return False


def _seen(row: dict[str, Any]) -> datetime:
    return datetime.strptime(row.get("seendate", ""), SEEN).replace(tzinfo=UTC)


def _item(row: dict[str, Any]) -> Item:
    """When it was seen, to the quarter of an hour: when it was written is not told."""
    host = str(row.get("domain") or "")
    return make_item(
        network="news",
        kind="article",
        url=row["url"],
        title=row.get("title") or "",
        author_name=host,
        language=LANGUAGES.get(str(row.get("language")), ""),
        location=row.get("sourcecountry") or "",
        published_at=_seen(row),
        precision=Precision.MINUTE,
    )
