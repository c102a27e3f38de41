"""The queue, a story of it at its own address, and what the list asks for by itself."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK, EVERYONE
from crisisdesk.web.pages import is_fragment, page
from crisisdesk.web.pagination import keyset_page
from incidents.queries.history import decisions_today
from incidents.queries.mention_page import mention_rows, read_mention
from incidents.queries.queue import arrivals, few, read_queue
from incidents.queries.queue_filter import QueueFilter, moment
from incidents.queries.story_page import matches_of, story_rows
from incidents.views.triage_page import links, rights, story_address, swap, triage_page

MENTIONS = 25


@require_GET
@allowed(EVERYONE)
def queue(request: TenantRequest) -> HttpResponse:
    wanted = QueueFilter.read(request.GET.dict())
    if is_fragment(request) and "cursor" in request.GET:
        found = read_queue(request.member, wanted, request.GET["cursor"])
        context = {"queue": found, **rights(request), **links(request, wanted, found, at_story=False)}
        return page(request, "incidents/queue_more.html", context)
    return triage_page(request, wanted, None)


@require_GET
@allowed(EVERYONE)
def new_stories(request: TenantRequest) -> HttpResponse:
    """How many came since the list was loaded. A person's key shows them; the list never moves by itself."""
    wanted = QueueFilter.read(request.GET.dict())
    since = moment(request.GET.get("since", ""))
    count = arrivals(request.member, wanted, since) if since else 0
    return page(request, "incidents/new_stories.html", {"count": count, "shown": few(count), "wanted": wanted})


@require_GET
@allowed(EVERYONE)
def story(request: TenantRequest, pk: int) -> HttpResponse:
    row, wanted = find(story_rows(request.member), pk=pk), QueueFilter.read(request.GET.dict())
    if not is_fragment(request):
        return triage_page(request, wanted, row)
    at_story = request.GET.get("at") == "story"
    answer = swap(request, row, wanted, at_story=at_story)
    answer["HX-Replace-Url"] = story_address(request, wanted, row, request.GET.get("cursor", ""), at_story=at_story)
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
    return page(request, "incidents/mention.html", {"page": read_mention(request.member, row), **rights(request)})


@require_GET
@allowed(DESK)
def history(request: TenantRequest) -> HttpResponse:
    return page(request, "incidents/history.html", {"decisions": decisions_today(request.member)})
