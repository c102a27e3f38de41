"""What is to be done, and what became of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crisisdesk.errors import DomainError, StaleState
from incidents.models import Incident, IncidentTask
from incidents.services.status import move_incident
from incidents.services.tasks import assign_task, finish_task, reopen_task, skip_task
from tests.factories import Tenant
from tests.incidents.rows import opened, task_of, told


def test_a_task_by_hand_stands_last_and_is_told(inside: Tenant) -> None:
    incident = opened(inside)

    first = task_of(inside, incident, "  Call the airport ", assignee=inside.approver)
    second = task_of(inside, incident, "Step", offset_minutes=30)

    assert (first.title, first.assignee, first.position, second.position) == (
        "Call the airport",
        inside.approver,
        0,
        1,
    )
    assert second.due_at == incident.declared_at + timedelta(minutes=30)
    assert told(incident, "task") == [("task", "added")]


def test_a_task_needs_words_and_somebody_who_can_do_it(inside: Tenant) -> None:
    incident = opened(inside)

    with pytest.raises(DomainError, match="Say what is to be done"):
        task_of(inside, incident, " ")
    with pytest.raises(DomainError, match="cannot work"):
        task_of(inside, incident, assignee=inside.viewer)


def test_a_task_is_done_by_one_person(inside: Tenant) -> None:
    task = task_of(inside, opened(inside))

    finish_task(actor=inside.agent, task=task)
    finish_task(actor=inside.admin, task=task)

    task.refresh_from_db()
    assert (task.done_by, task.done_at is not None) == (inside.agent, True)
    assert told(task.incident, "task") == [("task", "added"), ("task", "done")]


def test_skipping_says_why_and_stands_against_finishing(inside: Tenant) -> None:
    task = task_of(inside, opened(inside))

    with pytest.raises(DomainError, match="Say why this task is skipped"):
        skip_task(actor=inside.agent, task=task, reason=" ")
    skip_task(actor=inside.agent, task=task, reason="The airport called us")

    task.refresh_from_db()
    assert task.skipped_reason == "The airport called us"
    with pytest.raises(StaleState, match="skipped this task"):
        finish_task(actor=inside.admin, task=task)
    with pytest.raises(StaleState, match="not open any more"):
        skip_task(actor=inside.admin, task=task, reason="Again")


def test_a_task_is_opened_again(inside: Tenant) -> None:
    task = task_of(inside, opened(inside))
    finish_task(actor=inside.agent, task=task)

    reopen_task(actor=inside.agent, task=task)
    reopen_task(actor=inside.agent, task=task)

    task.refresh_from_db()
    assert (task.done_at, task.done_by, task.skipped_reason) == (None, None, "")
    assert told(task.incident, "task")[1:] == [("task", "done"), ("task", "reopened")]


def test_a_task_changes_hands(inside: Tenant) -> None:
    task = task_of(inside, opened(inside))

    assign_task(actor=inside.agent, task=task, assignee=inside.approver)
    assign_task(actor=inside.agent, task=task, assignee=inside.approver)
    assign_task(actor=inside.agent, task=task, assignee=None)

    task.refresh_from_db()
    assert task.assignee is None
    assert told(task.incident, "task")[1:] == [("task", "assigned"), ("task", "assigned")]
    with pytest.raises(DomainError, match="cannot work"):
        assign_task(actor=inside.agent, task=task, assignee=inside.viewer)


def test_nothing_is_done_in_an_incident_that_is_over(inside: Tenant) -> None:
    incident = opened(inside, level=1)
    task = task_of(inside, incident)
    for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
        move_incident(actor=inside.agent, incident=incident, seen=seen, to=to)

    for deed in (
        lambda: finish_task(actor=inside.agent, task=task),
        lambda: skip_task(actor=inside.agent, task=task, reason="x"),
        lambda: reopen_task(actor=inside.agent, task=task),
        lambda: assign_task(actor=inside.agent, task=task, assignee=inside.agent),
        lambda: task_of(inside, incident),
    ):
        with pytest.raises(DomainError, match="is over"):
            deed()

    assert Incident.objects.get().status == "closed"


def test_the_database_does_not_take_a_task_that_is_done_and_skipped(inside: Tenant) -> None:
    task = task_of(inside, opened(inside))

    with pytest.raises(IntegrityError, match="incident_task_done_or_skipped"), transaction.atomic():
        IncidentTask.objects.filter(pk=task.pk).update(
            done_at=timezone.now(), done_by=inside.agent, skipped_reason="No"
        )
