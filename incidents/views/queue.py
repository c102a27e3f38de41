"""The queue, a story of it at its own address, and what the list asks for by itself."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK, EVERYONE
from crisisdesk.web.pages import is_fragment, page
from crisisdesk.web.pagination import keyset_page
from crisisdesk.web.query_values import moment
from incidents.queries.history import decisions_today
from incidents.queries.mention_page import mention_rows, read_mention
from incidents.queries.queue import arrivals, few, read_queue
from incidents.queries.story_page import matches_of, story_rows
from incidents.queries.triage_page import rows_context
from incidents.views.triage_page import panes, place_of, triage_page

MENTIONS = 25


@require_GET
@allowed(EVERYONE)
def queue(request: TenantRequest) -> HttpResponse:
    place = place_of(request)
    if not (is_fragment(request) and place.cursor):
        return triage_page(request, place, None)
    found = read_queue(request.member, place.wanted, place.cursor)
    context = rows_context(request.member, place, found, request.GET.get("follows", "-"))
    return page(request, "incidents/queue_more.html", context | {"place": place})


@require_GET
@allowed(EVERYONE)
def new_stories(request: TenantRequest) -> HttpResponse:
    """How many came since the list was loaded. A person's key shows them; the list never moves by itself."""
    place, since = place_of(request), moment(request.GET.get("since", ""))
    if not is_fragment(request):
        return redirect(place.address())
    count = arrivals(request.member, place.wanted, since) if since else 0
    return page(request, "incidents/new_stories.html", {"count": count, "shown": few(count), "place": place})


@require_GET
@allowed(EVERYONE)
def story(request: TenantRequest, pk: int) -> HttpResponse:
    row, place = find(story_rows(request.member), pk=pk), place_of(request)
    if not is_fragment(request):
        return triage_page(request, place.of_story(), row)
    answer = panes(request, place, row)
    answer["HX-Replace-Url"] = place.address(row)
    return answer


@require_GET
@allowed(EVERYONE)
def story_mentions(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(story_rows(request.member), pk=pk)
    found = keyset_page(matches_of(row), order=("-pk",), cursor=request.GET.get("cursor", ""), size=MENTIONS)
    return page(request, "incidents/story_mentions.html", {"story": row, "page": found}, fragment="list")


@require_GET
@allowed(EVERYONE)
def mention(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(mention_rows(request.member), pk=pk)
    return page(request, "incidents/mention.html", {"page": read_mention(request.member, row)})


@require_GET
@allowed(DESK)
def history(request: TenantRequest) -> HttpResponse:
    return page(request, "incidents/history.html", {"decisions": decisions_today(request.member)})
