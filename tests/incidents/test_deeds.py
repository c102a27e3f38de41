"""Level and roles: the few decisions that turn an incident."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from crisisdesk.errors import DomainError, StaleState
from incidents.enums import IncidentRole
from incidents.models import Incident, RoleHolder, TimelineEntry
from incidents.services.level import change_level
from incidents.services.roles import acknowledge, assign
from tests.factories import Tenant
from tests.incidents.rows import opened, told


def last(incident: Incident) -> TimelineEntry:
    entry: TimelineEntry = TimelineEntry.objects.filter(incident=incident).latest("pk")
    return entry


def test_a_level_is_raised_at_once(inside: Tenant) -> None:
    incident = opened(inside, level=2)

    change_level(actor=inside.agent, incident=incident, seen=2, to=4)

    incident.refresh_from_db()
    assert (incident.level, incident.level_reason) == (4, "Raised by judgement, before the figures were in.")
    assert (last(incident).detail, last(incident).text) == ({"before": 2, "after": 4}, "")


def test_lowering_it_needs_a_reason(inside: Tenant) -> None:
    incident = opened(inside, level=3)

    with pytest.raises(DomainError, match="Say why the level goes down"):
        change_level(actor=inside.agent, incident=incident, seen=3, to=2, reason="  ")
    change_level(actor=inside.agent, incident=incident, seen=3, to=2, reason="Volume is back to usual")

    incident.refresh_from_db()
    assert (incident.level, incident.level_reason) == (2, "Volume is back to usual")


def test_a_higher_level_asks_for_an_earlier_update_and_keeps_an_earlier_promise(inside: Tenant) -> None:
    incident = opened(inside, level=2)
    now = timezone.now()

    change_level(actor=inside.agent, incident=incident, seen=2, to=3)
    incident.refresh_from_db()
    first = incident.next_update_at
    with travel(now + timedelta(minutes=50)):
        change_level(actor=inside.agent, incident=incident, seen=3, to=4)
    incident.refresh_from_db()

    assert first is not None
    assert abs(first - now - timedelta(minutes=60)) < timedelta(minutes=1)
    assert incident.next_update_at == first


def test_a_level_without_updates_promises_none(inside: Tenant) -> None:
    incident = opened(inside, level=3)

    change_level(actor=inside.agent, incident=incident, seen=3, to=1, reason="Over")

    incident.refresh_from_db()
    assert incident.next_update_at is None


def test_the_second_of_two_who_change_the_level_is_told(inside: Tenant) -> None:
    incident = opened(inside, level=2)
    change_level(actor=inside.agent, incident=incident, seen=2, to=3)

    change_level(actor=inside.admin, incident=incident, seen=2, to=3)
    with pytest.raises(StaleState):
        change_level(actor=inside.admin, incident=incident, seen=2, to=1, reason="Calm")

    assert told(incident, "level") == [("level", "")]


def test_a_role_changes_hands_and_keeps_its_history(inside: Tenant) -> None:
    incident = opened(inside)

    assign(actor=inside.admin, incident=incident, role=IncidentRole.LEAD, member=inside.approver)
    assign(actor=inside.admin, incident=incident, role=IncidentRole.LEAD, member=inside.approver)

    incident.refresh_from_db()
    holders = RoleHolder.objects.filter(incident=incident, role="lead").order_by("pk")
    assert incident.lead == inside.approver
    assert [(row.member, row.ended_at is None) for row in holders] == [(inside.agent, False), (inside.approver, True)]
    assert last(incident).detail == {
        "event": "assigned",
        "role": "lead",
        "name": inside.approver.name,
        "own": False,
    }


def test_other_roles_are_taken_and_given_back(inside: Tenant) -> None:
    incident = opened(inside)

    assign(actor=inside.owner, incident=incident, role=IncidentRole.LEGAL, member=inside.owner)
    assign(actor=inside.owner, incident=incident, role=IncidentRole.LEGAL, member=None)
    assign(actor=inside.owner, incident=incident, role=IncidentRole.LEGAL, member=None)

    assert told(incident, "role")[2:] == [("role", "assigned"), ("role", "released")]
    assert last(incident).detail["name"] == inside.owner.name
    assert not RoleHolder.objects.current().filter(role="legal").exists()


def test_an_incident_always_has_a_lead(inside: Tenant) -> None:
    incident = opened(inside)

    with pytest.raises(DomainError, match="always has a lead"):
        assign(actor=inside.agent, incident=incident, role=IncidentRole.LEAD, member=None)


def test_a_viewer_holds_no_role(inside: Tenant) -> None:
    with pytest.raises(DomainError, match="cannot work"):
        assign(actor=inside.agent, incident=opened(inside), role=IncidentRole.SCRIBE, member=inside.viewer)


def test_the_database_keeps_one_holder_of_a_role(inside: Tenant) -> None:
    incident = opened(inside)

    with pytest.raises(IntegrityError, match="role_holder_once"), transaction.atomic():
        RoleHolder.objects.create(
            organization=inside.organization,
            incident=incident,
            role="lead",
            member=inside.owner,
            assigned_by=inside.owner,
            assigned_at=timezone.now(),
        )


def test_the_lead_stops_the_first_clock_by_acknowledging(inside: Tenant) -> None:
    incident = opened(inside, lead=inside.approver)

    acknowledge(actor=inside.approver, incident=incident)
    incident.refresh_from_db()
    first = incident.acknowledged_at
    acknowledge(actor=inside.approver, incident=incident)

    incident.refresh_from_db()
    assert first is not None
    assert incident.acknowledged_at == first
    assert told(incident, "role")[2:] == [("role", "acknowledged"), ("role", "acknowledged")]  # of both roles, once


def test_the_communications_lead_does_not_stop_it(inside: Tenant) -> None:
    incident = opened(inside, lead=inside.admin)

    acknowledge(actor=inside.approver, incident=incident)

    incident.refresh_from_db()
    assert incident.acknowledged_at is None


def test_without_a_role_there_is_nothing_to_acknowledge(inside: Tenant) -> None:
    with pytest.raises(DomainError, match="You have no role"):
        acknowledge(actor=inside.owner, incident=opened(inside))
