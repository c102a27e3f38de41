"""The incidents as a person asked for them: filters in the address, rows by level, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.pagination import Page, keyset_page
from incidents.enums import OPEN_INCIDENTS, IncidentStatus
from incidents.models import Incident
from mentions.enums import Level

SIZE: Final = 50
LONGEST_VALUE: Final = 200
# What the filter of the status may say, beside the single states.
GROUPS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", _("Open")),
    ("over", _("Over")),
    ("all", _("Open and over")),
)


@dataclass(frozen=True)
class ListFilter:
    """What stands in the address. A value that means nothing is left out, not an error."""

    brand: str = ""
    level: str = ""  # at least this one
    status: str = ""
    risk: str = ""
    mine: str = ""
    q: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "ListFilter":
        given = {name: params.get(name, "").replace("\0", "")[:LONGEST_VALUE] for name in cls.__dataclass_fields__}
        groups = {group for group, _words in GROUPS}
        known = {
            "level": given["level"] if given["level"] in {str(level) for level in Level.values} else "",
            "status": given["status"] if given["status"] in {*groups, *IncidentStatus.values} else "",
            "risk": given["risk"] if given["risk"].isascii() and given["risk"].isdecimal() else "",
            "mine": "1" if given["mine"] else "",
        }
        return cls(**given | known)

    def apply(self, rows: QuerySet[Incident], member: Membership) -> QuerySet[Incident]:
        rows = self._of_status(rows)
        if self.brand:
            rows = rows.filter(brand__slug=self.brand)
        if self.level:
            rows = rows.filter(level__gte=int(self.level))
        if self.risk:
            rows = rows.filter(risk__number=int(self.risk))
        if self.mine:
            rows = rows.filter(holders__member=member, holders__ended_at=None).distinct()
        if self.q:
            rows = rows.filter(title__icontains=self.q)
        return rows

    def _of_status(self, rows: QuerySet[Incident]) -> QuerySet[Incident]:
        if self.status == "all" or (self.risk and not self.status):
            return rows
        if self.status == "over":
            return rows.exclude(status__in=OPEN_INCIDENTS)
        return rows.filter(status__in=[self.status] if self.status else OPEN_INCIDENTS)

    @property
    def order(self) -> tuple[str, ...]:
        """What is open by its level; what is over by its day."""
        return ("-declared_at", "-pk") if self.status in {"all", "over"} else ("-level", "-declared_at", "-pk")

    @property
    def narrows(self) -> bool:
        return any((self.brand, self.level, self.status, self.risk, self.mine, self.q))


def read_incidents(member: Membership, wanted: ListFilter, cursor: str) -> Page[Incident]:
    """One query."""
    rows = wanted.apply(Incident.objects.for_member(member), member)
    shown = rows.select_related("brand", "lead__user", "risk")
    return keyset_page(shown, order=wanted.order, cursor=cursor, size=SIZE)


def last_closed(member: Membership) -> Incident | None:
    """What the empty page speaks of: it has been quiet since then."""
    over = Incident.objects.for_member(member).filter(status=IncidentStatus.CLOSED)
    return over.select_related("brand").order_by("-closed_at").first()
