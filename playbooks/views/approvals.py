"""What waits for this member's decision."""

from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import APPROVERS
from crisisdesk.web.pages import page
from playbooks.forms import DecisionForm
from playbooks.queries.waiting import read_waiting

MOST: Final = 50


@require_GET
@allowed(APPROVERS)
def approvals(request: TenantRequest) -> HttpResponse:
    """The longest wait first; after a decision the next one stands on top."""
    return approvals_page(request)


def approvals_page(request: TenantRequest, refused: DecisionForm | None = None, pk: int = 0) -> HttpResponse:
    """`refused` stands at the answer it is about, or on top when that waits no more."""
    waiting = read_waiting(request.member, MOST)
    context = {
        "waiting": waiting,
        "refused": refused,
        "refused_pk": pk,
        "is_gone": all(row.response.pk != pk for row in waiting),
    }
    status = refused.status if refused else 200
    return page(request, "playbooks/approvals.html", context, fragment="waiting", status=status)
