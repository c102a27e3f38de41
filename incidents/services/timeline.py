"""The story of an incident, told as it happens."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from incidents.enums import EntryKind
from incidents.models import Incident, TimelineEntry


def record_entry(
    *,
    incident: Incident,
    kind: EntryKind,
    actor: Membership | None,
    text: str = "",
    detail: dict[str, Any] | None = None,
    happened_at: datetime | None = None,
) -> TimelineEntry:
    """In the transaction of what it tells. `happened_at` is given only for what is entered afterwards."""
    entry: TimelineEntry = TimelineEntry.objects.create(
        organization_id=incident.organization_id,
        incident=incident,
        kind=kind,
        actor=actor,
        text=text,
        detail=detail or {},
        happened_at=happened_at or timezone.now(),
    )
    return entry
