"""The first page after signing in: what needs this person, and how each brand stands."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import EVERYONE
from crisisdesk.web.pages import page


@require_GET
@allowed(EVERYONE)
def overview(request: TenantRequest) -> HttpResponse:
    return page(request, "incidents/overview.html", {})
