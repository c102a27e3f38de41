"""Two incidents turn out to be one."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.enums import ALLOWED_MOVES, EntryKind, IncidentStatus
from incidents.models import Incident, IncidentStory
from incidents.services.rooms import enter
from incidents.services.timeline import record_entry
from incidents.signals import incident_merged


@transaction.atomic
def merge_incident(*, actor: Membership, incident: Incident, seen: str, into: Incident) -> None:
    """Its stories and open answers go on in the other one; its timeline stays where it was told."""
    first, second = sorted((incident, into), key=lambda each: each.pk)  # one order for all: no two wait for each other
    rows = {row.pk: row for row in (enter(first), enter(second))}
    source, target = rows[incident.pk], rows[into.pk]
    if source.pk == target.pk or source.brand_id != target.brand_id:
        raise DomainError(_("Choose another open incident of the same brand."))
    if source.status != seen:
        raise StaleState
    if IncidentStatus.MERGED not in ALLOWED_MOVES[seen]:
        raise DomainError(_("An incident cannot take this step from where it stands."))
    Incident.objects.filter(pk=source.pk).update(status=IncidentStatus.MERGED, merged_into=target, next_update_at=None)
    Incident.objects.filter(pk=target.pk, started_at__gt=source.started_at).update(started_at=source.started_at)
    stories = IncidentStory.objects.filter(incident=source, left_at=None).update(incident=target)
    for told, other, event in ((source, target, "merged_into"), (target, source, "merged_from")):
        detail = {"event": event, "number": other.number, "title": other.title, "before": seen, "after": told.status}
        record_entry(incident=told, kind=EntryKind.STATUS, actor=actor, detail=detail | {"stories": stories})
    incident_merged.send(Incident, incident=source, into=target, actor=actor)
    record(actor=actor, verb="incident.merged", target=source, number=source.number, into=target.number)
