"""What people write into the room: updates, which promise the next one, and notes, also afterwards."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError
from incidents.enums import EntryKind
from incidents.models import Incident, TimelineEntry
from incidents.queries.pace import next_update
from incidents.services.rooms import enter
from incidents.services.timeline import record_entry

LONGEST: Final = 20_000
EARLIEST: Final = timedelta(days=366)


@transaction.atomic
def post_update(
    *,
    actor: Membership,
    incident: Incident,
    text: str,
    next_update_at: datetime | None = None,
    states_facts: bool = False,
) -> TimelineEntry:
    """Where we stand. Without a promise of its own the next one is due by the clock of the level."""
    row, now = enter(incident), timezone.now()
    words = _checked(text, _("Write the update before you post it."))
    if next_update_at and next_update_at <= now:
        raise DomainError(_("The next update must be due at a time to come."))
    due = next_update_at or next_update(row.level, row.status, now)
    Incident.objects.filter(pk=row.pk).update(next_update_at=due)
    if states_facts:
        Incident.objects.filter(pk=row.pk, facts_at=None).update(facts_at=now)
    detail: dict[str, Any] = {"next_update_at": due.isoformat() if due else None, "facts": states_facts}
    entry = record_entry(incident=row, kind=EntryKind.UPDATE, actor=actor, text=words, detail=detail)
    record(actor=actor, verb="incident.update", target=row, number=row.number, entry=entry.pk)
    return entry


@transaction.atomic
def add_note(*, actor: Membership, incident: Incident, text: str, happened_at: datetime | None = None) -> TimelineEntry:
    """Also in a closed incident, and also for what happened earlier: then both times stand in the timeline."""
    words = _checked(text, _("Write the note before you add it."))
    if happened_at and happened_at > timezone.now():
        raise DomainError(_("This has not happened yet. Choose a time that has passed."))
    if happened_at and happened_at < incident.started_at - EARLIEST:
        raise DomainError(_("This is more than a year before the first mention. Choose a later time."))
    entry = record_entry(incident=incident, kind=EntryKind.NOTE, actor=actor, text=words, happened_at=happened_at)
    record(actor=actor, verb="incident.note", target=incident, number=incident.number, entry=entry.pk)
    return entry


def _checked(text: str, missing: str) -> str:
    if not text.strip():
        raise DomainError(missing)
    if len(text) > LONGEST:
        raise DomainError(_("This is longer than 20,000 characters. Shorten it."))
    return text.strip()
