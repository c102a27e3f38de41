"""What this app adds to the shell around every page."""

from typing import Any, Final

from django.http import HttpRequest

from accounts.enums import APPROVERS
from accounts.models import Membership
from crisisdesk.web.pagination import count_up_to
from playbooks.queries.waiting import waiting_for

MOST_COUNTED: Final = 100


def shell(request: HttpRequest) -> dict[str, Any]:
    """How many answers wait for this member, beside the place in the navigation. A fragment has none."""
    member: Membership | None = getattr(request, "member", None)
    if member is not None and member.role in APPROVERS and not request.headers.get("HX-Request"):
        counts: dict[str, int] = request.__dict__.setdefault("shell_counts", {})
        counts["approvals"] = count_up_to(waiting_for(member), MOST_COUNTED)
    return {}
