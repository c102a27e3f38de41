"""What is to be done about an incident."""

from datetime import datetime, timedelta

from django.db.models import Max

from accounts.models import Membership
from incidents.enums import EntryKind
from incidents.models import Incident, IncidentTask
from incidents.services.timeline import record_entry


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
    if offset_minutes is not None and due_at is None:
        due_at = incident.declared_at + timedelta(minutes=offset_minutes)
    last = IncidentTask.objects.filter(incident=incident).aggregate(last=Max("position"))["last"]
    task: IncidentTask = IncidentTask.objects.create(
        organization_id=incident.organization_id,
        incident=incident,
        title=title,
        offset_minutes=offset_minutes,
        role=role,
        assignee=assignee,
        due_at=due_at,
        position=0 if last is None else last + 1,
    )
    if offset_minutes is None:
        record_entry(incident=incident, kind=EntryKind.TASK, actor=actor, detail={"event": "added", "title": title})
    return task
