"""The incident's timeline hears of every step of its answers."""

from accounts.models import Membership
from incidents.enums import EntryKind
from incidents.services.timeline import record_entry
from playbooks.models import Response


def tell_incident(*, actor: Membership, response: Response, event: str, text: str = "", **detail: str) -> None:
    """In the same transaction as the step itself. An answer without an incident has nobody to tell."""
    if response.incident is None:
        return
    record_entry(
        incident=response.incident,
        kind=EntryKind.RESPONSE,
        actor=actor,
        text=text,
        detail={
            "event": event,
            "response": response.pk,
            "stage": response.stage,
            "version": response.version,
            **detail,
        },
    )
