"""How many mentions came when: from the five-minute buckets, summed to the step a chart needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Sum

from accounts.models import Brand
from mentions.models import VolumeBucket

BUCKET: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class VolumePoint:
    start: datetime
    mentions: int
    negative: int


def bucket_start(at: datetime, step: timedelta = BUCKET) -> datetime:
    """The beginning of the step that holds this moment, counted from the epoch in UTC."""
    seconds = int(step.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def volume(brands: Iterable[Brand], since: datetime, until: datetime, step: timedelta = BUCKET) -> list[VolumePoint]:
    """One point a step from `since` to before `until`, zeros included; one query."""
    rows = (
        VolumeBucket.objects.filter(brand__in=list(brands), start__gte=bucket_start(since, step), start__lt=until)
        .values("start")
        .annotate(mentions_sum=Sum("mentions"), negative_sum=Sum("negative"))
    )
    sums: dict[datetime, tuple[int, int]] = {}
    for row in rows:
        start = bucket_start(row["start"], step)
        mentions, negative = sums.get(start, (0, 0))
        sums[start] = (mentions + row["mentions_sum"], negative + row["negative_sum"])
    starts = _steps(bucket_start(since, step), until, step)
    return [VolumePoint(start, *sums.get(start, (0, 0))) for start in starts]


def _steps(first: datetime, until: datetime, step: timedelta) -> Iterable[datetime]:
    while first < until:
        yield first
        first += step
