"""The five-minute buckets of the brands."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection

from mentions.enums import Tone
from mentions.queries.volume import bucket_start
from mentions.services.newcomers import Newcomer

ADD: Final = """
INSERT INTO mentions_volumebucket (organization_id, brand_id, start, mentions, negative, reach)
SELECT %s, * FROM unnest(%s::bigint[], %s::timestamptz[], %s::int[], %s::int[], %s::bigint[])
ON CONFLICT (organization_id, brand_id, start) DO UPDATE SET
    mentions = mentions_volumebucket.mentions + excluded.mentions,
    negative = mentions_volumebucket.negative + excluded.negative,
    reach = mentions_volumebucket.reach + excluded.reach
"""


def count_volume(organization_id: int, newcomers: Iterable[Newcomer]) -> None:
    """Each mention must come here once for a brand: with the match that ties them."""
    buckets: dict[tuple[int, datetime], list[Newcomer]] = defaultdict(list)
    for each in newcomers:
        buckets[each.brand_id, bucket_start(each.published_at)].append(each)
    if not buckets:
        return
    rows = [
        (
            *place,
            len(group),
            sum(each.tone == Tone.NEGATIVE for each in group),
            sum(each.reach or 0 for each in group),
        )
        for place, group in sorted(buckets.items(), key=lambda bucket: bucket[0])
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [organization_id, *map(list, zip(*rows, strict=True))])
