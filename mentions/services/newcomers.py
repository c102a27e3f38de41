"""Which mentions of a batch concern which brands, and are not in a story of theirs yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from accounts.models import Brand
from mentions.classification.signature import Signature
from mentions.matching.brand_words import Matcher
from mentions.models import Match, Mention, Source
from mentions.services.understanding import Understood
from mentions.sources.item import Item

Place = tuple[int, int]  # a mention and a brand
FACTS: Final = ("published_at", "network", "author_handle", "tone", "followers", "reach")


@dataclass(frozen=True)
class Newcomer:
    """What its story must know of a mention."""

    mention_id: int
    brand_id: int
    words: list[str]
    title: str
    signature: Signature
    published_at: datetime
    network: str
    author: str
    tone: str
    followers: int | None
    own_reach: int | None

    @property
    def reach(self) -> int | None:
        """Its own, else its author's; None is unknown."""
        return self.own_reach or self.followers


def newcomers_of(source: Source, batch: Mapping[int, Understood]) -> list[Newcomer]:
    """Of mentions by their ids, in the order of their time."""
    words = _words_by_place(source, batch)
    placed = Match.objects.filter(mention_id__in=batch.keys()).values_list("mention_id", "brand_id")
    missing = words.keys() - set(placed)
    facts = Mention.objects.filter(pk__any={mention_id for mention_id, _ in missing}).values_list("pk", *FACTS)
    by_id = {pk: columns for pk, *columns in facts}
    newcomers = [_newcomer(place, words[place], batch[place[0]], by_id[place[0]]) for place in missing]
    return sorted(newcomers, key=lambda each: (each.published_at, each.mention_id, each.brand_id))


def concerning(source: Source, items: Sequence[Item]) -> list[Item]:
    """What a source that is only searched for our brands' words brings: the rest of it concerns nobody here."""
    if not source.settings.get("only_matching"):
        return list(items)
    matcher = _matcher()
    return [item for item in items if matcher.match(item.words)]


def _newcomer(place: Place, words: list[str], each: Understood, facts: Sequence[Any]) -> Newcomer:
    title = each.item.title or each.item.text or each.item.url
    return Newcomer(*place, words, title, each.signature, *facts)


def _words_by_place(source: Source, batch: Mapping[int, Understood]) -> dict[Place, list[str]]:
    """Brands whose words occur; the source's own brand always, unless the source is only searched for its words."""
    found: dict[Place, list[str]] = defaultdict(list)
    matcher, takes_all = _matcher(), not source.settings.get("only_matching")
    for mention_id, each in batch.items():
        for hit in matcher.match(each.item.words):
            words = found[mention_id, hit.brand_id]
            if hit.word not in words:
                words.append(hit.word)
        if takes_all:
            found.setdefault((mention_id, source.brand_id), [])
    return found


def _matcher() -> Matcher:
    return Matcher.for_brands(Brand.objects.active().order_by("pk"))
