"""How the mentions of a story fall over its last six hours, in steps of five minutes, kept in the story's row.

It is read instead of the mentions: in a crisis a story has tens of thousands and is measured with every batch.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from mentions.queries.volume import bucket_start

MEMORY: Final = timedelta(hours=6)
Pace = Mapping[str, int]  # mentions by the beginning of their step


def grown_pace(pace: Pace, times: Iterable[datetime], last_at: datetime) -> dict[str, int]:
    """With these mentions, and without what is older than six hours when the last one came."""
    counts = Counter({datetime.fromisoformat(start): mentions for start, mentions in pace.items()})
    counts.update(map(bucket_start, times))
    return {start.isoformat(): counts[start] for start in sorted(counts) if start > last_at - MEMORY}


def mentions_within(pace: Pace, last_at: datetime, hours: int) -> int:
    """In the whole steps of so many hours before the last mention."""
    since = (last_at - timedelta(hours=hours)).astimezone(UTC).isoformat()
    return sum(mentions for start, mentions in pace.items() if start > since)
