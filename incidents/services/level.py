"""The level of an incident: a person raises it at once; lowering it needs a reason."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.enums import EntryKind
from incidents.models import Incident
from incidents.queries.pace import next_update
from incidents.services.rooms import enter
from incidents.services.timeline import record_entry
from incidents.signals import level_raised


@transaction.atomic
def change_level(*, actor: Membership, incident: Incident, seen: int, to: int, reason: str = "") -> None:
    """`seen` is the level the person saw. A raise without words is by judgement, which the room then says."""
    row = enter(incident)
    if row.level == to:
        return
    if row.level != seen:
        raise StaleState
    reason = reason.strip()
    if to < row.level and not reason:
        raise DomainError(_("Say why the level goes down."))
    Incident.objects.filter(pk=row.pk).update(
        level=to,
        level_reason=reason or _("Raised by judgement, before the figures were in."),
        next_update_at=_next_update(row, to, timezone.now()),
    )
    detail = {"before": row.level, "after": to}
    record_entry(incident=row, kind=EntryKind.LEVEL, actor=actor, text=reason, detail=detail)
    record(actor=actor, verb="incident.level", target=row, number=row.number, **detail)
    if to > row.level:
        before, row.level = row.level, to
        level_raised.send(Incident, incident=row, before=before, actor=actor)


def _next_update(row: Incident, to: int, now: datetime) -> datetime | None:
    """A promise that was made is kept; a higher level asks for an earlier word."""
    fresh = next_update(to, row.status, now)
    if fresh is None or row.next_update_at is None:
        return fresh
    return min(fresh, row.next_update_at) if to > row.level else fresh
