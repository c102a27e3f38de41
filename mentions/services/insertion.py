"""Mentions into the table: many rows in one statement, each identity once.

Row-level security forbids COPY into the table to the role that serves; an INSERT from arrays is as fast.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from mentions.models import Mention

COLUMNS: Final = (
    "identity",
    "network",
    "kind",
    "external_id",
    "url",
    "title",
    "text",
    "author_name",
    "author_handle",
    "author_url",
    "followers",
    "reach",
    "location",
    "language",
    "tone",
    "negative",
    "neutral",
    "positive",
    "analyzer",
    "published_at",
    "precision",
    "received_at",
)
TYPES: Final = {
    "identity": "bytea",
    "followers": "bigint",
    "reach": "bigint",
    "negative": "double precision",
    "neutral": "double precision",
    "positive": "double precision",
    "published_at": "timestamptz",
    "received_at": "timestamptz",
}


def insert_mentions(organization_id: int, mentions: Sequence[Mention]) -> dict[bytes, int]:
    """Ids by identity of the rows that are new; whoever is missing in the answer was known already."""
    arrays = ", ".join(f"%s::{TYPES.get(column, 'text')}[]" for column in COLUMNS)
    names = ", ".join(COLUMNS)
    values = [[_plain(getattr(mention, column)) for mention in mentions] for column in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO mentions_mention (organization_id, {names})"  # noqa: S608 -- names of our own columns
            f" SELECT %s, * FROM unnest({arrays})"
            " ON CONFLICT (organization_id, identity) DO NOTHING RETURNING identity, id",
            [organization_id, *values],
        )
        return {bytes(identity): pk for identity, pk in cursor.fetchall()}


def _plain(value: Any) -> Any:  # noqa: ANN401 -- values of many columns
    return str(value) if isinstance(value, str) else value
