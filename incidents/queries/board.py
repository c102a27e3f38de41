"""The open incidents of a person in one look."""

from dataclasses import dataclass
from typing import Final

from accounts.models import Membership
from incidents.enums import BURNING_INCIDENTS
from incidents.models import Incident
from mentions.enums import Level

MOST: Final = 100


@dataclass(frozen=True)
class OpenIncidents:
    rows: list[Incident]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def worst(self) -> int:
        return max((row.level for row in self.rows), default=0)

    @property
    def burning(self) -> Incident | None:
        """The worst crisis that is not under control yet or only just; of several the one with the nearest update."""
        return next((row for row in self.rows if row.level >= Level.CRISIS and row.status in BURNING_INCIDENTS), None)


def open_incidents(member: Membership) -> OpenIncidents:
    """The worst first; one query."""
    rows = Incident.objects.for_member(member).active().select_related("brand").defer("summary", "level_reason")
    return OpenIncidents(list(rows.order_by("-level", "next_update_at", "-declared_at")[:MOST]))
