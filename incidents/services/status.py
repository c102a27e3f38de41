"""An incident's way from candidate to closed, forward and back."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.enums import ALLOWED_MOVES, CRISIS_FROM, EntryKind, IncidentStatus
from incidents.models import Incident, IncidentTask
from incidents.queries.pace import next_update
from incidents.services.incidents import release_stories
from incidents.services.timeline import record_entry
from incidents.signals import incident_declared

# In the order of the way: going back to one of them forgets the times of those behind it.
STAMPS: Final = {
    IncidentStatus.CONTAINED: "contained_at",
    IncidentStatus.RESOLVED: "resolved_at",
    IncidentStatus.REVIEWING: "reviewing_at",
    IncidentStatus.CLOSED: "closed_at",
}
WAY: Final = tuple(IncidentStatus)


class OpenTasksError(DomainError):
    """A crisis is closed with open tasks only by somebody who has seen them."""

    def __init__(self, count: int) -> None:
        self.count = count
        sentence = ngettext(
            "%(count)s task is still open. Finish or skip it, or confirm that it stays open.",
            "%(count)s tasks are still open. Finish or skip them, or confirm that they stay open.",
            count,
        )
        super().__init__(sentence % {"count": count})


@transaction.atomic
def move_incident(
    *, actor: Membership, incident: Incident, seen: str, to: str, note: str = "", confirmed: bool = False
) -> None:
    """From the status that the person saw to another one. Of two people with the same page the second is told."""
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    if row.status != seen:
        raise StaleState
    if to not in ALLOWED_MOVES[seen] or to == IncidentStatus.MERGED:
        raise DomainError(_("An incident cannot take this step from where it stands."))
    _refuse_open_tasks(row, to, confirmed=confirmed)
    if to == IncidentStatus.DISMISSED and not note.strip():
        raise DomainError(_("Say why it was no incident."))
    now = timezone.now()
    Incident.objects.filter(pk=row.pk).update(status=to, **_stamps(row, to, now))
    is_back = WAY.index(IncidentStatus(to)) < WAY.index(IncidentStatus(seen))
    detail = {"before": seen, "after": to, "back": is_back}
    record_entry(incident=row, kind=EntryKind.STATUS, actor=actor, text=note.strip(), detail=detail)
    record(actor=actor, verb="incident.moved", target=row, number=row.number, before=seen, after=to)
    if to == IncidentStatus.DISMISSED:
        release_stories(actor=actor, incident=row)
    if seen == IncidentStatus.CANDIDATE and to == IncidentStatus.DECLARED:
        row.refresh_from_db()
        incident_declared.send(Incident, incident=row, actor=actor)


def _refuse_open_tasks(row: Incident, to: str, *, confirmed: bool) -> None:
    if to != IncidentStatus.CLOSED or row.level < CRISIS_FROM or confirmed:
        return
    if count := IncidentTask.objects.open().filter(incident=row).count():
        raise OpenTasksError(count)


def _stamps(row: Incident, to: str, now: datetime) -> dict[str, Any]:
    """Times never go backwards, whatever a clock of a machine says; what is undone has no time any more."""
    place = WAY.index(IncidentStatus(to))
    kept = [getattr(row, field) for status, field in STAMPS.items() if WAY.index(status) < place]
    at = max([now, row.declared_at, *(moment for moment in kept if moment)])
    stamps: dict[str, Any] = {field: None for status, field in STAMPS.items() if WAY.index(status) > place}
    if field := STAMPS.get(IncidentStatus(to)):
        stamps[field] = at
    if row.status == IncidentStatus.CANDIDATE and to == IncidentStatus.DECLARED:
        stamps["declared_at"] = at
        stamps["acknowledged_at"] = at if row.acknowledged_at else None
    return stamps | {"next_update_at": next_update(row.level, to, at)}
