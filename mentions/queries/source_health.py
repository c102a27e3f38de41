"""How a source stands, in words: the most dangerous failure of a listening tool is a silent one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisisdesk.work import WorkState
from mentions.enums import SourceKind, SourceStatus
from mentions.models import FileImport, Source

SILENT_AFTER: Final = timedelta(days=3)
LATE_AFTER: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """`rank` orders the list: what needs a person stands first."""

    word: str
    icon: str
    css: str
    rank: int

    @property
    def is_alarming(self) -> bool:
        return self.rank <= 1


def health_of(source: Source, now: datetime, *, parked: int = 0, upload: FileImport | None = None) -> Health:
    """`parked`: deliveries that could not be read; `upload`: the last import of a file."""
    if source.status == SourceStatus.DISABLED:
        return Health(_("Archived"), "archive", "muted", 9)
    if source.status == SourceStatus.PAUSED:
        return Health(_("Paused"), "paused", "muted", 6)
    if source.status == SourceStatus.NEEDS_ATTENTION:
        return Health(_("Needs attention"), "bad", "bad", 0)
    if source.kind == SourceKind.FILE:
        return _of_file(upload)
    return _trouble(source, now, parked) or _calm(source, now)


def _trouble(source: Source, now: datetime, parked: int) -> Health | None:
    if parked:
        words = ngettext("%(count)s delivery cannot be read", "%(count)s deliveries cannot be read", parked)
        return Health(words % {"count": parked}, "bad", "bad", 1)
    if source.failures:
        words = ngettext("Failed %(count)s time", "Failed %(count)s times in a row", source.failures)
        return Health(words % {"count": source.failures}, "warn", "warn", 2)
    if source.silent_since:
        hours = max(1, round((now - source.silent_since).total_seconds() / 3600))
        words = ngettext("Silent for %(count)s hour", "Silent for %(count)s hours", hours)
        return Health(words % {"count": hours}, "warn", "warn", 1)
    due_at = next_check(source)
    if due_at and due_at < now - LATE_AFTER:
        return Health(_("Late: no worker looks after it"), "warn", "warn", 1)
    return None


def _calm(source: Source, now: datetime) -> Health:
    if source.last_mention_at is None:
        is_read = source.kind == SourceKind.WEBHOOK or source.last_fetch_at
        words = _("Waits for its first mention") if is_read else _("The first check is on its way")
        return Health(words, "waiting", "muted", 5)
    silence = now - source.last_mention_at
    if silence > SILENT_AFTER:
        words = ngettext("Silent for %(count)s day", "Silent for %(count)s days", silence.days)
        return Health(words % {"count": silence.days}, "warn", "warn", 3)
    return Health(_("Working"), "ok", "ok", 4)


def _of_file(upload: FileImport | None) -> Health:
    if upload is None:
        return Health(_("Nothing was imported"), "waiting", "muted", 5)
    if upload.confirmed_at is None:
        return Health(_("Its columns wait for you"), "waiting", "warn", 2)
    if upload.state == WorkState.PARKED:
        return Health(_("The import stopped"), "bad", "bad", 1)
    if upload.state != WorkState.DONE:
        return Health(_("Importing"), "current", "muted", 4)
    if upload.rejected:
        words = ngettext("Imported, %(count)s row left out", "Imported, %(count)s rows left out", upload.rejected)
        return Health(words % {"count": upload.rejected}, "ok", "ok", 5)
    return Health(_("Imported"), "ok", "ok", 5)


def next_check(source: Source) -> datetime | None:
    """None for what is not fetched, or stands still."""
    job = getattr(source, "job", None)
    if job is None or source.status in {SourceStatus.PAUSED, SourceStatus.DISABLED} or job.state == WorkState.DONE:
        return None
    due_at: datetime = job.due_at
    return due_at
