"""Opening an incident from a story: a page, or a dialog over the queue."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.query_values import whole_number
from crisisdesk.web.toasts import toast
from incidents.forms.opening import OpenForm
from incidents.queries.linkable import openable_stories, searched
from incidents.queries.opening import opening_of
from incidents.views.places import sent
from mentions.models import Story


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def new(request: TenantRequest) -> HttpResponse:
    if "story" not in request.GET:
        return _choose(request)
    opening = opening_of(_story(request), request.member)
    form = OpenForm(sent(request), opening=opening)
    incident = form.open(request.member) if form.is_bound and form.is_valid() else None
    if incident:
        toast(request, _("Incident %(number)s is open.") % {"number": incident.number})
        return redirect_or_refresh(request, "incidents:incident", request.organization.slug, incident.number)
    fragment = "form" if request.method == "POST" else "dialog"
    return page(
        request, "incidents/new.html", {"form": form, "opening": opening}, fragment=fragment, status=form.status
    )


def _choose(request: TenantRequest) -> HttpResponse:
    """An incident begins with a story: which one?"""
    words = searched(request.GET.get("q", ""))
    context = {"stories": openable_stories(request.member, words), "q": words}
    status = 422 if request.method == "POST" else 200
    return page(request, "incidents/choose_story.html", context, status=status)


def _story(request: TenantRequest) -> Story:
    """What is not there, or belongs to a brand that the member does not see, is not found."""
    rows = Story.objects.for_member(request.member).select_related("brand", "lead")
    return find(rows, pk=whole_number(request.GET.get("story", "")) or 0)
