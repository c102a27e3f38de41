"""How fast an incident of a level has to be worked on: the clocks of docs/words.md §4."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from incidents.enums import IncidentStatus
from mentions.enums import Level

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
SLOWER: Final = 2  # once it is contained the pace halves (docs/words.md §6)


@dataclass(frozen=True)
class Pace:
    """Seconds from the declaration until each clock rings; None: this level has no such clock."""

    acknowledge: int | None = None
    facts: int | None = None
    holding: int | None = None
    meaningful: int | None = None
    update: int | None = None  # between two updates


PACES: Final[Mapping[int, Pace]] = {
    Level.COMMENT: Pace(meaningful=4 * HOUR),
    Level.ISSUE: Pace(acknowledge=30 * MINUTE, meaningful=2 * HOUR),
    Level.THREAT: Pace(acknowledge=15 * MINUTE, holding=HOUR, update=4 * HOUR),
    Level.CRISIS: Pace(10 * MINUTE, 15 * MINUTE, 30 * MINUTE, 4 * HOUR, HOUR),
    Level.CRITICAL: Pace(5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 2 * HOUR, 30 * MINUTE),
}
FIRST_RESPONSE_UP_TO: Final = 1  # below a threat nobody waits for a statement: any answer counts
SPEAKING: Final = (IncidentStatus.DECLARED, IncidentStatus.CONTAINED)  # only then is an update promised


def next_update(level: int, status: str, since: datetime) -> datetime | None:
    """When the update after one at `since` is due."""
    seconds = PACES[level].update
    if seconds is None or status not in SPEAKING:
        return None
    return since + timedelta(seconds=seconds * (SLOWER if status == IncidentStatus.CONTAINED else 1))


def due_at(clock: str, since: Mapping[int, datetime], level: int) -> datetime | None:
    """When a clock rings at this level. `since`: from when on the incident had at least each level.

    A raise asks from its own moment on, and takes back nothing that a lower level had asked for earlier.
    """
    lowest = 0 if clock != "meaningful" or level <= FIRST_RESPONSE_UP_TO else FIRST_RESPONSE_UP_TO + 1
    if getattr(PACES[level], clock) is None:
        return None
    asked = [
        since[each] + timedelta(seconds=seconds)
        for each in range(lowest, level + 1)
        if (seconds := getattr(PACES[each], clock)) is not None
    ]
    return min(asked)
