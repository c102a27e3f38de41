"""What is to be done about an incident, and what became of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.enums import EntryKind
from incidents.models import Incident, IncidentTask
from incidents.services.rooms import check_person, enter
from incidents.services.timeline import record_entry


@transaction.atomic
def add_task(
    *,
    actor: Membership | None,
    incident: Incident,
    title: str,
    offset_minutes: int | None = None,
    role: str = "",
    assignee: Membership | None = None,
    due_at: datetime | None = None,
) -> IncidentTask:
    """At the end of the list. With an offset it is a step of the playbook and due on the incident's clock."""
    row = enter(incident)
    if not title.strip():
        raise DomainError(_("Say what is to be done."))
    if assignee:
        check_person(row, assignee)
    if offset_minutes is not None and due_at is None:
        due_at = row.declared_at + timedelta(minutes=offset_minutes)
    last = IncidentTask.objects.filter(incident=row).aggregate(last=Max("position"))["last"]
    task: IncidentTask = IncidentTask.objects.create(
        organization_id=row.organization_id,
        incident=row,
        title=title.strip(),
        offset_minutes=offset_minutes,
        role=role,
        assignee=assignee,
        due_at=due_at,
        position=0 if last is None else last + 1,
    )
    if offset_minutes is None:
        _tell(actor, row, task, "added", name=assignee.name if assignee else "")
    return task


@transaction.atomic
def finish_task(*, actor: Membership, task: IncidentTask) -> None:
    """Of two people who finish it the second changes nothing: it is done, and by whom is known."""
    row = enter(task.incident)
    if IncidentTask.objects.open().filter(pk=task.pk).update(done_at=timezone.now(), done_by=actor):
        _tell(actor, row, task, "done")
    elif not IncidentTask.objects.filter(pk=task.pk, done_at__isnull=False).exists():
        raise StaleState(_("Somebody skipped this task a moment ago. Open it again if it is to be done."))


@transaction.atomic
def skip_task(*, actor: Membership, task: IncidentTask, reason: str) -> None:
    """It is not going to be done, and the post-mortem will ask why."""
    row = enter(task.incident)
    if not reason.strip():
        raise DomainError(_("Say why this task is skipped. The post-mortem will ask."))
    if not IncidentTask.objects.open().filter(pk=task.pk).update(skipped_reason=reason.strip()):
        raise StaleState(_("This task is not open any more."))
    _tell(actor, row, task, "skipped", text=reason.strip())


@transaction.atomic
def reopen_task(*, actor: Membership, task: IncidentTask) -> None:
    """Done or skipped by mistake. Twice is once."""
    row = enter(task.incident)
    over = IncidentTask.objects.filter(pk=task.pk).exclude(done_at=None, skipped_reason="")
    if over.update(done_at=None, done_by=None, skipped_reason=""):
        _tell(actor, row, task, "reopened")


@transaction.atomic
def assign_task(*, actor: Membership, task: IncidentTask, assignee: Membership | None) -> None:
    """Twice is once."""
    row = enter(task.incident)
    if assignee:
        check_person(row, assignee)
    if IncidentTask.objects.filter(pk=task.pk).exclude(assignee=assignee).update(assignee=assignee):
        _tell(actor, row, task, "assigned", name=assignee.name if assignee else "")


def _tell(
    actor: Membership | None, incident: Incident, task: IncidentTask, event: str, text: str = "", name: str = ""
) -> None:
    detail = {"event": event, "task": task.pk, "title": task.title, "name": name}
    record_entry(incident=incident, kind=EntryKind.TASK, actor=actor, text=text, detail=detail)
    record(actor=actor, verb=f"task.{event}", target=task, incident=incident.number)
