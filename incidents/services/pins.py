"""What of the timeline belongs into the post-mortem."""

from django.db import transaction

from accounts.models import Membership
from accounts.services.audit import record
from incidents.models import TimelineEntry, TimelinePin


@transaction.atomic
def pin_entry(*, actor: Membership, entry: TimelineEntry) -> None:
    """Twice is once."""
    _pin, is_new = TimelinePin.objects.get_or_create(
        organization_id=entry.organization_id, entry=entry, defaults={"actor": actor}
    )
    if is_new:
        record(actor=actor, verb="timeline.pinned", target=entry)


@transaction.atomic
def unpin_entry(*, actor: Membership, entry: TimelineEntry) -> None:
    if TimelinePin.objects.filter(entry=entry).delete()[0]:
        record(actor=actor, verb="timeline.unpinned", target=entry)
