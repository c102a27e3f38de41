"""The five-minute buckets of a brand."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from mentions.enums import Tone
from mentions.models import Mention
from mentions.queries.volume import bucket_start

ADD = """
INSERT INTO mentions_volumebucket (organization_id, brand_id, start, mentions, negative, reach)
SELECT %s, %s, * FROM unnest(%s::timestamptz[], %s::int[], %s::int[], %s::bigint[])
ON CONFLICT (organization_id, brand_id, start) DO UPDATE SET
    mentions = mentions_volumebucket.mentions + excluded.mentions,
    negative = mentions_volumebucket.negative + excluded.negative,
    reach = mentions_volumebucket.reach + excluded.reach
"""


def count_volume(organization_id: int, brand_id: int, mentions: Iterable[Mention]) -> None:
    """Each mention must come here once for a brand: with the match that ties them."""
    counts, negatives, reaches = Counter[object](), Counter[object](), Counter[object]()
    for mention in mentions:
        start = bucket_start(mention.published_at)
        counts[start] += 1
        negatives[start] += mention.tone == Tone.NEGATIVE
        reaches[start] += mention.reach or mention.followers or 0
    if not counts:
        return
    starts = sorted(counts, key=str)
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            [
                organization_id,
                brand_id,
                starts,
                [counts[start] for start in starts],
                [negatives[start] for start in starts],
                [reaches[start] for start in starts],
            ],
        )
