"""Writing: the reply to a mention, and every later edit of any answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import is_fragment, page
from incidents.models import Incident
from mentions.models import Mention, Story
from playbooks.enums import Stage
from playbooks.forms import ComposerForm
from playbooks.models import Response
from playbooks.queries.answers import open_answer_to
from playbooks.queries.composer import Matter, compose, matter_of, offered_templates
from playbooks.services.responses import save_draft, write_reply
from playbooks.views.answer_page import answer_page, find_response, on_its_way


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def reply(request: TenantRequest, pk: int) -> HttpResponse:
    """The composer before there is an answer; an open answer to this mention has its own page."""
    story, mention = _question(request, pk)
    taken = open_answer_to(mention)
    if taken and request.method == "GET":
        return redirect("playbooks:response", request.organization.slug, taken.pk)
    matter = _matter(story, mention)
    form = ComposerForm(request.POST or None, member=request.member, matter=matter)
    words: dict[str, Any] = {"actor": request.member, "story": story, "mention": mention}
    if form.is_valid():
        words |= {"text": form.composed, "revision": form.seen}
        if is_fragment(request):
            return _kept(request, form, write_reply(**words))
        if response := form.carry_out(write_reply, **words):
            return on_its_way(request, form, response)
    return _blank_page(request, matter, mention, form, taken)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def response(request: TenantRequest, pk: int) -> HttpResponse:
    row = find_response(request, pk)
    if request.method == "GET":
        return answer_page(request, row)
    form = ComposerForm(request.POST, member=request.member, matter=matter_of(row))
    if form.is_valid():
        words: dict[str, Any] = {"actor": request.member, "response": row, "text": form.composed, "revision": form.seen}
        if is_fragment(request):
            return _kept(request, form, save_draft(**words))
        if saved := form.carry_out(save_draft, **words):
            return on_its_way(request, form, saved)
    return answer_page(request, find_response(request, pk), form)


def _question(request: TenantRequest, pk: int) -> tuple[Story, Mention]:
    """The story's first mention, or the one of it that the address names."""
    story = find(Story.objects.for_member(request.member).select_related("brand", "lead"), pk=pk)
    wanted = request.GET.get("mention", "")
    if not wanted.isdecimal():
        return story, story.lead
    return story, find(Mention.objects.filter(matches__story=story), pk=wanted)


def _matter(story: Story, mention: Mention) -> Matter:
    incident = Incident.objects.filter(story_links__story=story).first()
    return Matter(story.brand, story, incident, Stage.REPLY, mention.network, mention.language or "en")


def _blank_page(
    request: TenantRequest, matter: Matter, mention: Mention, form: ComposerForm, taken: Response | None
) -> HttpResponse:
    text = str(form.data.get("text", "")) if form.is_bound else ""
    context = {
        "matter": matter,
        "mention": mention,
        "composer": compose(matter, text, None, form.typed if form.is_bound else None),
        "templates": offered_templates(request.member, matter.brand, matter.stage),
        "refused": form if form.is_bound else None,
        "taken": taken,
    }
    return page(request, "playbooks/response.html", context, status=form.status)


def _kept(request: TenantRequest, form: ComposerForm, saved: Response) -> HttpResponse:
    """What stands around the text, after every pause in the typing. A refusal is the caller's 409 in words."""
    composer = compose(form.matter, saved.text, saved, form.typed)
    return page(request, "playbooks/composer_state.html", {"composer": composer, "response": saved})
