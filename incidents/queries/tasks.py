"""The tasks of an incident: what is open first in the room, everything in its order on its own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crisisdesk.web.wording import span
from incidents.models import Incident, IncidentTask

SHOWN: Final = 7
MINUTE: Final = 60


@dataclass(frozen=True)
class TaskRow:
    task: IncidentTask
    now: datetime

    @property
    def is_done(self) -> bool:
        return self.task.done_at is not None

    @property
    def is_skipped(self) -> bool:
        return bool(self.task.skipped_reason)

    @property
    def is_open(self) -> bool:
        return not self.is_done and not self.is_skipped

    @property
    def is_late(self) -> bool:
        return self.is_open and self.task.due_at is not None and self.task.due_at < self.now

    @property
    def offset(self) -> str:
        """T+30, T+2 h: on the clock that began with the declaration; empty for tasks by hand without a time."""
        minutes = self.task.offset_minutes
        if minutes is None:
            return ""
        return _("T+%(offset)s") % {"offset": minutes if minutes < MINUTE else span(minutes * MINUTE)}


@dataclass(frozen=True)
class TaskList:
    rows: list[TaskRow]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        """Done or skipped: whatever nobody waits for any more."""
        return sum(not row.is_open for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @property
    def next(self) -> list[TaskRow]:
        """What the room shows: the open ones, and before them what was done last."""
        waiting = [row for row in self.rows if row.is_open][:SHOWN]
        over = [row for row in self.rows if not row.is_open]
        room = max(2, SHOWN - len(waiting))
        return sorted(over[-room:] + waiting, key=lambda row: (row.task.position, row.task.pk))


def tasks_of(incident: Incident) -> TaskList:
    """One query."""
    now = timezone.now()
    rows = IncidentTask.objects.filter(incident=incident).select_related("assignee__user", "done_by__user")
    return TaskList([TaskRow(task, now) for task in rows])
