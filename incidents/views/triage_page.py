"""How the queue answers: the whole page, the panes of one story, or where a deed leads."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from accounts.access import TenantRequest
from crisisdesk.web.errors import refused as say_no
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.query_values import whole_number
from incidents.forms.triage import BulkForm
from incidents.queries.place import Place
from incidents.queries.queue import story_after
from incidents.queries.story_page import story_rows
from incidents.queries.triage_page import read_list, rows_context, story_context
from mentions.models import Story


def place_of(request: TenantRequest) -> Place:
    """From the address of a page; a form has words of its own and carries the place along as `back`."""
    if request.method == "GET":
        return Place.read(request.organization.slug, request.GET.dict())
    carried = {name: request.POST.get(name, "") for name in ("back", "at")}
    return Place.read(request.organization.slug, carried)


def triage_page(
    request: TenantRequest,
    place: Place,
    story: Story | None,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what one deed adds
) -> HttpResponse:
    """Without a story: the queue, with the story that `sel` names or the first one."""
    found = read_list(request.member, place)
    shown = story or selected(request, found.queue.first)
    rows = rows_context(request.member, place, found.queue, follows=request.GET.get("follows", "-"))
    context = {"list": found, **rows, **story_context(request.member, place, shown)}
    return page(request, "incidents/triage.html", context | more, status=status)


def selected(request: TenantRequest, first: Story | None) -> Story | None:
    pk = whole_number(request.GET.get("sel", ""))
    named = story_rows(request.member).filter(pk=pk).first() if pk is not None else None
    return named or (story_rows(request.member).filter(pk=first.pk).first() if first else None)


def panes(request: TenantRequest, place: Place, story: Story, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401 -- what one deed adds
    """The story into the page that is open."""
    context = story_context(request.member, place, story)
    return page(request, "incidents/story_swap.html", context | more, status=status)


def read_again(request: TenantRequest, story: Story, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401 -- what one deed adds
    """The same story after a deed that keeps it open, or after a form that was refused."""
    if is_fragment(request):
        return panes(request, place_of(request), story, status, **more)
    if status != HttpResponse.status_code:
        return triage_page(request, place_of(request), story, status)
    return redirect_or_refresh(request, place_of(request).address(story))


def moved_on(request: TenantRequest, stories: Sequence[Story]) -> HttpResponse:
    """After a verdict: the browser takes the rows out itself; without scripts the next story's page follows."""
    if is_fragment(request):
        return told("decided", stories)
    place = place_of(request)
    return redirect_or_refresh(request, place.address(story_after(request.member, place.wanted, stories[-1])))


def put_back(request: TenantRequest, stories: Sequence[Story]) -> HttpResponse:
    if is_fragment(request):
        return told("undone", stories)
    return redirect_or_refresh(request, place_of(request).address(stories[0]))


def list_again(request: TenantRequest, form: BulkForm) -> HttpResponse:
    """Nothing was chosen, or something that is not there."""
    if is_fragment(request):
        return say_no(request, form.sentence)
    return triage_page(request, place_of(request), None, form.status, refused=form)


def told(event: str, stories: Sequence[Story]) -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps({event: {"ids": [story.pk for story in stories]}})
    return answer
