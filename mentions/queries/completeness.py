"""When a brand was not heard as a whole: detectors and charts must not take a hole for calm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Brand
from mentions.enums import HoleKind, SourceStatus
from mentions.models import Hole, Source


@dataclass(frozen=True)
class Missed:
    """`until` is None while it goes on."""

    source_id: int
    source_name: str
    kind: HoleKind
    since: datetime
    until: datetime | None


def missed(brand: Brand, since: datetime, until: datetime) -> list[Missed]:
    """What has not been filled of this time, the longest ago first. Two queries."""
    of_brand = Source.objects.filter(brand=brand)
    holes = Hole.objects.filter(source__in=of_brand, is_filled=False, ended_at__gt=since, began_at__lt=until)
    ended = [
        Missed(row.source_id, row.source.name, HoleKind(row.kind), row.began_at, row.ended_at)
        for row in holes.select_related("source")
    ]
    return sorted([*ended, *_going_on(of_brand, until)], key=lambda each: each.since)


def _going_on(sources: Iterable[Source], until: datetime) -> list[Missed]:
    found = []
    for source in sources:
        if source.status == SourceStatus.DISABLED:
            continue
        if source.blind_since and source.blind_since < until:
            found.append(Missed(source.pk, source.name, HoleKind.BLIND, source.blind_since, None))
        elif source.silent_since and source.silent_since < until:
            found.append(Missed(source.pk, source.name, HoleKind.SILENT, source.silent_since, None))
    return found
