"""The list of incidents."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import DESK, EVERYONE
from accounts.models import Brand
from crisisdesk.web.pages import page
from incidents.enums import IncidentStatus
from incidents.forms.fields import levels
from incidents.queries.incident_list import GROUPS, ListFilter, last_closed, read_incidents


@require_GET
@allowed(EVERYONE)
def incidents(request: TenantRequest) -> HttpResponse:
    wanted = ListFilter.read(request.GET.dict())
    found = read_incidents(request.member, wanted, request.GET.get("cursor", ""))
    context = {
        "wanted": wanted,
        "page": found,
        "quiet_since": None if found.rows or wanted.narrows else last_closed(request.member),
        "filter_brands": Brand.objects.for_member(request.member).active().order_by("name"),
        "levels": levels(),
        "statuses": [*GROUPS, *IncidentStatus.choices],
        "can_write": request.member.role in DESK,
    }
    return page(request, "incidents/list.html", context, fragment="rows")
