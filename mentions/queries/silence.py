"""Is a source silent? Healthy, but far below its usual pace: the failure of a listening tool that nobody sees.

The last hours, as few as suffice to expect a dozen mentions, are held against the same hours of the days before.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from mentions.models import Source, SourceHour

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
DAYS: Final = 14
LEAST_DAYS: Final = 7
LONGEST: Final = 48  # hours that are looked at; what tells less is not judged
EXPECTED: Final = 12.0  # at a steady pace none of twelve comes once in 160,000 times
FAR_BELOW: Final = 0.1


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def silent_since(source: Source, now: datetime) -> datetime | None:
    """None where it tells enough, or where too little is known to say so. One query."""
    known_days = (now - source.created_at).days
    if known_days < LEAST_DAYS:
        return None
    oldest = hour_of(now) - DAYS * DAY - LONGEST * HOUR
    rows = SourceHour.objects.filter(source=source, start__gte=oldest).values_list("start", "mentions")
    hours = quiet_hours(dict(rows), now, min(DAYS, known_days))
    if not hours:
        return None
    return max(now - timedelta(hours=hours), source.last_mention_at or source.created_at)


def quiet_hours(told: Mapping[datetime, int], now: datetime, days: int) -> int:
    """How many of the last hours were too quiet; 0 where they were not, or where nothing can be said.

    `told`: mentions by the beginning of each hour. `days` before are looked at.
    """
    this = hour_of(now)
    expected, seen = 0.0, told.get(this, 0)
    for back in range(1, LONGEST + 1):
        hour = this - back * HOUR
        expected += median(told.get(hour - day * DAY, 0) for day in range(1, days + 1))
        seen += told.get(hour, 0)
        if expected >= EXPECTED:
            return back if seen <= expected * FAR_BELOW else 0
    return 0
