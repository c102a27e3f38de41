"""The clocks of an incident that is over, against the targets of its level."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisisdesk.web.wording import span
from incidents.models import Incident, RoleHolder
from incidents.queries.targets import targets_of

MINUTE: Final = 60
NAMES: Final[dict[str, str | Promise]] = {
    "detect": gettext_lazy("Detect"),
    "acknowledge": gettext_lazy("Acknowledge"),
    "assemble": gettext_lazy("Assemble the roles"),
    "facts": gettext_lazy("Facts"),
    "holding": gettext_lazy("Holding statement"),
    "meaningful": gettext_lazy("Meaningful statement"),
    "contain": gettext_lazy("Contain"),
    "recover": gettext_lazy("Recover"),
}


@dataclass(frozen=True)
class ClockResult:
    """Seconds since the declaration; to detect, since the first mention. `None`: no target, or it did not happen."""

    key: str
    target_seconds: int | None
    seconds: int | None

    @property
    def name(self) -> str | Promise:
        return NAMES[self.key]

    @property
    def early_seconds(self) -> int | None:
        if self.target_seconds is None or self.seconds is None:
            return None
        return self.target_seconds - self.seconds

    @property
    def is_missed(self) -> bool:
        return self.target_seconds is not None and (self.seconds is None or self.seconds > self.target_seconds)

    @property
    def css(self) -> str:
        if self.target_seconds is None:
            return "muted"
        return "bad" if self.is_missed else "ok"

    @property
    def words(self) -> str:
        if self.target_seconds is None:
            return _("no target")
        if self.early_seconds is None:
            return _("did not happen")
        if abs(self.early_seconds) < MINUTE:
            return _("on time")
        words = _("%(span)s early") if self.early_seconds > 0 else _("%(span)s late")
        return words % {"span": span(self.early_seconds)}


def clock_results(incident: Incident) -> list[ClockResult]:
    """Two queries. What neither has a target nor happened is left out."""
    due = targets_of(incident)
    happened: dict[str, datetime | None] = {
        "acknowledge": incident.acknowledged_at,
        "assemble": _assembled_at(incident),
        "facts": incident.facts_at,
        "holding": incident.holding_at,
        "meaningful": incident.meaningful_at,
        "contain": incident.contained_at,
        "recover": incident.resolved_at,
    }
    targets = {key: _seconds(incident.declared_at, due.get(key)) for key in happened}
    found = [ClockResult("detect", None, _seconds(incident.started_at, incident.declared_at))]
    found += [ClockResult(key, targets[key], _seconds(incident.declared_at, at)) for key, at in happened.items()]
    return [result for result in found if result.target_seconds is not None or result.seconds is not None]


def _assembled_at(incident: Incident) -> datetime | None:
    """When the last of those who hold a role said that they know; somebody who never did leaves it open."""
    rows = RoleHolder.objects.current().filter(incident=incident)
    moments: list[datetime | None] = list(rows.values_list("acknowledged_at", flat=True))
    told = [moment for moment in moments if moment is not None]
    return max(told) if told and len(told) == len(moments) else None


def _seconds(since: datetime, at: datetime | None) -> int | None:
    return None if at is None else max(0, int((at - since).total_seconds()))
