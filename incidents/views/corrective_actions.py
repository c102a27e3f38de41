"""Corrective actions: in their post-mortem, and all of them as the list of what was promised."""

from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK, EVERYONE
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from incidents.forms.post_mortem import ActionForm
from incidents.models import CorrectiveAction
from incidents.queries.corrective_actions import SHOWS, actions_for, read_actions, waiting_actions
from incidents.services.corrective_actions import (
    add_action,
    complete_action,
    edit_action,
    remove_action,
    reopen_action,
)
from incidents.views.post_mortem_page import find_post_mortem, show

PLACE: Final = "actions"


def _to_post_mortem(request: TenantRequest, number: int) -> HttpResponse:
    url = reverse("incidents:post_mortem", args=[request.organization.slug, number])
    return redirect_or_refresh(request, f"{url}#{PLACE}")


def _of_post_mortem(request: TenantRequest, number: int, pk: int) -> CorrectiveAction:
    return find(actions_for(request.member), pk=pk, post_mortem__incident__number=number)


@require_GET
@allowed(EVERYONE)
def actions(request: TenantRequest) -> HttpResponse:
    """The whole list; for another page's panel only what is late or due soon."""
    can_write = request.member.role in DESK
    if is_fragment(request):
        context = {"waiting": waiting_actions(request.member), "can_write": can_write}
        return page(request, "incidents/actions_panel.html", context)
    found = read_actions(request.member, request.GET.dict())
    return page(request, "incidents/actions.html", {"found": found, "shows": SHOWS, "can_write": can_write})


@require_POST
@allowed(DESK)
def add(request: TenantRequest, number: int) -> HttpResponse:
    row = find_post_mortem(request, number)
    form = ActionForm(request.POST, incident=row.incident)
    if form.is_valid() and form.carry_out(add_action, actor=request.member, post_mortem=row, words=form.action_words):
        toast(request, _("Action added."))
        return _to_post_mortem(request, number)
    return show(request, find_post_mortem(request, number), form)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def action(request: TenantRequest, number: int, pk: int) -> HttpResponse:
    row = _of_post_mortem(request, number, pk)
    form = ActionForm(request.POST or None, incident=row.post_mortem.incident, action=row)
    if form.is_valid() and form.carry_out(edit_action, actor=request.member, action=row, words=form.action_words):
        toast(request, _("Action saved."))
        return _to_post_mortem(request, number)
    context = {"action": row, "incident": row.post_mortem.incident, "form": form}
    return page(request, "incidents/action.html", context, status=form.status)


@require_POST
@allowed(DESK)
def remove(request: TenantRequest, number: int, pk: int) -> HttpResponse:
    remove_action(actor=request.member, action=_of_post_mortem(request, number, pk))
    toast(request, _("Action removed."))
    return _to_post_mortem(request, number)


@require_POST
@allowed(DESK)
def done(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(actions_for(request.member), pk=pk)
    complete_action(actor=request.member, action=row)
    toast(request, _("Action done."), reverse("incidents:action_reopen", args=[request.organization.slug, pk]))
    return redirect_or_refresh(request, "incidents:actions", request.organization.slug)


@require_POST
@allowed(DESK)
def reopen(request: TenantRequest, pk: int) -> HttpResponse:
    reopen_action(actor=request.member, action=find(actions_for(request.member), pk=pk))
    toast(request, _("Action opened again."))
    return redirect_or_refresh(request, "incidents:actions", request.organization.slug)
