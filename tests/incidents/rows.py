"""Incidents as the services make them."""

from typing import Any

from incidents.models import Incident, IncidentTask, TimelineEntry
from incidents.services.incidents import open_incident
from incidents.services.tasks import add_task
from mentions.models import Story
from tests.factories import Tenant, make_story


def opened(tenant: Tenant, story: Story | None = None, **words: Any) -> Incident:
    """By the agent, who leads it; the approver leads the communications."""
    given: dict[str, Any] = {
        "title": "Lost bags",
        "level": 3,
        "level_reason": "Growth",
        "lead": tenant.agent,
        "communications_lead": tenant.approver,
    }
    return open_incident(actor=tenant.agent, story=story or make_story(tenant.brand), **given | words)


def task_of(tenant: Tenant, incident: Incident, title: str = "Call the airport", **words: Any) -> IncidentTask:
    return add_task(actor=tenant.agent, incident=incident, title=title, **words)


def told(incident: Incident, *kinds: str) -> list[tuple[str, str]]:
    """Kind and event of the timeline's entries, in the order in which they were written."""
    rows = TimelineEntry.objects.filter(incident=incident).order_by("pk")
    entries = rows.filter(kind__in=kinds) if kinds else rows
    return [(entry.kind, entry.detail.get("event", "")) for entry in entries]
