"""Words that somebody began to type in a room and has not sent."""

from accounts.models import Draft, Membership
from incidents.models import Incident


def draft_key(incident: Incident, what: str) -> str:
    """Under which name they are kept."""
    return f"incident:{incident.number}:{what}"


def draft_of(member: Membership, incident: Incident, what: str) -> Draft | None:
    return Draft.objects.filter(member=member, key=draft_key(incident, what)).first()
