"""What can be told about an item before it is stored: language, tone, and which words it shares with others.

Slow, therefore outside of any transaction; the short part is `ingest`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from crisisdesk.tenancy import organization_scope
from mentions.classification.language import language_of
from mentions.classification.signature import Signature, signature_of
from mentions.classification.tone import ToneReading, read_tones
from mentions.models import Mention
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
    with organization_scope(organization_id):
        known = known_mentions(item.identity for item in items).keys()
    signatures = [signature_of(item.words) for item in items]
    fresh = [place for place, item in enumerate(items) if item.identity not in known]
    # Reposts are the mass of a crisis: the same words are read once.
    speakers = {signatures[place].exact: items[place].words for place in fresh}
    tones = dict(zip(speakers, read_tones(list(speakers.values())), strict=True))
    return [
        Understood(
            item,
            language_of(item.words, hint=item.language),
            signature,
            None if item.identity in known else tones[signature.exact],
        )
        for item, signature in zip(items, signatures, strict=True)
    ]


def known_mentions(identities: Iterable[bytes]) -> dict[bytes, int]:
    rows = Mention.objects.filter(identity__in=set(identities)).values_list("identity", "pk")
    return {bytes(identity): pk for identity, pk in rows}
