"""The ruler above the timeline: what happened when, from the first mention to now, in one line."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crisisdesk.web.wording import clock_time, span
from incidents.enums import CRISIS_FROM, EntryKind
from incidents.models import Incident, TimelineEntry

MOST_DOTS: Final = 200
MOST_TICKS: Final = 5
STEPS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 240, 480, 720, 1440, 2880, 7 * 1440, 30 * 1440)
)
YEAR: Final = timedelta(days=365)
CLEAR_OF_NOW: Final = 0.85  # of the width
CLEAR_OF_A_DATE: Final = 0.6  # at 390 px a date and an hour take a third
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
BIG: Final = frozenset({EntryKind.OPENED, EntryKind.STATUS, EntryKind.LEVEL, EntryKind.UPDATE, EntryKind.RESPONSE})


@dataclass(frozen=True)
class Tick:
    x: str
    words: str
    leans: str  # start, mid-a or end-a


@dataclass(frozen=True)
class Dot:
    x: str
    radius: int
    is_alarm: bool


@dataclass(frozen=True)
class Ruler:
    title: str
    ticks: list[Tick]
    dots: list[Dot]
    end: str


def ruler_of(incident: Incident) -> Ruler:
    """One query. It ends now, or when the incident was over."""
    end = max(incident.closed_at or timezone.now(), incident.started_at + timedelta(minutes=1))
    rows = TimelineEntry.objects.filter(incident=incident, happened_at__gte=incident.started_at, happened_at__lte=end)
    entries = rows.order_by("-pk").values_list("happened_at", "kind", "detail")[:MOST_DOTS]
    length = end - incident.started_at
    dots = [
        Dot(_x(at - incident.started_at, length), 5 if kind in BIG else 3, _is_alarm(kind, detail))
        for at, kind, detail in entries
    ]
    title = _("%(count)s entries from the first mention to %(span)s after it") % {
        "count": len(dots),
        "span": span(length.total_seconds()),
    }
    last = clock_time(end, timezone.now()) if incident.closed_at else _("now")
    return Ruler(title, _ticks(length, CLEAR_OF_A_DATE if incident.closed_at else CLEAR_OF_NOW), dots, last)


def _ticks(length: timedelta, ends: float) -> list[Tick]:
    """T-zero, then round spans; the last one keeps clear of the words at the end."""
    step = next((step for step in STEPS if length / step <= MOST_TICKS), YEAR * ceil(length / YEAR / MOST_TICKS))
    ticks, at = [Tick("0%", _("T-zero"), "")], step
    while at / length < ends and len(ticks) <= MOST_TICKS:
        ticks.append(Tick(_x(at, length), f"+{_passed(at)}", "mid-a"))
        at += step
    return ticks


def _passed(at: timedelta) -> str:
    """36 h rather than 1 d: two ticks never bear the same words."""
    return span(at.total_seconds()) if at < DAY or not at % DAY else _("%(hours)d h") % {"hours": at // HOUR}


def _x(passed: timedelta, length: timedelta) -> str:
    return f"{100 * passed / length:.1f}%"


def _is_alarm(kind: str, detail: dict[str, Any]) -> bool:
    if kind == EntryKind.LEVEL:
        return bool(detail["after"] > detail["before"] and detail["after"] >= CRISIS_FROM)
    return kind == EntryKind.STORY and detail.get("event") == "first_mention"
