"""What waits at each brand: how much, until when, how bad."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

MOST: Final = 101  # reads as "more than 100"


@dataclass(frozen=True)
class Waiting:
    """`first_due` is None when nothing waits for an answer. Counted to 101, in the order of the clocks."""

    count: int = 0
    first_due: datetime | None = None
    worst: int = 0


def waiting_at(organization_id: int, brand_ids: Collection[int]) -> Mapping[int, Waiting]:
    """One query that walks each brand's part of the index of clocks."""
    with connection.cursor() as cursor:
        cursor.execute(AT_BRANDS, {"organization": organization_id, "brands": list(brand_ids), "most": MOST})
        return {brand_id: Waiting(count, due, worst or 0) for brand_id, count, due, worst in cursor.fetchall()}


AT_BRANDS: Final = """
SELECT brand.id, waiting.count, waiting.first_due, waiting.worst
FROM accounts_brand brand
CROSS JOIN LATERAL (
    SELECT count(*) AS count, min(due_at) AS first_due, max(level) AS worst
    FROM (
        SELECT due_at, level FROM mentions_story
        WHERE organization_id = %(organization)s AND brand_id = brand.id AND status IN ('new', 'open')
        ORDER BY coalesce(due_at, '9999-12-31 00:00:00+00:00'::timestamptz), last_at DESC, id DESC
        LIMIT %(most)s
    ) walked
) waiting
WHERE brand.organization_id = %(organization)s AND brand.id = ANY(%(brands)s)
"""
