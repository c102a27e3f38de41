"""Which stories belong to an incident."""

from typing import Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import TenantRequest, allowed
from accounts.enums import DESK
from crisisdesk.web.pages import page
from incidents.forms.stories import StoryForm
from incidents.queries.linkable import linkable_stories, searched
from incidents.queries.room import links_of
from incidents.views.places import back, find_incident, sent

DONE: Final[dict[str, str | Promise]] = {
    "": _("Story linked."),
    "unlink": _("Story taken out. It waits in the queue again."),
}


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def story_link(request: TenantRequest, number: int) -> HttpResponse:
    row, words = find_incident(request, number), searched(request.GET.get("q", ""))
    form = StoryForm(sent(request), incident=row, member=request.member)
    if form.is_bound and form.is_valid() and form.carry(request.member):
        to = "incident" if request.POST.get("to") == "room" else "story_link"
        return back(request, row, DONE[form.cleaned_data["deed"]], to)
    context = {"incident": row, "links": links_of(row), "stories": linkable_stories(row, words), "q": words}
    return page(request, "incidents/stories.html", context | {"form": form}, fragment="found", status=form.status)
