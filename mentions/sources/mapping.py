"""From the columns of a stranger's table to an Item: by preset, by name, or as a person chose."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dateutil import parser as dates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentions.enums import Precision
from mentions.sources.file_reader import Row
from mentions.sources.item import Item, make_item

# Which of our fields a column may become, and how columns of that kind are called in the exports of others.
FIELDS: Final = {
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "url": gettext_lazy("Link"),
    "published_at": gettext_lazy("Time"),
    "author_name": gettext_lazy("Author's name"),
    "author_handle": gettext_lazy("Author's handle"),
    "author_url": gettext_lazy("Author's page"),
    "followers": gettext_lazy("Followers"),
    "reach": gettext_lazy("Reach"),
    "network": gettext_lazy("Network"),
    "external_id": gettext_lazy("Identifier"),
    "language": gettext_lazy("Language"),
    "location": gettext_lazy("Place"),
}
ALIASES: Final = {
    "text": "text|full text|content|message|hit sentence|opening text|description|body|текст|сообщение|текст сообщения",
    "title": "title|headline|subject|заголовок|тема",
    "url": "url|link|original_url|original url|permalink|ссылка|адрес",
    "published_at": "published_at|published|date|created_at|created|time|timestamp|tweet_created"
    "|дата|время|опубликовано",
    "author_name": "author_name|influencer|author name|имя автора",
    "author_handle": "author_handle|author|name|screen name|twitter screen name|username|handle|user|автор|ник",
    "author_url": "author_url|author url|twitter user profile url|профиль",
    "followers": "followers|twitter followers|subscribers|audience|подписчики|аудитория",
    "reach": "reach|reachestimate|impressions|охват",
    "network": "network|source|source_name|source type|source_type|platform|host|источник|площадка",
    "external_id": "id|external_id|tweet_id|tweet id|guid|идентификатор",
    "language": "language|lang|язык",
    "location": "location|tweet_location|city|country|место|город",
}
PRESETS: Final[dict[str, dict[str, str]]] = {
    "twitter-airline": {
        "text": "text",
        "published_at": "tweet_created",
        "author_handle": "name",
        "external_id": "tweet_id",
        "location": "tweet_location",
        "network=": "x",
    },
    "meltwater": {
        "text": "Hit Sentence",
        "title": "Headline",
        "url": "URL",
        "published_at": "Date",
        "author_name": "Influencer",
        "network": "Source",
        "reach": "Reach",
        "language": "Language",
        "location": "Country",
        "external_id": "Tweet Id",
        "followers": "Twitter Followers",
    },
    "talkwalker": {
        "text": "content",
        "title": "title",
        "url": "url",
        "published_at": "published",
        "author_name": "extra_author_attributes.name",
        "author_handle": "extra_author_attributes.short_name",
        "network": "source_type",
        "reach": "reach",
        "language": "lang",
    },
}
EPOCH_SECONDS: Final = re.compile(r"^\d{10}(\.\d+)?$")
EPOCH_MILLISECONDS: Final = re.compile(r"^\d{13}$")
CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
DAY_FIRST: Final = re.compile(r"^\s*\d{1,2}\.\d{1,2}\.\d{4}")
OLDEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True)
class Rejection:
    row: int
    reason: str


def guess_mapping(columns: Iterable[str]) -> dict[str, str]:
    """Our field → their column, each column once, the nearest name first."""
    by_name = {column.strip().lower(): column for column in columns}
    mapping: dict[str, str] = {}
    for field, names in ALIASES.items():
        column = next((by_name[name] for name in names.split("|") if name in by_name), None)
        if column and column not in mapping.values():
            mapping[field] = column
    return mapping


def items_of(
    rows: Iterable[tuple[int, Row]], mapping: Mapping[str, str], zone: ZoneInfo, now: datetime
) -> Iterator[tuple[int, Item | Rejection]]:
    """Each row becomes an Item or says why not."""
    for number, row in rows:
        yield number, _item(number, row, mapping, zone, now)


def _item(number: int, row: Row, mapping: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Item | Rejection:
    values: dict[str, object] = {
        field: row.get(column, "") for field, column in mapping.items() if not field.endswith("=")
    }
    values |= {field.rstrip("="): constant for field, constant in mapping.items() if field.endswith("=")}
    written = str(values.pop("published_at", "")).strip()
    moment = read_moment(written, zone)
    if not any(str(values.get(field, "")).strip() for field in ("text", "title", "url")):
        return Rejection(number, _("There is no text, title or link in this row."))
    if written and moment is None:
        return Rejection(number, _("The time “%(time)s” cannot be read.") % {"time": written[:60]})
    if moment and not OLDEST <= moment[0] <= now + AHEAD:
        return Rejection(number, _("The time “%(time)s” is too far away.") % {"time": written[:60]})
    figures = {field: whole_number(values.pop(field, None)) for field in ("followers", "reach")}
    published_at, precision = moment or (None, Precision.NONE)
    return make_item(**values, **figures, published_at=published_at, precision=precision)


def read_moment(written: str, zone: ZoneInfo) -> tuple[datetime, Precision] | None:
    """A time as people write it; without a zone of its own it is local to `zone`."""
    if not written:
        return None
    try:
        if EPOCH_MILLISECONDS.match(written):
            return datetime.fromtimestamp(int(written) / 1000, UTC), Precision.EXACT
        if EPOCH_SECONDS.match(written):
            return datetime.fromtimestamp(float(written), UTC), Precision.EXACT
        moment = dates.parse(written[:80], dayfirst=bool(DAY_FIRST.match(written)))
    except (ValueError, OverflowError):
        return None
    clock = CLOCK.search(written)
    precision = Precision.DAY if clock is None else Precision.EXACT if clock.group(1) else Precision.MINUTE
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC), precision


def whole_number(value: object) -> int | None:
    """Unknown is None, never 0: `1,204`, `1 204`, `1.2K`, or nothing."""
    text = re.sub(r"[\s\u00a0\u202f,]", "", str(value if value is not None else "")).lower()
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([kmкм]?)", text)
    if not found:
        return None
    times = {"": 1, "k": 1_000, "к": 1_000, "m": 1_000_000, "м": 1_000_000}[found.group(2)]
    number = int(float(found.group(1)) * times)
    return number if number < 2**63 else None
