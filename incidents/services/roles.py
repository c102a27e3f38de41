"""Who does what in an incident, and who has said that they know."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError
from incidents.enums import EntryKind, IncidentRole
from incidents.models import Incident, RoleHolder
from incidents.services.rooms import check_person, enter
from incidents.services.summons import summon
from incidents.services.timeline import record_entry

# The two that stand in the incident itself too, written in the same transaction: lists show them.
SHOWN: Final = {IncidentRole.LEAD: "lead", IncidentRole.COMMUNICATIONS_LEAD: "communications_lead"}


@transaction.atomic
def assign(*, actor: Membership, incident: Incident, role: str, member: Membership | None) -> None:
    """Give the role to a person, or to nobody. Whoever takes it themselves has acknowledged it by that."""
    row = enter(incident)
    before = RoleHolder.objects.current().filter(incident=row, role=role).select_related("member__user").first()
    if (before.member_id if before else None) == (member.pk if member else None):
        return
    if member is None and role == IncidentRole.LEAD:
        raise DomainError(_("An incident always has a lead. Choose who takes over."))
    if member:
        check_person(row, member)
    if before:
        RoleHolder.objects.filter(pk=before.pk).update(ended_at=max(timezone.now(), before.assigned_at))
    _hold(actor, row, role, member)
    person = member or before.member if before else member
    detail = {
        "event": "assigned" if member else "released",
        "role": role,
        "name": person.name if person else "",
        "own": member is not None and member.pk == actor.pk,
    }
    record_entry(incident=row, kind=EntryKind.ROLE, actor=actor, detail=detail)
    record(actor=actor, verb="incident.role", target=row, role=role, member=member.pk if member else None)


@transaction.atomic
def assign_roles(*, actor: Membership, incident: Incident, changes: Mapping[str, Membership | None]) -> None:
    """All of them or none."""
    for role, member in changes.items():
        assign(actor=actor, incident=incident, role=role, member=member)


def _hold(actor: Membership, row: Incident, role: str, member: Membership | None) -> None:
    now = timezone.now()
    if field := SHOWN.get(IncidentRole(role)):
        Incident.objects.filter(pk=row.pk).update(**{field: member})
    if member is None:
        return
    own = member.pk == actor.pk
    holder: RoleHolder = RoleHolder.objects.create(
        organization_id=row.organization_id,
        incident=row,
        role=role,
        member=member,
        assigned_by=actor,
        assigned_at=now,
        acknowledged_at=now if own else None,
    )
    if own and role == IncidentRole.LEAD:
        _stop_clock(row)
    if not own:
        summon(actor=actor, holder=holder)


@transaction.atomic
def acknowledge(*, actor: Membership, incident: Incident) -> None:
    """I know, in every role that I hold. Twice is once."""
    row, now = enter(incident), timezone.now()
    held = RoleHolder.objects.current().filter(incident=row, member=actor)
    roles = list(held.values_list("role", flat=True))
    if not roles:
        raise DomainError(_("You have no role in this incident, so there is nothing to acknowledge."))
    waiting = list(held.filter(acknowledged_at=None).values_list("role", flat=True))
    if not waiting:
        return
    held.filter(acknowledged_at=None).update(acknowledged_at=now)
    if IncidentRole.LEAD in waiting:
        _stop_clock(row)
    for role in waiting:
        record_entry(incident=row, kind=EntryKind.ROLE, actor=actor, detail={"event": "acknowledged", "role": role})
    record(actor=actor, verb="incident.acknowledged", target=row, roles=waiting)


def _stop_clock(row: Incident) -> None:
    """The lead knows: this clock stops once."""
    Incident.objects.filter(pk=row.pk, acknowledged_at=None).update(acknowledged_at=timezone.now())
