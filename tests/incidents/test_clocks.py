"""The clocks of a room: what they say early, near, late and afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from incidents.models import Incident
from incidents.queries.clocks import Clock, clocks_of
from incidents.queries.pace import due_at
from incidents.services.level import change_level
from incidents.services.statements import note_statement
from incidents.services.status import move_incident
from incidents.services.timeline import record_entry
from incidents.services.updates import post_update
from tests.factories import NOON, Tenant
from tests.incidents.rows import opened

MINUTE = timedelta(minutes=1)


def declared(tenant: Tenant, level: int) -> Incident:
    """At noon, by an agent who leads it."""
    with travel(NOON, tick=False):
        return opened(tenant, level=level)


def read(incident: Incident, minutes: int) -> dict[str, tuple[str, str, str]]:
    """Value, note and colour by name, so many minutes after noon."""
    incident.refresh_from_db()
    with travel(NOON + minutes * MINUTE, tick=False):
        return {clock.name: (clock.value, clock.note, clock.css) for clock in clocks_of(incident)}


def test_at_first_all_clocks_of_a_crisis_run(inside: Tenant) -> None:
    assert read(declared(inside, 3), 10) == {
        "Acknowledged": ("under 1 min", "10 min early", "ok"),
        "Facts gathered": ("5 min", "left, due 12:15", "warn"),
        "Holding statement": ("20 min", "left, due 12:30", ""),
        "Meaningful statement": ("3 h 50 min", "left, due 16:00", ""),
        "Next update": ("50 min", "left, due 13:00", ""),
    }


def test_later_they_say_how_early_or_late_it_was(inside: Tenant) -> None:
    incident = declared(inside, 4)
    with travel(NOON + 14 * MINUTE, tick=False):
        post_update(actor=inside.agent, incident=incident, text="Facts", states_facts=True)
    note_statement(actor=inside.agent, incident=incident, stage="holding", at=NOON + 30 * MINUTE)
    note_statement(actor=inside.agent, incident=incident, stage="statement", at=NOON + 134 * MINUTE)

    assert read(incident, 140) == {
        "Acknowledged": ("under 1 min", "5 min early", "ok"),
        "Facts gathered": ("14 min", "1 min early", "ok"),
        "Holding statement": ("30 min", "on time", "ok"),
        "Meaningful statement": ("2 h 14 min", "14 min late", "bad"),
        "Next update": ("1 h 36 min", "late, was due 12:44", "bad"),
    }


def test_a_small_incident_waits_for_any_answer(inside: Tenant) -> None:
    incident = declared(inside, 1)
    before = read(incident, 60)
    with travel(NOON + 90 * MINUTE, tick=False):
        detail = {"event": "sent", "stage": "reply"}
        record_entry(incident=incident, kind="response", actor=inside.agent, detail=detail)  # type: ignore[arg-type]  # its value

    assert before["First response"] == ("1 h", "left, due 14:00", "")
    assert read(incident, 120)["First response"] == ("1 h 30 min", "30 min early", "ok")
    assert before["Holding statement"] == ("", "no target at this level", "")
    assert before["Next update"] == ("", "none promised", "")


def test_a_level_without_a_target_still_says_when_it_happened(inside: Tenant) -> None:
    incident = declared(inside, 1)
    note_statement(actor=inside.agent, incident=incident, stage="holding", at=NOON + 20 * MINUTE)

    assert read(incident, 30)["Holding statement"] == ("20 min", "no target at this level", "")


def test_what_did_not_happen_is_said_when_it_is_over(inside: Tenant) -> None:
    incident = declared(inside, 3)
    with travel(NOON + 30 * MINUTE):
        for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
            move_incident(actor=inside.agent, incident=incident, seen=seen, to=to)

    assert read(incident, 60)["Holding statement"] == ("", "did not happen", "bad")


def test_a_raise_asks_from_its_own_moment_on(inside: Tenant) -> None:
    incident = declared(inside, 1)
    with travel(NOON + 120 * MINUTE, tick=False):
        change_level(actor=inside.agent, incident=incident, seen=1, to=3)

    clocks = read(incident, 125)

    assert clocks["Facts gathered"] == ("10 min", "left, due 14:15", "warn")
    assert clocks["Meaningful statement"] == ("3 h 55 min", "left, due 18:00", "")


def test_a_raise_takes_back_nothing_that_was_due_earlier(inside: Tenant) -> None:
    incident = declared(inside, 2)
    with travel(NOON + 50 * MINUTE, tick=False):
        change_level(actor=inside.agent, incident=incident, seen=2, to=3)

    assert read(incident, 55)["Holding statement"] == ("5 min", "left, due 13:00", "warn")


def test_a_lower_level_gives_its_own_time_from_the_declaration(inside: Tenant) -> None:
    incident = declared(inside, 4)
    with travel(NOON + 40 * MINUTE, tick=False):
        change_level(actor=inside.agent, incident=incident, seen=4, to=2, reason="Calm")

    clocks = read(incident, 45)

    assert clocks["Holding statement"] == ("15 min", "left, due 13:00", "warn")
    assert clocks["Facts gathered"] == ("", "no target at this level", "")


@pytest.mark.parametrize(
    ("level", "minutes"),
    [(0, (None, None, None, 240)), (1, (30, None, None, 120)), (2, (15, None, 60, None)), (3, (10, 15, 30, 240))],
)
def test_targets_are_those_of_the_level(level: int, minutes: tuple[int | None, ...]) -> None:
    since = dict.fromkeys(range(level + 1), NOON)
    names = ("acknowledge", "facts", "holding", "meaningful")

    found = [due_at(name, since, level) for name in names]

    assert found == [NOON + count * MINUTE if count else None for count in minutes]


def test_only_a_running_clock_is_coloured_itself() -> None:
    stopped, running = Clock("a", "5 min", "late", "bad"), Clock("b", "5 min", "late", "bad", runs=True)

    assert (stopped.runs, running.runs, stopped.icon, Clock("c", "", "").icon) == (False, True, "warn", "step")
    assert timezone.now() > NOON
