"""What an incident is called and how it is told in two sentences."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.models import Incident
from incidents.services.rooms import enter


def fingerprint(incident: Incident) -> str:
    """Which words a person saw when they began to change them."""
    return hashlib.sha256(f"{incident.title}\0{incident.summary}".encode()).hexdigest()[:16]


@transaction.atomic
def describe_incident(*, actor: Membership, incident: Incident, seen: str, title: str, summary: str) -> None:
    """Nobody overwrites words they have not read."""
    row = enter(incident)
    words = {"title": title.strip(), "summary": summary.strip()}
    if not words["title"]:
        raise DomainError(_("Give the incident a title."))
    if words == {"title": row.title, "summary": row.summary}:
        return
    if fingerprint(row) != seen:
        raise StaleState(_("Somebody else changed these words while you were typing. Yours are kept below."))
    Incident.objects.filter(pk=row.pk).update(**words)
    record(actor=actor, verb="incident.described", target=row, number=row.number, before=row.title, **words)
