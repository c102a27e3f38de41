"""Writing: the reply to a mention, every later edit of any answer, and going on with a colleague's."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.query_values import whole_number
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.toasts import toast
from incidents.models import Incident
from mentions.models import Mention, Story
from playbooks.enums import Stage
from playbooks.forms import ComposerForm
from playbooks.models import Response
from playbooks.queries.answers import open_answer_to
from playbooks.queries.composer import Matter, compose, matter_of
from playbooks.services.keeping import take_over
from playbooks.services.responses import save_draft, submit_response, write_reply
from playbooks.views.answer_page import answer_page, blank_page, conflict_page, done, find_response


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def reply(request: TenantRequest, pk: int) -> HttpResponse:
    """The composer before there is an answer; an open answer to this mention stands in its place."""
    story, mention = _question(request, pk)
    if taken := open_answer_to(mention, story.brand):
        return _there(request, taken.pk)
    form = ComposerForm(request.POST or None, member=request.member, matter=_matter(story, mention))
    if not form.is_valid():
        return blank_page(request, form, mention)
    words = {"story": story, "mention": mention, "text": form.composed}
    if saved := form.carry_out(write_reply, actor=request.member, **words):
        return _kept(request, form, saved)
    return _lost(request, form, mention)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def response(request: TenantRequest, pk: int) -> HttpResponse:
    row = find_response(request, pk)
    return answer_page(request, row) if request.method == "GET" else _write(request, row)


@require_POST
@allowed(DESK)
def take(request: TenantRequest, pk: int) -> HttpResponse:
    row, form = find_response(request, pk), RefusableForm(request.POST)
    if form.carry_out(take_over, actor=request.member, response=row):
        return done(request, pk, _("These words are yours to go on with. Theirs are kept below."))
    return answer_page(request, find_response(request, pk), form)


def _there(request: TenantRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _write(request, find_response(request, pk))
    if is_fragment(request):
        return answer_page(request, find_response(request, pk))
    return redirect("playbooks:response", request.organization.slug, pk)


def _write(request: TenantRequest, row: Response) -> HttpResponse:
    form = ComposerForm(request.POST, member=request.member, matter=matter_of(row))
    if not form.is_valid():
        return answer_page(request, row, form)
    words = {"text": form.composed, "revision": form.seen}
    if saved := form.carry_out(save_draft, actor=request.member, response=row, **words):
        return _kept(request, form, saved)
    return conflict_page(request, find_response(request, row.pk), form)


def _lost(request: TenantRequest, form: ComposerForm, mention: Mention) -> HttpResponse:
    """Somebody began in the same moment."""
    taken = open_answer_to(mention, form.matter.brand)
    if taken is None:
        return blank_page(request, form, mention)
    return conflict_page(request, find_response(request, taken.pk), form)


def _kept(request: TenantRequest, form: ComposerForm, saved: Response) -> HttpResponse:
    """The words are on the server. After a pause in the typing only what stands around them is shown anew."""
    form.is_kept = True
    if form.is_pause:
        composer = compose(form.matter, saved.text, saved, form.typed)
        context = {"composer": composer, "slots_changed": composer.names != set(form.typed)}
        return page(request, "playbooks/composer_kept.html", context)
    if form.wants_submit and not form.carry_out(submit_response, actor=request.member, response=saved):
        return answer_page(request, find_response(request, saved.pk), form)
    if form.action_word == "next":
        return _next(request, saved)
    sentences = {"submit": _("Submitted for approval."), "save": _("Draft saved.")}
    return done(request, saved.pk, sentences.get(form.action_word, ""))


def _next(request: TenantRequest, saved: Response) -> HttpResponse:
    """In the queue the row leaves and the next one is read; from anywhere else the way leads to the queue."""
    toast(request, _("Submitted for approval."))
    home = reverse("incidents:queue", args=[request.organization.slug])
    if home in request.headers.get("HX-Current-URL", ""):
        return trigger_client_event(done(request, saved.pk), "decided", {"id": saved.story_id}, after="swap")
    return redirect_or_refresh(request, home)


def _question(request: TenantRequest, pk: int) -> tuple[Story, Mention]:
    """The story's first mention, or the one of it that the address names."""
    story = find(Story.objects.for_member(request.member).select_related("brand", "lead"), pk=pk)
    wanted = request.GET.get("mention", "")
    if not wanted.isdecimal():
        return story, story.lead
    return story, find(Mention.objects.filter(matches__story=story), pk=whole_number(wanted) or 0)


def _matter(story: Story, mention: Mention) -> Matter:
    incident = Incident.objects.of_story(story).first()
    return Matter(story.brand, story, incident, Stage.REPLY, mention.network, mention.language or "en")
