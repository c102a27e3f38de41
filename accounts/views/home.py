"""The door: what this is for those outside, the way to the desk for those inside."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest
from accounts.queries.memberships import memberships_of
from accounts.views.start import KEPT
from crisisdesk.web.pages import page


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return page(request, "accounts/welcome.html")
    members = memberships_of(request.user)
    if not members:
        return redirect("accounts:start")
    if len(members) > 1 and members[0].last_seen_at is None:
        return redirect("accounts:organizations")
    return redirect("incidents:overview", members[0].organization.slug)


@require_GET
@login_required
def organizations(request: PersonRequest) -> HttpResponse:
    """Where to go when one belongs to several, and where to rest on the way through the first steps."""
    context = {"members": memberships_of(request.user), "begun": KEPT in request.session}
    return page(request, "accounts/organizations.html", context)
