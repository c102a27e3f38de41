"""The link of an invitation: for somebody new, for somebody with an account, and for the wrong person."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms.invitation import JoinForm
from accounts.models import Invitation, Membership
from accounts.queries.invitations import invitation_of
from accounts.services.invitations import accept_invitation, join_by_invitation
from accounts.services.people import person_of
from crisisdesk.web.pages import page, redirect_or_refresh

GONE = 410


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitation_of(token)
    if found is None or not (found.is_open or found.accepted_at):
        return page(request, "accounts/invitation_gone.html", status=GONE)
    if request.user.is_authenticated:
        return _for_somebody(request, found)
    if not found.is_open:
        return page(request, "accounts/invitation_gone.html", status=GONE)
    return _for_somebody_signed_out(request, found)


def _for_somebody(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated or request.user.email.lower() != found.email:
        return page(request, "accounts/invitation_wrong.html", {"invitation": found}, status=403)
    if request.method == "POST" or found.accepted_at:
        return _to_the_desk(request, accept_invitation(actor=request.user, invitation=found))
    return page(request, "accounts/invitation.html", {"invitation": found})


def _for_somebody_signed_out(request: HttpRequest, found: Invitation) -> HttpResponse:
    if person_of(found.email):
        return page(request, "accounts/invitation_sign_in.html", {"invitation": found})
    form = JoinForm(request.POST or None, invitation=found)
    words = form.cleaned_data if form.is_valid() else None
    if words and (member := form.carry_out(join_by_invitation, invitation=found, **words)):
        login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return _to_the_desk(request, member)
    return page(request, "accounts/invitation_join.html", {"invitation": found, "form": form}, status=form.status)


def _to_the_desk(request: HttpRequest, member: Membership) -> HttpResponse:
    return redirect_or_refresh(request, "incidents:overview", member.organization.slug)
