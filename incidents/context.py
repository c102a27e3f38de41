"""What this app adds to the shell around every page: how much waits, how many incidents are open, what burns."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Membership
from incidents.models import Incident
from incidents.queries.board import open_incidents
from incidents.queries.queue import waiting_count


def shell(request: HttpRequest) -> dict[str, Any]:
    """Two queries a page, none for a fragment: it has no shell."""
    member: Membership | None = getattr(request, "member", None)
    if member is None or request.headers.get("HX-Request"):
        return {}
    found = open_incidents(member)
    counts: dict[str, int] = request.__dict__.setdefault("shell_counts", {})
    counts |= {"queue": waiting_count(member), "incidents": found.count, "incidents_level": found.worst}
    return {"burning": _strip(member, found.burning)}


def _strip(member: Membership, incident: Incident | None) -> dict[str, Any] | None:
    """The open crisis that the strip above every page names."""
    if incident is None:
        return None
    return {
        "level": incident.level,
        "title": incident.title,
        "brand": incident.brand,
        "since": incident.declared_at,
        "next_update_at": incident.next_update_at,
        "url": reverse("incidents:incident", args=[member.organization.slug, incident.number]),
    }
