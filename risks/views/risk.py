"""One risk: its scores and their history, its words, its way through the states."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK, EVERYONE
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from risks.forms import MoveForm, RiskForm, ScoreForm
from risks.models import Risk
from risks.queries.history import history_of
from risks.queries.scales import band_of
from risks.services.assessment import assess_risk
from risks.services.risks import edit_risk, move_risk


def _risk(request: TenantRequest, number: int) -> Risk:
    rows = Risk.objects.for_member(request.member).select_related("brand", "category", "owner__user")
    return find(rows, number=number)


def _detail(request: TenantRequest, risk: Risk, status: int = 200, **forms: Any) -> HttpResponse:  # noqa: ANN401 -- the form that was refused
    current = history_of(risk)
    context = {
        "risk": risk,
        "history": current,
        "score_form": ScoreForm(initial=current.starting_values),
        "move_form": MoveForm(risk=risk),
        "band_now": band_of(risk.likelihood, risk.impact),
        "detection_words": [word for word in risk.words.splitlines() if word.strip()],
        "can_write": request.member.role in DESK,
    }
    return page(request, "risks/detail.html", context | forms, fragment="detail", status=status)


@require_GET
@allowed(EVERYONE)
def detail(request: TenantRequest, number: int) -> HttpResponse:
    return _detail(request, _risk(request, number))


@require_POST
@allowed(DESK)
def assess(request: TenantRequest, number: int) -> HttpResponse:
    risk = _risk(request, number)
    form = ScoreForm(request.POST)
    if form.is_valid() and form.carry_out(assess_risk, actor=request.member, risk=risk, **form.cleaned_data):
        toast(request, _("Score saved."))
        return redirect_or_refresh(request, "risks:detail", request.organization.slug, number)
    return _detail(request, risk, form.status, score_form=form)


@require_POST
@allowed(DESK)
def move(request: TenantRequest, number: int) -> HttpResponse:
    risk = _risk(request, number)
    form = MoveForm(request.POST, risk=risk)
    if form.is_valid() and form.carry_out(move_risk, actor=request.member, risk=risk, **form.cleaned_data):
        toast(request, _("State changed."))
        return redirect_or_refresh(request, "risks:detail", request.organization.slug, number)
    return _detail(request, risk, form.status, move_form=form)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def edit(request: TenantRequest, number: int) -> HttpResponse:
    risk = _risk(request, number)
    form = RiskForm(request.POST or None, risk=risk)
    if form.is_valid():
        seen = form.cleaned_data["revision"] or 0
        if form.carry_out(edit_risk, actor=request.member, risk=risk, revision=seen, words=form.risk_words):
            toast(request, _("Risk saved."))
            return redirect_or_refresh(request, "risks:detail", request.organization.slug, number)
    return page(request, "risks/edit.html", {"risk": risk, "form": form}, fragment="form", status=form.status)
