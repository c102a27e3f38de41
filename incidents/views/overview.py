"""The first page after signing in."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import ADMINS, DESK, EVERYONE
from crisisdesk.web.pages import page
from incidents.queries.overview import read_overview


@require_GET
@allowed(EVERYONE)
def overview(request: TenantRequest) -> HttpResponse:
    role, found = request.member.role, read_overview(request.member)
    context = {
        "overview": found,
        "greeting": found.greeting % {"name": request.member.user.get_short_name()},
        "can_decide": role in DESK,
        "can_set_up": role in ADMINS,
    }
    return page(request, "incidents/overview.html", context)
