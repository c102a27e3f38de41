"""The answers of an incident: its statements and its replies."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK, EVERYONE
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from incidents.models import Incident
from incidents.queries.room import read_head
from playbooks.forms import StatementForm
from playbooks.models import Response
from playbooks.queries.answers import answers_of
from playbooks.services.responses import start_statement


def _incident(request: TenantRequest, number: int) -> Incident:
    return find(Incident.objects.for_member(request.member).select_related("brand"), number=number)


def _page(request: TenantRequest, incident: Incident, form: StatementForm) -> HttpResponse:
    """With `read=1` it is a part of a document: what is out, and nothing to press."""
    reads, works = request.GET.get("read") == "1", request.member.role in DESK
    context: dict[str, Any] = {
        "incident": incident,
        "form": form,
        "responses": answers_of(incident, request.member, only_public=reads or not works),
        "may_open": works,
        "can_write": works and not reads,
    }
    if not is_fragment(request):
        context |= {"head": read_head(incident, request.member), "tab": "responses"}
    return page(request, "playbooks/statements.html", context, fragment="responses", status=form.status)


@require_GET
@allowed(EVERYONE)
def statements(request: TenantRequest, number: int) -> HttpResponse:
    return _page(request, _incident(request, number), StatementForm())


@require_POST
@allowed(DESK)
def start(request: TenantRequest, number: int) -> HttpResponse:
    incident, form = _incident(request, number), StatementForm(request.POST)
    words = form.cleaned_data if form.is_valid() else None
    response: Response | None = None
    if words:
        response = form.carry_out(start_statement, actor=request.member, incident=incident, **words)
    if response is None:
        return _page(request, incident, form)
    toast(request, _("Draft begun."))
    return redirect_or_refresh(request, "playbooks:response", request.organization.slug, response.pk)
