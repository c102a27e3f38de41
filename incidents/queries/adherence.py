"""How the plan was followed: what was done in time, late, skipped, or not at all."""

from dataclasses import dataclass

from incidents.models import Incident, IncidentTask


@dataclass(frozen=True)
class Departure:
    """A task that did not go as planned: late by so many seconds, skipped for a reason, or left open."""

    title: str
    outcome: str  # late, skipped, open
    late_seconds: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Adherence:
    total: int
    in_time: int
    departures: list[Departure]

    @property
    def late(self) -> int:
        return self._count("late")

    @property
    def skipped(self) -> int:
        return self._count("skipped")

    @property
    def open(self) -> int:
        return self._count("open")

    def _count(self, outcome: str) -> int:
        return sum(departure.outcome == outcome for departure in self.departures)


def adherence_of(incident: Incident) -> Adherence:
    """One query, in the order of the plan."""
    tasks = list(IncidentTask.objects.filter(incident=incident))
    departures = [departure for task in tasks if (departure := _departure(task))]
    return Adherence(len(tasks), len(tasks) - len(departures), departures)


def _departure(task: IncidentTask) -> Departure | None:
    if task.done_at is None:
        return Departure(task.title, "skipped" if task.skipped_reason else "open", reason=task.skipped_reason)
    if task.due_at is None or task.done_at <= task.due_at:
        return None
    return Departure(task.title, "late", int((task.done_at - task.due_at).total_seconds()))
