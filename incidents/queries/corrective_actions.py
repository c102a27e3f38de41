"""What was promised after incidents: what is late, what is due, what is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.pagination import Page, keyset_page
from incidents.models import CorrectiveAction

SIZE: Final = 50
PANEL: Final = 5
# What the list may be narrowed to, in the order of its tabs.
SHOWS: Final[dict[str, str | Promise]] = {
    "open": _("Open"),
    "late": _("Late"),
    "mine": _("Mine"),
    "done": _("Done"),
}


@dataclass(frozen=True)
class Actions:
    page: Page[CorrectiveAction]
    show: str
    today: date
    late: int


@dataclass(frozen=True)
class WaitingActions:
    rows: list[CorrectiveAction]
    today: date
    total: int
    late: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def actions_for(member: Membership) -> QuerySet[CorrectiveAction]:
    related = ("owner__user", "done_by__user", "risk", "post_mortem__incident__brand", "post_mortem__incident__risk")
    return CorrectiveAction.objects.for_member(member).select_related(*related)


def read_actions(member: Membership, params: Mapping[str, str]) -> Actions:
    """Two queries. The oldest promise first; of the done ones the last one first."""
    show, today = params.get("show", ""), timezone.localdate()
    show = show if show in SHOWS else "open"
    narrowed = {
        "open": Q(done_at=None),
        "late": Q(done_at=None, due_on__lt=today),
        "mine": Q(done_at=None, owner=member),
        "done": Q(done_at__isnull=False),
    }
    rows = actions_for(member).filter(narrowed[show])
    order = ("-done_at", "-pk") if show == "done" else ("due_on", "pk")
    page = keyset_page(rows, order=order, cursor=params.get("cursor", ""), size=SIZE)
    return Actions(page, show, today, CorrectiveAction.objects.for_member(member).filter(narrowed["late"]).count())


def waiting_actions(member: Membership) -> WaitingActions:
    """For a panel: the oldest promises that are open. Three queries."""
    today = timezone.localdate()
    waiting = actions_for(member).filter(done_at=None).order_by("due_on", "pk")
    late = waiting.filter(due_on__lt=today).count()
    return WaitingActions(list(waiting[:PANEL]), today, waiting.count(), late)
