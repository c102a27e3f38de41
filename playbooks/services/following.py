"""Answers go where their incident goes."""

from django.db import transaction

from accounts.models import Membership
from accounts.services.audit import record
from incidents.models import Incident
from playbooks.enums import OPEN_RESPONSES
from playbooks.models import Response


@transaction.atomic
def follow_incident(*, actor: Membership, incident: Incident, into: Incident) -> None:
    """What is not out yet belongs to the incident that lives on: a statement that is sent then stops its clock."""
    moved = Response.objects.filter(incident=incident, status__in=OPEN_RESPONSES).update(incident=into)
    if moved:
        record(actor=actor, verb="response.followed", target=into, before=incident.number, responses=moved)
