"""What waits for this member's decision."""

from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import APPROVERS
from crisisdesk.web.pages import page
from playbooks.queries.answers import read_waiting

MOST: Final = 50


@require_GET
@allowed(APPROVERS)
def approvals(request: TenantRequest) -> HttpResponse:
    """The longest wait first; after a decision the next one stands on top."""
    context = {"waiting": read_waiting(request.member, MOST)}
    return page(request, "playbooks/approvals.html", context, fragment="waiting")
