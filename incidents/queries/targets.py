"""When each clock of an incident has to ring: what its level asks for, since it has had that level."""

from datetime import datetime
from typing import Final

from incidents.enums import EntryKind
from incidents.models import Incident, TimelineEntry
from incidents.queries.pace import due_at

CLOCKS: Final = ("acknowledge", "facts", "holding", "meaningful")


def targets_of(incident: Incident) -> dict[str, datetime | None]:
    """One query. None: the level asks for nothing."""
    since = _levels_since(incident)
    return {clock: due_at(clock, since, incident.level) for clock in CLOCKS}


def _levels_since(incident: Incident) -> dict[int, datetime]:
    """From when on it had at least each level, up to the one it has now."""
    entries = TimelineEntry.objects.filter(incident=incident, kind=EntryKind.LEVEL)
    changes = entries.filter(happened_at__gte=incident.declared_at)
    told = list(changes.order_by("happened_at", "pk").values_list("happened_at", "detail"))
    first = told[0][1]["before"] if told else incident.level
    history = [(incident.declared_at, first), *((at, detail["after"]) for at, detail in told)]
    return {
        level: next((at for at, reached in history if reached >= level), incident.declared_at)
        for level in range(incident.level + 1)
    }
