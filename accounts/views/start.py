"""The first steps: brand and words, then a source (another app's page), then people. Each may be left and taken up."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, TenantRequest, allowed
from accounts.enums import ADMINS
from accounts.forms.start import FirstPeopleForm, StartForm
from accounts.services.invitations import invite_all
from accounts.services.start import start_desk
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast

KEPT: Final = "start"  # in the session: what was typed before there was an organization to keep it


@require_http_methods(["GET", "POST"])
@login_required(login_url="account_signup")
def start(request: PersonRequest) -> HttpResponse:
    form = StartForm(request.POST or None, initial=request.session.get(KEPT))
    if "leave" in request.POST:
        request.session[KEPT] = form.typed
        return redirect("accounts:organizations")
    if form.is_valid():
        words = {"organization": form.organization_words, "brand": form.brand_words}
        if owner := form.carry_out(start_desk, actor=request.user, **words):
            request.session.pop(KEPT, None)
            return redirect_or_refresh(request, "mentions:start_source", owner.organization.slug)
    return page(request, "accounts/start.html", {"form": form, "step": 1}, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def people(request: TenantRequest) -> HttpResponse:
    form = FirstPeopleForm(request.POST or None)
    done = reverse("incidents:queue", args=[request.organization.slug])
    if form.is_valid():
        invited = form.carry_out(invite_all, actor=request.member, **form.cleaned_data)
        if invited:
            toast(request, _sent(len(invited)))
            return redirect_or_refresh(request, done)
    context = {"form": form, "step": 3, "done": done}
    return page(request, "accounts/start_people.html", context, fragment="form", status=form.status)


def _sent(count: int) -> str:
    words = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count)
    return words % {"count": count}
