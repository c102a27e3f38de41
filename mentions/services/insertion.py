"""Mentions and sightings into their tables, each identity once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import connection

from mentions.enums import SourceKind
from mentions.models import Mention, Source
from mentions.queries.silence import hour_of
from mentions.services.rows import insert_rows, whole_numbers
from mentions.services.understanding import Understood

ONCE: Final = "ON CONFLICT (organization_id, identity) DO NOTHING RETURNING identity, id"
SEEN: Final = """
INSERT INTO mentions_sighting (organization_id, mention_id, source_id, seen_at)
SELECT %s, unnest(%s::bigint[]), %s, %s ON CONFLICT (organization_id, mention_id, source_id) DO NOTHING
"""
PACE: Final = """
INSERT INTO mentions_sourcehour (organization_id, source_id, start, mentions) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, source_id, start) DO UPDATE
    SET mentions = mentions_sourcehour.mentions + excluded.mentions
"""


def insert_mentions(organization_id: int, batch: Iterable[Understood], now: datetime) -> dict[bytes, int]:
    """Ids by identity of the rows that are new; whoever is missing in the answer was known already."""
    rows = [{"organization_id": organization_id, **_row(each, now)} for each in batch]
    return {bytes(identity): pk for identity, pk in insert_rows(Mention, rows, ONCE)}


def _row(each: Understood, now: datetime) -> dict[str, Any]:
    item, tone = each.item, each.tone
    return {
        "identity": item.identity,
        "network": item.network,
        "kind": item.kind,
        "external_id": item.external_id,
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "author_name": item.author_name,
        "author_handle": item.author_handle,
        "author_url": item.author_url,
        "followers": item.followers,
        "reach": item.reach,
        "location": item.location,
        "language": each.language,
        "tone": tone.tone if tone else "",
        "negative": tone.negative if tone else None,
        "neutral": tone.neutral if tone else None,
        "positive": tone.positive if tone else None,
        "analyzer": tone.analyzer if tone else "",
        "published_at": item.published_at or now,
        "precision": item.precision,
        "received_at": now,
    }


def note_sightings(source: Source, mention_ids: Iterable[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [source.organization_id, whole_numbers(mention_ids), source.pk, now])
        news = cursor.rowcount
        if news and source.kind != SourceKind.FILE:
            cursor.execute(PACE, [source.organization_id, source.pk, hour_of(now), news])
    if news:
        Source.objects.filter(pk=source.pk).update(last_mention_at=now)
