"""From what a source showed to mentions, sightings, stories and volume: one transaction.

Takes one organization at a time and may be repeated with the same items: nothing is counted twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from mentions.models import Mention, Source
from mentions.services.grouping import group_into_stories
from mentions.services.insertion import insert_mentions
from mentions.services.understanding import Understood, known_mentions
from mentions.signals import stories_grew

LOCK: Final = 0x6D656E74  # "ment": the class of our advisory locks
SEEN: Final = """
INSERT INTO mentions_sighting (organization_id, mention_id, source_id, seen_at)
SELECT %s, unnest(%s::bigint[]), %s, %s ON CONFLICT (organization_id, mention_id, source_id) DO NOTHING
"""


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
    added = insert_mentions(source.organization_id, [_mention(each, now) for each in first.values()])
    ids = known_mentions(each.item for each in first.values())
    _note_sightings(source, ids.values(), now)
    story_ids = group_into_stories(source, [(ids[each.item.identity], each) for each in first.values()])
    stories_grew.send(Source, organization_id=source.organization_id, story_ids=story_ids)
    return IngestReport(rows=len(understood), added=len(added), known=len(understood) - len(added))


def _one_at_a_time(organization_id: int) -> None:
    """Two workers with the same new story would make it twice; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, organization_id % 2**31])


def _mention(each: Understood, now: datetime) -> Mention:
    item, tone = each.item, each.tone
    return Mention(
        identity=item.identity,
        network=item.network,
        kind=item.kind,
        external_id=item.external_id,
        url=item.url,
        title=item.title,
        text=item.text,
        author_name=item.author_name,
        author_handle=item.author_handle,
        author_url=item.author_url,
        followers=item.followers,
        reach=item.reach,
        location=item.location,
        language=each.language,
        tone=tone.tone if tone else "",
        negative=tone.negative if tone else None,
        neutral=tone.neutral if tone else None,
        positive=tone.positive if tone else None,
        analyzer=tone.analyzer if tone else "",
        published_at=item.published_at or now,
        precision=item.precision,
        received_at=now,
    )


def _note_sightings(source: Source, mention_ids: Iterable[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [source.organization_id, list(mention_ids), source.pk, now])
        is_news = bool(cursor.rowcount)
    if is_news:
        Source.objects.filter(pk=source.pk).update(last_mention_at=now)
