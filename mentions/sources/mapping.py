"""From the columns of a stranger's table to an Item: by preset, by name, or as a person chose."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentions.enums import Precision
from mentions.sources.file_reader import Row
from mentions.sources.item import Item, make_item
from mentions.sources.moments import OLDEST, read_moment

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
    "text": "text|full text|full_text|tweet|content|message|hit sentence|opening text|description|body|comment|review"
    "|snippet|текст|полный текст|сообщение|текст сообщения|комментарий|отзыв",
    "title": "title|headline|subject|заголовок|тема",
    "url": "url|link|original_url|original url|permalink|ссылка|адрес",
    "published_at": "published_at|published|date|created_at|created|time|timestamp|tweet_created"
    "|дата|время|опубликовано",
    "author_name": "author_name|influencer|author name|author.name|user.name|account.display_name|имя автора",
    "author_handle": "author_handle|author|name|screen name|twitter screen name|username|handle|user|author.handle"
    "|author.username|user.handle|user.username|user.screen_name|account.acct|автор|ник",
    "author_url": "author_url|author url|author.url|user.url|account.url|twitter user profile url|профиль",
    "followers": "followers|twitter followers|author.followers|user.followers|user.followers_count"
    "|account.followers_count|subscribers|audience|подписчики|аудитория",
    "reach": "reach|reachestimate|impressions|охват",
    "network": "network|channel|source|source_name|source type|source_type|platform|host|источник|площадка",
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
PRESET_WORDS: Final = {
    "twitter-airline": gettext_lazy("Tweets as a table"),
    "meltwater": "Meltwater",
    "talkwalker": "Talkwalker",
}
X: Final = "x"  # gives every text with these three letters written as entities
X_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
AHEAD: Final = timedelta(days=1)
FIGURE: Final = re.compile(r"(\d{1,15}(?:\.\d+)?)([kmкм]?)")
MOST: Final = 10**11  # of anything that can be counted in people; sums of many still fit where they are kept


@dataclass(frozen=True)
class Rejection:
    row: int
    reason: str


def guess_mapping(columns: Iterable[str], preset: str = "") -> dict[str, str]:
    """Our field → their column, each column once: what is there of the preset, then the nearest names.

    Without a name the first preset all of whose columns are there.
    """
    by_name = {column.strip().lower(): column for column in columns}
    there = set(by_name.values())
    whole = next((each for each in PRESETS.values() if _columns(each) <= there), {})
    chosen = PRESETS[preset] if preset else whole
    mapping = {field: column for field, column in chosen.items() if field.endswith("=") or column in there}
    for field, names in ALIASES.items():
        if field in mapping or f"{field}=" in mapping:
            continue
        column = next((by_name[name] for name in names.split("|") if name in by_name), None)
        if column and column not in mapping.values():
            mapping[field] = column
    return mapping


def _columns(preset: Mapping[str, str]) -> set[str]:
    return {column for field, column in preset.items() if not field.endswith("=")}


def items_of(
    rows: Iterable[tuple[int, Row]], mapping: Mapping[str, str], zone: ZoneInfo, now: datetime
) -> Iterator[tuple[int, Item | Rejection]]:
    """Each row becomes an Item or says why not."""
    for number, row in rows:
        yield number, _item(number, row, mapping, zone, now)


def _item(number: int, row: Row, mapping: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Item | Rejection:
    if not row:
        return Rejection(number, _("This row is no object with named fields."))
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
    if values.get("network") == X:
        values |= {field: _without_entities(str(values[field])) for field in ("text", "title") if field in values}
    figures = {field: whole_number(values.pop(field, None)) for field in ("followers", "reach")}
    published_at, precision = moment or (None, Precision.NONE)
    return make_item(**values, **figures, published_at=published_at, precision=precision)


def _without_entities(text: str) -> str:
    for entity, letter in X_ENTITIES:
        text = text.replace(entity, letter)
    return text


def whole_number(value: object) -> int | None:
    """Unknown is None, never 0: `1,204`, `1 204`, `1.2K`, or nothing. What cannot be true is unknown too."""
    text = re.sub(r"[\s\u00a0\u202f,]", "", str(value if value is not None else "")).lower()
    found = FIGURE.fullmatch(text)
    if not found:
        return None
    times = {"": 1, "k": 1_000, "к": 1_000, "m": 1_000_000, "м": 1_000_000}[found.group(2)]
    number = int(float(found.group(1)) * times)
    return number if number <= MOST else None
