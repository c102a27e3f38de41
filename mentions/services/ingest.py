"""From what a source showed to mentions, sightings, stories and volume: one transaction.

Takes one organization at a time and may be repeated with the same items: nothing is counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from mentions.models import Source
from mentions.services.grouping import group_into_stories
from mentions.services.insertion import insert_mentions, note_sightings
from mentions.services.understanding import Understood, known_mentions
from mentions.signals import stories_grew

LOCK: Final = 0x6D656E74  # "ment": the class of our advisory locks


@dataclass(frozen=True)
class IngestReport:
    rows: int
    added: int
    known: int

    def __add__(self, other: "IngestReport") -> "IngestReport":
        return IngestReport(self.rows + other.rows, self.added + other.added, self.known + other.known)


NOTHING: Final = IngestReport(0, 0, 0)


@transaction.atomic
def ingest(*, source: Source, understood: Sequence[Understood]) -> IngestReport:
    """In the scope of the source's organization. An item twice in one batch counts as known."""
    now = timezone.now()
    _one_at_a_time(source.organization_id)
    first = {each.item.identity: each for each in reversed(understood)}
    added = insert_mentions(source.organization_id, first.values(), now)
    ids = added | known_mentions(first.keys() - added.keys())
    note_sightings(source, ids.values(), now)
    story_ids = group_into_stories(source, {ids[identity]: each for identity, each in first.items()})
    stories_grew.send(Source, organization_id=source.organization_id, story_ids=story_ids)
    return IngestReport(rows=len(understood), added=len(added), known=len(understood) - len(added))


def _one_at_a_time(organization_id: int) -> None:
    """Two workers with the same new story would make it twice; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, organization_id % 2**31])
