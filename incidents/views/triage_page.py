"""The triage page in its parts: the list, the story that is being read, what stands around it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.access import TenantRequest
from accounts.enums import DESK
from crisisdesk.web.errors import refused as say_no
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.refusals import RefusableForm
from incidents.enums import Verdict
from incidents.forms.triage import BulkForm
from incidents.queries.history import triaged_today
from incidents.queries.queue import Queue, chips_of, read_queue, story_after
from incidents.queries.queue_filter import LEVELS, SORTS, STATUSES, TONES, QueueFilter, whole_number
from incidents.queries.sources import sources_for
from incidents.queries.story_page import read_context, read_story, story_rows
from mentions.enums import Level
from mentions.models import Story

OK: Final = 200
LONGEST_QUERY: Final = 2_000
NO_GROUP: Final = "-"


def triage_page(
    request: TenantRequest,
    wanted: QueueFilter,
    story: Story | None = None,
    status: int = 200,
    refused: RefusableForm | None = None,
) -> HttpResponse:
    """Without a story: the queue, with the story that `sel` names or the first one."""
    found = read_queue(request.member, wanted, request.GET.get("cursor", ""))
    sources = list(sources_for(request.member))
    shown = story or _selected(request) or _full(request, found.first)
    context = {
        "wanted": wanted,
        "queue": found,
        "chips": chips_of(request.member, wanted, found.total),
        "statuses": STATUSES.items(),
        "sorts": [(value, words, wanted.query(sort=value)) for value, words in SORTS.items()],
        "levels": LEVELS,
        "tones": TONES,
        "sources": sources,
        "taken_off": wanted.taken_off({str(row.pk): f"{row.brand.name} · {row.name}" for row in sources}),
        "since": timezone.now().isoformat(),
        "triaged_today": triaged_today(request.member) if not found.groups else 0,
        "refused": refused,
        **links(request, wanted, found, at_story=story is not None),
        **rights(request),
        **(reading(request, shown) if shown else {}),
    }
    return page(request, "incidents/triage.html", context, status=status)


def links(request: TenantRequest, wanted: QueueFilter, found: Queue | None = None, *, at_story: bool) -> dict[str, Any]:
    """Addresses that carry on what this page shows: its filters, its place in the list, whose page it is."""
    cursor, at = request.GET.get("cursor", ""), "story" if at_story else ""
    here = wanted.query(cursor=cursor)
    context = {
        "at_story": at_story,
        "list_query": f"?{here}" if here else "",
        "swap_query": f"?{wanted.query(cursor=cursor, at=at)}",
        "back": here,
        "origin_query": urlencode({"back": here, "at": at}),
    }
    if found:
        context["more_query"] = wanted.query(cursor=found.page.next_cursor, follows=found.last_group)
        context["follows"] = request.GET.get("follows", NO_GROUP)
    return context


def reading(request: TenantRequest, story: Story) -> dict[str, Any]:
    """The detail and the context pane of one story."""
    return {
        "detail": read_story(story),
        "around": read_context(request.member, story),
        "verdicts": Verdict,
        "all_levels": Level,
        **rights(request),
    }


def swap(
    request: TenantRequest,
    story: Story,
    wanted: QueueFilter,
    *,
    at_story: bool,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what one deed adds
) -> HttpResponse:
    """The panes of another story, into the page that is open."""
    context = {"wanted": wanted, **reading(request, story), **links(request, wanted, at_story=at_story), **more}
    return page(request, "incidents/story_swap.html", context, status=status)


def rights(request: TenantRequest) -> dict[str, Any]:
    return {"can_decide": request.member.role in DESK}


def story_address(
    request: TenantRequest, wanted: QueueFilter, story: Story | None = None, cursor: str = "", *, at_story: bool = False
) -> str:
    """The queue as the person sees it, with this story open; or the story's own page."""
    org = request.organization.slug
    if at_story and story:
        address, query = reverse("incidents:story", args=[org, story.pk]), wanted.query(cursor=cursor)
    else:
        selected = str(story.pk) if story else ""
        address, query = reverse("incidents:queue", args=[org]), wanted.query(cursor=cursor, sel=selected)
    return f"{address}?{query}" if query else address


def _selected(request: TenantRequest) -> Story | None:
    pk = whole_number(request.GET.get("sel", ""))
    return story_rows(request.member).filter(pk=pk).first() if pk is not None else None


def _full(request: TenantRequest, story: Story | None) -> Story | None:
    return story_rows(request.member).filter(pk=story.pk).first() if story else None


@dataclass(frozen=True)
class Origin:
    """Where a deed was sent from: the view of the list, and whether the story had the page for itself."""

    wanted: QueueFilter
    cursor: str
    at_story: bool

    @classmethod
    def read(cls, request: TenantRequest) -> "Origin":
        query = QueryDict(request.POST.get("back", "")[:LONGEST_QUERY]).dict()
        return cls(QueueFilter.read(query), query.get("cursor", ""), request.POST.get("at") == "story")


def where_from(request: TenantRequest, story: Story) -> str:
    """The page on which this story was read."""
    origin = Origin.read(request)
    return story_address(request, origin.wanted, story, origin.cursor, at_story=origin.at_story)


def read_again(request: TenantRequest, story: Story, status: int = 200) -> HttpResponse:
    """The same story after a deed that keeps it open, or the form that was refused."""
    wanted = Origin.read(request).wanted
    if is_fragment(request):
        return swap(request, story, wanted, at_story=Origin.read(request).at_story, status=status)
    if status != OK:
        return triage_page(request, wanted, story, status)
    return redirect_or_refresh(request, where_from(request, story))


def moved_on(request: TenantRequest, stories: Sequence[Story]) -> HttpResponse:
    """After a verdict: the browser takes the rows out itself; without scripts the next story's page follows."""
    if is_fragment(request):
        return _told("decided", stories)
    following = story_after(request.member, Origin.read(request).wanted, stories[-1])
    if following is None:
        return redirect_or_refresh(request, story_address(request, Origin.read(request).wanted))
    return redirect_or_refresh(request, where_from(request, following))


def put_back(request: TenantRequest, stories: Sequence[Story]) -> HttpResponse:
    if is_fragment(request):
        return _told("undone", stories)
    return redirect_or_refresh(request, story_address(request, Origin.read(request).wanted, stories[0]))


def list_again(request: TenantRequest, form: BulkForm) -> HttpResponse:
    """Nothing was chosen, or something that is not there."""
    if is_fragment(request):
        return say_no(request, form.sentence)
    return triage_page(request, Origin.read(request).wanted, status=form.status, refused=form)


def _told(event: str, stories: Sequence[Story]) -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = json.dumps({event: {"ids": [story.pk for story in stories]}})
    return answer
