"""What the brand has said about an incident, as far as its clocks are concerned."""

from datetime import datetime
from typing import Final

from accounts.models import Membership
from incidents.models import Incident

# The stage of a response -> the clocks that it stops. The first statement with substance is also a sign of life.
STOPPED: Final = {"holding": ("holding_at",), "statement": ("holding_at", "meaningful_at")}


def note_statement(
    *,
    actor: Membership,  # noqa: ARG001 -- every service names who acts; the response keeps the proof
    incident: Incident,
    stage: str,
    at: datetime,
) -> None:
    """A clock stops once: a later statement of the same kind changes nothing."""
    for field in STOPPED.get(stage, ()):
        Incident.objects.filter(pk=incident.pk, **{field: None}).update(**{field: at})
