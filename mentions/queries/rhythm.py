"""A brand's mentions by the hour, and the range in which most hours of the week before lay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Sum
from django.db.models.functions import TruncHour

from mentions.models import VolumeBucket
from mentions.queries.volume import bucket_start

HOUR: Final = timedelta(hours=1)
MEMORY: Final = timedelta(days=7)
SHORTEST_MEMORY: Final = 24  # hours; with less nobody knows what is usual
LOW, HIGH = 0.1, 0.9  # the usual range holds eight hours of ten


@dataclass(frozen=True)
class Rhythm:
    """`usual` is None while there is less than a day of history before the hours that are shown."""

    starts: list[datetime]
    hours: list[int]
    usual: tuple[int, int] | None

    @property
    def last(self) -> int:
        return self.hours[-1] if self.hours else 0

    @property
    def is_over(self) -> bool:
        return self.usual is not None and self.last > self.usual[1]


def rhythms(brand_ids: Collection[int], until: datetime, shown: int) -> Mapping[int, Rhythm]:
    """The last `shown` hours of each brand, the one of `until` being the last; one query."""
    end = bucket_start(until, HOUR) + HOUR
    first_shown = end - shown * HOUR
    rows = (
        VolumeBucket.objects.filter(brand__in=brand_ids, start__gte=first_shown - MEMORY, start__lt=end)
        .values("brand_id", hour=TruncHour("start", tzinfo=UTC))
        .annotate(count=Sum("mentions"))
    )
    counts: dict[int, dict[datetime, int]] = {brand_id: {} for brand_id in brand_ids}
    for row in rows:
        counts[row["brand_id"]][row["hour"]] = row["count"]
    return {brand_id: _rhythm(of_brand, first_shown, shown) for brand_id, of_brand in counts.items()}


def _rhythm(counts: Mapping[datetime, int], first_shown: datetime, shown: int) -> Rhythm:
    starts = [first_shown + number * HOUR for number in range(shown)]
    earliest = min(counts, default=first_shown)
    known = max(0, int((first_shown - earliest) / HOUR))
    before = [counts.get(first_shown - number * HOUR, 0) for number in range(1, known + 1)]
    usual = _range(before) if known >= SHORTEST_MEMORY else None
    return Rhythm(starts, [counts.get(start, 0) for start in starts], usual)


def _range(hours: Sequence[int]) -> tuple[int, int]:
    ordered = sorted(hours)
    last = len(ordered) - 1
    return ordered[round(last * LOW)], ordered[round(last * HIGH)]
