"""The way of an incident, forward and back, and what its times say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import AuditEntry
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from incidents.enums import ALLOWED_MOVES, IncidentStatus
from incidents.models import Incident, TimelineEntry
from incidents.services.merging import merge_incident
from incidents.services.status import OpenTasksError, move_incident
from incidents.services.tasks import finish_task, skip_task
from playbooks.services.beginnings import add_default_playbook
from tests.factories import Tenant, make_brand, make_story, make_tenant
from tests.incidents.rows import opened, task_of, told
from tests.playbooks.races import at_once


def moved(tenant: Tenant, incident: Incident, *way: str) -> Incident:
    for to in way:
        incident.refresh_from_db()
        move_incident(actor=tenant.agent, incident=incident, seen=incident.status, to=to, note="Because")
    incident.refresh_from_db()
    return incident


def stands_at(incident: Incident, status: str) -> Incident:
    other = opened_another(incident) if status == IncidentStatus.MERGED else None
    Incident.objects.filter(pk=incident.pk).update(status=status, merged_into=other)
    incident.refresh_from_db()
    return incident


def opened_another(incident: Incident) -> Incident:
    return Incident.objects.exclude(pk=incident.pk).get()


def test_every_step_of_the_table_works_and_no_other(inside: Tenant) -> None:
    opened(inside, title="Another")
    for before in IncidentStatus:
        for after in IncidentStatus:
            incident = stands_at(Incident.objects.exclude(title="Another").first() or opened(inside, level=1), before)
            works = after in ALLOWED_MOVES[before] and after != IncidentStatus.MERGED
            try:
                move_incident(actor=inside.agent, incident=incident, seen=before, to=after, note="Because")
            except DomainError:
                assert not works
            incident.refresh_from_db()
            assert incident.status == (after if works else before)


def test_each_step_is_stamped_and_told(inside: Tenant) -> None:
    incident = moved(inside, opened(inside, level=2), "contained", "resolved", "reviewing", "closed")

    times = [incident.declared_at, incident.contained_at, incident.resolved_at, incident.reviewing_at]
    assert [*times, incident.closed_at] == sorted(moment for moment in [*times, incident.closed_at] if moment)
    assert incident.next_update_at is None
    entries = TimelineEntry.objects.filter(incident=incident, kind="status").order_by("pk")
    assert [entry.detail for entry in entries] == [
        {"before": "declared", "after": "contained", "back": False},
        {"before": "contained", "after": "resolved", "back": False},
        {"before": "resolved", "after": "reviewing", "back": False},
        {"before": "reviewing", "after": "closed", "back": False},
    ]
    assert AuditEntry.objects.filter(verb="incident.moved").count() == 4


def test_going_back_is_recorded_and_forgets_the_times_of_what_is_undone(inside: Tenant) -> None:
    incident = moved(inside, opened(inside), "contained", "resolved", "declared")

    assert (incident.contained_at, incident.resolved_at, incident.next_update_at is not None) == (None, None, True)
    last = TimelineEntry.objects.filter(incident=incident).latest("pk")
    assert (last.detail, last.text) == ({"before": "resolved", "after": "declared", "back": True}, "Because")


def test_times_go_forward_even_when_a_machines_clock_does_not(inside: Tenant) -> None:
    incident = moved(inside, opened(inside), "contained")

    with travel(timezone.now() - timedelta(hours=3)):
        moved(inside, incident, "resolved")

    assert incident.resolved_at == incident.contained_at


def test_contained_halves_the_pace_of_updates(inside: Tenant) -> None:
    incident = moved(inside, opened(inside, level=4), "contained")

    assert incident.contained_at is not None
    assert incident.next_update_at == incident.contained_at + timedelta(minutes=60)


def test_the_second_of_two_people_is_told(inside: Tenant) -> None:
    incident = opened(inside)
    move_incident(actor=inside.agent, incident=incident, seen="declared", to="contained")

    with pytest.raises(StaleState):
        move_incident(actor=inside.admin, incident=incident, seen="declared", to="resolved")

    incident.refresh_from_db()
    assert incident.status == "contained"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_both_move_it() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        incident = opened(tenant)

    def deed(to: str) -> Callable[[], None]:
        def run() -> None:
            with organization_scope(tenant.id):
                move_incident(actor=tenant.agent, incident=incident, seen="declared", to=to)

        return run

    results = at_once(deed("contained"), deed("resolved"))

    assert {type(result) for result in results} == {type(None), StaleState}
    with organization_scope(tenant.id):
        assert told(incident, "status") == [("status", "")]


def test_a_crisis_with_open_tasks_is_closed_only_on_purpose(inside: Tenant) -> None:
    incident = moved(inside, opened(inside, level=3), "resolved", "reviewing")
    finish_task(actor=inside.agent, task=task_of(inside, incident, "Done"))
    skip_task(actor=inside.agent, task=task_of(inside, incident, "Skipped"), reason="Not needed")
    task_of(inside, incident, "Open")

    with pytest.raises(OpenTasksError, match="1 task is still open") as refusal:
        move_incident(actor=inside.agent, incident=incident, seen="reviewing", to="closed")
    move_incident(actor=inside.agent, incident=incident, seen="reviewing", to="closed", confirmed=True)

    incident.refresh_from_db()
    assert (refusal.value.count, incident.status) == (1, "closed")


def test_a_lesser_incident_closes_with_open_tasks(inside: Tenant) -> None:
    incident = opened(inside, level=2)
    task_of(inside, incident)

    assert moved(inside, incident, "resolved", "reviewing", "closed").status == "closed"


def test_a_candidate_is_dismissed_with_a_reason(inside: Tenant) -> None:
    incident = stands_at(opened(inside), "candidate")

    with pytest.raises(DomainError, match="Say why it was no incident"):
        move_incident(actor=inside.agent, incident=incident, seen="candidate", to="dismissed", note=" ")
    move_incident(actor=inside.agent, incident=incident, seen="candidate", to="dismissed", note="An old post")

    incident.refresh_from_db()
    assert incident.status == "dismissed"


def test_declaring_a_candidate_starts_its_clocks_and_its_playbook(inside: Tenant) -> None:
    incident = stands_at(opened(inside, level=3), "candidate")
    add_default_playbook(actor=inside.owner, organization_id=inside.id)

    with travel(timezone.now() + timedelta(minutes=10)):
        moved(inside, incident, "declared")

    assert incident.acknowledged_at == incident.declared_at
    assert incident.next_update_at == incident.declared_at + timedelta(minutes=60)
    assert incident.tasks.count() == 18


def test_merging_takes_the_stories_along_and_is_told_in_both(inside: Tenant) -> None:
    source, target = opened(inside, level=2), opened(inside, make_story(inside.brand), title="Late flights")
    Incident.objects.filter(pk=target.pk).update(started_at=target.declared_at)

    merge_incident(actor=inside.agent, incident=source, seen="declared", into=target)

    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.status, source.merged_into, source.next_update_at) == ("merged", target, None)
    assert (target.story_links.count(), source.story_links.count(), target.started_at) == (2, 0, source.started_at)
    assert (told(source, "status"), told(target, "status")) == (
        [("status", "merged_into")],
        [("status", "merged_from")],
    )


def test_merging_needs_another_open_incident_of_the_same_brand(inside: Tenant) -> None:
    incident = opened(inside)
    other = opened(inside, make_story(make_brand(inside.organization)))
    over = moved(inside, opened(inside, level=1), "resolved", "reviewing", "closed")
    mate = opened(inside, title="Late flights")

    with pytest.raises(DomainError, match="same brand"):
        merge_incident(actor=inside.agent, incident=incident, seen="declared", into=incident)
    with pytest.raises(DomainError, match="same brand"):
        merge_incident(actor=inside.agent, incident=incident, seen="declared", into=other)
    with pytest.raises(DomainError, match="is over"):
        merge_incident(actor=inside.agent, incident=incident, seen="declared", into=over)
    with pytest.raises(StaleState):
        merge_incident(actor=inside.agent, incident=incident, seen="contained", into=mate)
    with pytest.raises(DomainError, match="cannot take this step"):
        merge_incident(actor=inside.agent, incident=stands_at(incident, "reviewing"), seen="reviewing", into=mate)
