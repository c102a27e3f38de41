"""How big an incident was: its mentions, and the brand's volume beside what was usual before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import dropwhile
from statistics import quantiles
from typing import Final

from django.db.models import Count, Sum
from django.utils import timezone

from incidents.models import Incident
from mentions.models import Story
from mentions.queries.volume import VolumePoint, volume

MEMORY: Final = timedelta(days=7)  # what was usual is read from these days before the first mention
SHORTEST_MEMORY: Final = timedelta(hours=24)
STEPS: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 360, 1440))
MOST_STEPS: Final = 96
SHORTEST_WINDOW: Final = timedelta(hours=2)
TENTHS: Final = 10


@dataclass(frozen=True)
class Figures:
    """`None` is unknown: too short a memory says nothing about what is usual."""

    stories: int
    mentions: int
    reach: int | None
    step_seconds: int
    points: list[tuple[datetime, int]]
    usual_low: float | None
    usual_high: float | None
    above_seconds: int | None
    back_at: datetime | None

    @property
    def peak(self) -> int:
        return max((mentions for _start, mentions in self.points), default=0)

    @property
    def peak_at(self) -> datetime | None:
        return next((start for start, mentions in self.points if mentions == self.peak and mentions), None)


def figures_of(incident: Incident) -> Figures:
    """Two queries. The window begins a little before the first mention and ends a little after the end."""
    found = Story.objects.filter(incident_links__incident=incident).aggregate(
        stories=Count("pk"), mentions=Sum("mentions_count"), reach=Sum("reach")
    )
    end = incident.resolved_at or timezone.now()
    margin = max((end - incident.started_at) / 4, SHORTEST_WINDOW / 2)
    since, until = incident.started_at - margin, min(end + margin, timezone.now())
    step = next((step for step in STEPS if (until - since) / step <= MOST_STEPS), STEPS[-1])
    everything = volume([incident.brand], since - MEMORY, until, step)
    points = [point for point in everything if point.start >= since]
    low, high = _usual([point for point in everything if point.start + step <= incident.started_at], step)
    above = None if high is None else [point.start for point in points if point.mentions > high]
    return Figures(
        stories=found["stories"],
        mentions=found["mentions"] or 0,
        reach=found["reach"],
        step_seconds=int(step.total_seconds()),
        points=[(point.start, point.mentions) for point in points],
        usual_low=low,
        usual_high=high,
        above_seconds=None if above is None else len(above) * int(step.total_seconds()),
        back_at=above[-1] + step if above and above[-1] != points[-1].start else None,
    )


def _usual(points: list[VolumePoint], step: timedelta) -> tuple[float | None, float | None]:
    """One step of ten lies below the lower bound, nine below the upper. Silence before the first is no memory."""
    counts = [point.mentions for point in dropwhile(lambda point: not point.mentions, points)]
    if len(counts) * step < SHORTEST_MEMORY or len(counts) < TENTHS:
        return None, None
    bounds = quantiles(counts, n=TENTHS, method="inclusive")
    return bounds[0], bounds[-1]
