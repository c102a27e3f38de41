"""The clocks of an incident against the targets of its level (docs/words.md §4), ready to be read.

They run from the declaration: that is when the desk could begin; what a higher level asks for runs from the
raise. How long the world waited before it shows on the ruler of the timeline, which begins with the first mention.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisisdesk.web.wording import clock_time, span
from incidents.enums import OPEN_INCIDENTS, EntryKind
from incidents.models import Incident, TimelineEntry
from incidents.queries.pace import FIRST_RESPONSE_UP_TO
from incidents.queries.targets import targets_of

NEAR: Final = timedelta(minutes=15)  # amber from here on
MINUTE: Final = 60
NAMES: Final[dict[str, str | Promise]] = {
    "acknowledge": gettext_lazy("Acknowledged"),
    "facts": gettext_lazy("Facts gathered"),
    "holding": gettext_lazy("Holding statement"),
    "meaningful": gettext_lazy("Meaningful statement"),
}


@dataclass(frozen=True)
class Clock:
    """`value` is a span of time, or empty; `note` compares it with the target; `css` is ok, warn, bad or empty.

    A clock that still runs is coloured itself, one that has stopped only in its note.
    """

    name: str
    value: str
    note: str
    css: str = ""
    runs: bool = False

    @property
    def icon(self) -> str:
        return {"ok": "ok", "bad": "warn"}.get(self.css, "clock" if self.value else "step")


def clocks_of(incident: Incident) -> list[Clock]:
    """Five, at most two queries. A level without a target still shows when it happened."""
    now, due = timezone.now(), targets_of(incident)
    happened = {
        "acknowledge": incident.acknowledged_at,
        "facts": incident.facts_at,
        "holding": incident.holding_at,
        "meaningful": _meaningful(incident),
    }
    clocks = [_clock(incident, key, due[key], now, at) for key, at in happened.items()]
    return [*clocks, _next_update(incident, now)]


def _meaningful(incident: Incident) -> datetime | None:
    if incident.meaningful_at or incident.level > FIRST_RESPONSE_UP_TO:
        return incident.meaningful_at
    sent = TimelineEntry.objects.filter(incident=incident, kind=EntryKind.RESPONSE, detail__event="sent")
    first: datetime | None = sent.order_by("happened_at").values_list("happened_at", flat=True).first()
    return first or incident.holding_at


def _name(incident: Incident, key: str) -> str:
    is_small = incident.level <= FIRST_RESPONSE_UP_TO
    return _("First response") if key == "meaningful" and is_small else str(NAMES[key])


def _clock(incident: Incident, key: str, due: datetime | None, now: datetime, at: datetime | None) -> Clock:
    name = _name(incident, key)
    if at is not None:
        return Clock(name, span((at - incident.declared_at).total_seconds()), *_compared(at, due))
    if due is None:
        return Clock(name, "", _("no target at this level"))
    if incident.status not in OPEN_INCIDENTS:
        return Clock(name, "", _("did not happen"), "bad")
    return _running(name, due, now)


def _compared(at: datetime, due: datetime | None) -> tuple[str, str]:
    if due is None:
        return _("no target at this level"), ""
    seconds = (due - at).total_seconds()
    if abs(seconds) < MINUTE:
        return _("on time"), "ok"
    words = _("%(span)s early") if seconds > 0 else _("%(span)s late")
    return words % {"span": span(seconds)}, "ok" if seconds > 0 else "bad"


def _running(name: str, due: datetime, now: datetime) -> Clock:
    left = due - now
    told = {"time": clock_time(due, now)}
    if left < timedelta(0):
        return Clock(name, span(left.total_seconds()), _("late, was due %(time)s") % told, "bad", runs=True)
    note = _("left, due %(time)s") % told
    return Clock(name, span(left.total_seconds()), note, "warn" if left <= NEAR else "", runs=True)


def _next_update(incident: Incident, now: datetime) -> Clock:
    name = _("Next update")
    if incident.next_update_at is None:
        return Clock(name, "", _("none promised"))
    return _running(name, incident.next_update_at, now)
