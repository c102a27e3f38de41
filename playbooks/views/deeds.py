"""What is done to an answer once its words stand: decided, withdrawn, sent, settled."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import TenantRequest, allowed
from accounts.enums import APPROVERS, DESK
from crisisdesk.web.pages import is_fragment, redirect_or_refresh
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.toasts import toast
from playbooks.forms import DecisionForm, DoubtForm, ProofForm
from playbooks.services.approvals import approve_response, return_response
from playbooks.services.responses import withdraw_response
from playbooks.services.sending import begin_sending, confirm_sent, report_failed, report_unknown, settle_unknown
from playbooks.views.answer_page import answer_page, done, find_response
from playbooks.views.approvals import approvals_page

Deed = Callable[..., Any]


@require_POST
@allowed(APPROVERS)
def approve(request: TenantRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, approve_response, _("Approved."))


@require_POST
@allowed(APPROVERS)
def give_back(request: TenantRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, return_response, _("Returned with your note."))


@require_POST
@allowed(DESK)
def withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    return _do(request, pk, RefusableForm(request.POST), withdraw_response, _("Withdrawn."))


@require_POST
@allowed(DESK)
def send(request: TenantRequest, pk: int) -> HttpResponse:
    return _do(request, pk, RefusableForm(request.POST), begin_sending, _("Copy the words and publish them."))


@require_POST
@allowed(DESK)
def confirm(request: TenantRequest, pk: int) -> HttpResponse:
    return _do(request, pk, ProofForm(request.POST), confirm_sent, _("Sent, with its proof."))


@require_POST
@allowed(DESK)
def report(request: TenantRequest, pk: int) -> HttpResponse:
    """It did not leave, or nobody can tell."""
    failed = request.POST.get("outcome") == "failed"
    deed, sentence = (report_failed, _("Not sent.")) if failed else (report_unknown, _("Unknown. Settle it soon."))
    return _do(request, pk, DoubtForm(request.POST), lambda address, **words: deed(**words), sentence)  # noqa: ARG005 -- it has no address


@require_POST
@allowed(DESK)
def settle(request: TenantRequest, pk: int) -> HttpResponse:
    sent = request.POST.get("outcome") == "sent"
    form = ProofForm(request.POST) if sent else DoubtForm(request.POST)
    return _do(request, pk, form, lambda **words: settle_unknown(sent=sent, **words), _("Settled."))


def _decide(request: TenantRequest, pk: int, deed: Deed, sentence: str) -> HttpResponse:
    row, form = find_response(request, pk), DecisionForm(request.POST)
    decided = form.is_valid() and form.carry_out(deed, actor=request.member, response=row, **form.decision)
    if request.POST.get("then") != "approvals":
        return done(request, pk, sentence) if decided else answer_page(request, find_response(request, pk), form)
    if not decided:
        return approvals_page(request, form, pk)
    toast(request, sentence)
    if is_fragment(request):
        return approvals_page(request)
    return redirect_or_refresh(request, "playbooks:approvals", request.organization.slug)


def _do(request: TenantRequest, pk: int, form: RefusableForm, deed: Deed, sentence: str) -> HttpResponse:
    row = find_response(request, pk)
    if form.is_valid() and form.carry_out(deed, actor=request.member, response=row, **form.cleaned_data):
        return done(request, pk, sentence)
    return answer_page(request, find_response(request, pk), form)
