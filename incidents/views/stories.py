"""Which stories belong to an incident."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import page
from incidents.models import Incident
from incidents.queries.linkable import linkable_stories, searched
from incidents.queries.room import links_of
from incidents.services.incidents import link_story, unlink_story
from incidents.views.places import back, find_incident
from mentions.models import Story


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def story_link(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    if request.method == "POST":
        return _carry(request, row)
    words = searched(request.GET.get("q", ""))
    context = {"incident": row, "links": links_of(row), "stories": linkable_stories(row, words), "q": words}
    return page(request, "incidents/stories.html", context, fragment="found")


def _carry(request: TenantRequest, row: Incident) -> HttpResponse:
    given = request.POST.get("story", "")
    rows = Story.objects.for_member(request.member)
    story = find(rows, pk=int(given) if given.isascii() and given.isdecimal() else 0)
    if request.POST.get("deed") == "unlink":
        unlink_story(actor=request.member, incident=row, story=story)
        return back(request, row, _("Story taken out. It waits in the queue again."), "story_link")
    link_story(actor=request.member, incident=row, story=story)
    return back(request, row, _("Story linked."), "incident" if request.POST.get("to") == "room" else "story_link")
