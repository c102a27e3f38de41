"""The roles of an incident: who holds which, and who has said that they know."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Membership
from incidents.enums import IncidentRole
from incidents.models import Incident, RoleHolder


@dataclass(frozen=True)
class Seat:
    """`member` is empty where nobody holds the role."""

    role: IncidentRole
    member: Membership | None = None
    assigned_at: datetime | None = None
    acknowledged_at: datetime | None = None

    @property
    def waits(self) -> bool:
        return self.member is not None and self.acknowledged_at is None

    @property
    def answered_seconds(self) -> float:
        """How long it took them to say so."""
        if self.acknowledged_at is None or self.assigned_at is None:
            return 0
        return (self.acknowledged_at - self.assigned_at).total_seconds()


@dataclass(frozen=True)
class Crew:
    seats: list[Seat]  # all seven roles, in their order

    @property
    def held(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.member]

    @property
    def acknowledged(self) -> int:
        return sum(not seat.waits for seat in self.held)

    def waits_for(self, member: Membership) -> bool:
        return any(seat.waits and seat.member == member for seat in self.seats)


def crew_of(incident: Incident) -> Crew:
    """One query."""
    holders = RoleHolder.objects.current().filter(incident=incident).select_related("member__user")
    held = {row.role: row for row in holders}
    return Crew([_seat(role, held.get(role)) for role in IncidentRole])


def _seat(role: IncidentRole, row: RoleHolder | None) -> Seat:
    return Seat(role, row.member, row.assigned_at, row.acknowledged_at) if row else Seat(role)
