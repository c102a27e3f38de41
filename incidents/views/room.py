"""The room of an incident and its tabs."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import DESK, EVERYONE
from crisisdesk.web.pages import is_fragment, page
from crisisdesk.web.query_values import whole_number
from incidents.models import Incident
from incidents.queries.clocks import clocks_of
from incidents.queries.evidence import evidence_of
from incidents.queries.figures import figures_of
from incidents.queries.growth import chart_of, subtitle_of
from incidents.queries.room import read_head, read_room
from incidents.queries.timeline import count_news, last_updates, read_timeline
from incidents.views.places import find_incident

BRIEF_UPDATES: Final = 3


def _frame(request: TenantRequest, incident: Incident, tab: str) -> dict[str, Any]:
    return {"incident": incident, "head": read_head(incident, request.member), "tab": tab}


@require_GET
@allowed(EVERYONE)
def incident(request: TenantRequest, number: int) -> HttpResponse:
    row, params = find_incident(request, number), request.GET.dict()
    if is_fragment(request):
        context = {"incident": row, "timeline": read_timeline(row, params), "may_pin": request.member.role in DESK}
        return page(request, "incidents/timeline.html", context)
    room = read_room(row, params)
    context = {
        "room": room,
        "timeline": room.timeline,
        "may_pin": request.member.role in DESK,
        "i_wait": room.crew.waits_for(request.member),
    }
    return page(request, "incidents/room.html", context | _frame(request, row, "room"))


@require_GET
@allowed(EVERYONE)
def news(request: TenantRequest, number: int) -> HttpResponse:
    """What the open room asks every 20 seconds: how many entries are new, and how the clocks stand."""
    row, after = find_incident(request, number), whole_number(request.GET.get("after", "")) or 0
    if not is_fragment(request):
        return redirect("incidents:incident", request.organization.slug, row.number)
    count = count_news(row, request.member, after)
    context = {"incident": row, "after": after, "count": count, "clocks": clocks_of(row)}
    return page(request, "incidents/news.html", context)


@require_GET
@allowed(EVERYONE)
def incident_mentions(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    context = {"page": evidence_of(row, request.GET.get("cursor", ""))}
    return page(request, "incidents/mentions.html", context | _frame(request, row, "mentions"))


@require_GET
@allowed(EVERYONE)
def tasks(request: TenantRequest, number: int) -> HttpResponse:
    return page(request, "incidents/tasks.html", _frame(request, find_incident(request, number), "tasks"))


@require_GET
@allowed(EVERYONE)
def brief(request: TenantRequest, number: int) -> HttpResponse:
    """One page for whoever has one minute; it prints."""
    row = find_incident(request, number)
    figures = figures_of(row)
    context = {
        "chart": chart_of(row, figures),
        "chart_subtitle": subtitle_of(figures),
        "updates": last_updates(row, BRIEF_UPDATES),
    }
    return page(request, "incidents/brief.html", context | _frame(request, row, "brief"))
