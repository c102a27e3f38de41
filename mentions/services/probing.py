"""A look at a source before it is connected: one page is fetched, nothing is stored, no transaction is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from crisisdesk.web.guarded_http import FetchError
from mentions.matching.brand_words import Matcher, Named
from mentions.models import Source
from mentions.services.source_secrets import opened
from mentions.sources.contract import Asking
from mentions.sources.item import Item
from mentions.sources.registry import CONNECTORS

SHOWN: Final = 5
LONGEST_SHOWN: Final = 280


@dataclass(frozen=True)
class Glimpse:
    """An item as it would come in. `spans` are the brand words in `text`; without `words` it names nobody."""

    item: Item
    text: str
    spans: list[tuple[int, int]]
    words: list[str]


@dataclass(frozen=True)
class Probe:
    """`fault` says why nothing was read; `read_at` is where the feed stands when it is not where it was looked for."""

    url: str
    fault: str = ""
    note: str = ""
    read_at: str = ""
    items: int = 0
    matching: int = 0
    newest: datetime | None = None
    glimpses: tuple[Glimpse, ...] = ()
    again_after: timedelta | None = None


def probe(
    kind: str, settings: Mapping[str, Any], brands: Iterable[Named], words: Sequence[str] = (), secret: str = ""
) -> Probe:
    """As at a first visit, the newest items first. `words` are those of the brand that listens."""
    url = settings.get("url", "")
    try:
        page = CONNECTORS[kind].fetch(Asking(settings, {}, timezone.now(), words, secret=secret))
    except FetchError as fault:
        return Probe(url, fault=str(fault))
    glimpses = glimpses_of(reversed(page.items), brands)
    return Probe(
        url,
        note=page.note,
        read_at=page.cursor.get("moved_to", ""),
        items=len(glimpses),
        matching=sum(bool(each.words) for each in glimpses),
        newest=max((each.item.published_at for each in glimpses if each.item.published_at), default=None),
        glimpses=tuple(sorted(glimpses, key=lambda each: not each.words)[:SHOWN]),
        again_after=page.come_back_after,
    )


def probe_source(source: Source, brands: Iterable[Named]) -> Probe:
    try:
        secret = opened(source.secret)
    except FetchError as fault:
        return Probe(source.settings.get("url", ""), fault=str(fault))
    return probe(source.kind, source.settings, brands, source.brand.words, secret)


def glimpses_of(items: Iterable[Item], brands: Iterable[Named]) -> list[Glimpse]:
    matcher = Matcher.for_brands(brands)
    return [_glimpse(item, matcher) for item in items]


def _glimpse(item: Item, matcher: Matcher) -> Glimpse:
    hits = matcher.match(item.words)
    first = max(0, hits[0].start - LONGEST_SHOWN // 2) if hits else 0  # the words are in what is shown of a long text
    text = item.words[first : first + LONGEST_SHOWN]
    spans = [(hit.start - first, hit.end - first) for hit in hits if hit.end <= first + LONGEST_SHOWN]
    return Glimpse(item, text, spans, list(dict.fromkeys(hit.word for hit in hits)))
