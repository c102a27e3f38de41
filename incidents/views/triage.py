"""The deeds of the queue: a verdict, several at once, taking them back; whose story it is, and its level."""

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from incidents.enums import Verdict
from incidents.forms.triage import BulkForm, GiveForm, LevelForm, VerdictForm
from incidents.models import TriageVerdict
from incidents.queries.story_page import story_rows
from incidents.services.triage import Batch, give_verdict, give_verdicts, undo_verdict
from incidents.views.triage_page import list_again, moved_on, place_of, put_back, read_again
from mentions.models import Story
from mentions.services.stories import give_story, release_story, set_level, take_story

SAID: Final[dict[str, str | Promise]] = {
    Verdict.NOISE: gettext_lazy("Marked as noise"),
    Verdict.NO_ACTION: gettext_lazy("No action needed"),
    Verdict.WATCH: gettext_lazy("Under watch"),
    Verdict.REPLY: gettext_lazy("Yours to answer"),
}


def _story(request: TenantRequest, pk: int) -> Story:
    return find(story_rows(request.member), pk=pk)


def _undo_address(request: TenantRequest, verdict: TriageVerdict) -> str:
    return reverse("incidents:undo", args=[request.organization.slug, verdict.pk])


@require_POST
@allowed(DESK)
def verdict(request: TenantRequest, pk: int) -> HttpResponse:
    story, form = _story(request, pk), VerdictForm(request.POST)
    if not form.is_valid():
        return read_again(request, story, status=422)
    chosen = form.cleaned_data["verdict"]
    if chosen == Verdict.INCIDENT:
        return redirect_or_refresh(request, reverse("incidents:new", args=[request.organization.slug]) + f"?story={pk}")
    given = give_verdict(actor=request.member, story=story, **form.cleaned_data)
    toast(request, str(SAID[chosen]), _undo_address(request, given))
    if chosen == Verdict.REPLY:
        return read_again(request, _story(request, pk), opens_answer=True)
    return moved_on(request, [story])


@require_POST
@allowed(DESK)
def verdicts(request: TenantRequest) -> HttpResponse:
    form = BulkForm(request.POST, member=request.member)
    if not form.is_valid():
        return list_again(request, form)
    chosen = form.cleaned_data["verdict"]
    batch = give_verdicts(actor=request.member, stories=form.cleaned_data["story"], verdict=chosen)
    toast(request, _said_of(batch, chosen), _undo_address(request, batch.verdicts[0]))
    return moved_on(request, [given.story for given in batch.verdicts])


def _said_of(batch: Batch, verdict: str) -> str:
    count = len(batch.verdicts)
    sentence = {
        Verdict.NOISE: ngettext("%(count)s story marked as noise", "%(count)s stories marked as noise", count),
        Verdict.NO_ACTION: ngettext("%(count)s story needs no action", "%(count)s stories need no action", count),
        Verdict.WATCH: ngettext("%(count)s story under watch", "%(count)s stories under watch", count),
    }[Verdict(verdict)] % {"count": count}
    if not batch.skipped:
        return sentence
    others = ngettext("%(count)s was somebody else's", "%(count)s were somebody else's", batch.skipped)
    return f"{sentence}. {others % {'count': batch.skipped}}"


@require_POST
@allowed(DESK)
def undo(request: TenantRequest, pk: int) -> HttpResponse:
    given = find(TriageVerdict.objects.for_member(request.member), pk=pk)
    stories = undo_verdict(actor=request.member, verdict=given)
    sentence = ngettext("%(count)s story is back", "%(count)s stories are back", len(stories))
    toast(request, sentence % {"count": len(stories)})
    return put_back(request, stories)


@require_POST
@allowed(DESK)
def take(request: TenantRequest, pk: int) -> HttpResponse:
    """Mine; with `over`, although somebody else has taken it."""
    story = _story(request, pk)
    if request.POST.get("over"):
        give_story(actor=request.member, story=story, to=request.member)
    else:
        take_story(actor=request.member, story=story)
    return read_again(request, _story(request, pk))


@require_POST
@allowed(DESK)
def release(request: TenantRequest, pk: int) -> HttpResponse:
    release_story(actor=request.member, story=_story(request, pk))
    return read_again(request, _story(request, pk))


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def give(request: TenantRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    form = GiveForm(request.POST or None, member=request.member, story=story)
    if form.is_valid() and form.carry_out(give_story, actor=request.member, story=story, to=form.cleaned_data["to"]):
        toast(request, _("Given to %(name)s") % {"name": form.cleaned_data["to"].name})
        return redirect_or_refresh(request, place_of(request).address(story))
    return _asked(request, "incidents/give.html", story, form)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def level(request: TenantRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    form = LevelForm(request.POST or None, story=story)
    if form.is_valid() and form.carry_out(set_level, actor=request.member, story=story, **form.cleaned_data):
        toast(request, _("Level changed"))
        return redirect_or_refresh(request, place_of(request).address(story))
    return _asked(request, "incidents/level.html", story, form)


def _asked(request: TenantRequest, template: str, story: Story, form: Any) -> HttpResponse:  # noqa: ANN401 -- one of our forms
    """A page of its own, or the same form as a dialog over the queue."""
    context = {"story": story, "form": form, "place": place_of(request)}
    fragment = "form" if form.is_bound else "dialog"
    return page(request, template, context, fragment=fragment, status=form.status)
