"""What can be told about an item before it is stored: language, tone, and which words it shares with others.

Slow, therefore outside of any transaction; the short part is `ingest`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crisisdesk.tenancy import organization_scope
from mentions.classification.language import language_of
from mentions.classification.signature import Signature, signature_of
from mentions.classification.tone import ANALYZER, ToneReading, read_tones
from mentions.enums import Tone
from mentions.models import Mention, Story
from mentions.sources.item import Item

BATCH: Final = 500


@dataclass(frozen=True)
class Understood:
    """An item with what we could tell about it; `tone` is None for an item that was known already."""

    item: Item
    language: str
    signature: Signature
    tone: ToneReading | None


def understand(organization_id: int, items: Sequence[Item]) -> list[Understood]:
    """Do not call it inside a transaction: a batch may take a second."""
    signatures = [signature_of(item.words) for item in items]
    with organization_scope(organization_id):
        known = known_mentions(item.identity for item in items).keys()
        fresh = [place for place, item in enumerate(items) if item.identity not in known]
        tones = _tones_read_before({signatures[place].exact for place in fresh})
    # Reposts are the mass of a crisis: the same words are read once.
    unread = {signatures[place].exact: items[place].words for place in fresh if signatures[place].exact not in tones}
    tones |= dict(zip(unread, read_tones(list(unread.values())), strict=True))
    return [
        Understood(
            item,
            language_of(item.words, hint=item.language),
            signature,
            None if item.identity in known else tones[signature.exact],
        )
        for item, signature in zip(items, signatures, strict=True)
    ]


def _tones_read_before(exact: Collection[bytes]) -> dict[bytes, ToneReading]:
    """Of the same words, by the same reader, in a story that began with them.

    In two steps: joined, the planner looks the leads of a young organization up one by one, in a table of all.
    """
    leads = dict(Story.objects.filter(exact__any=list(exact)).values_list("lead", "exact"))
    rows = Mention.objects.filter(pk__any=list(leads), analyzer=ANALYZER)
    shares = rows.values_list("pk", "tone", "negative", "neutral", "positive")
    return {
        bytes(leads[pk]): ToneReading(Tone(tone), negative or 0.0, neutral or 0.0, positive or 0.0)
        for pk, tone, negative, neutral, positive in shares
    }


def known_mentions(identities: Iterable[bytes]) -> dict[bytes, int]:
    rows = Mention.objects.filter(identity__any=list(set(identities))).values_list("identity", "pk")
    return {bytes(identity): pk for identity, pk in rows}
