"""The lease machinery, on a real row of work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Brand
from crisisdesk import work
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import GiveUp, Lease, LeaseLostError, TryAgain, WorkState, backoff, claim, perform, sweep
from mentions.models import FileImport
from tests.factories import Tenant, make_source, make_tenant

Row = FileImport


def deliver(tenant: Tenant, **fields: Any) -> Row:
    with organization_scope(tenant.id):
        defaults = {"source": make_source(tenant.brand), "filename": "week.csv", "content": b"text\n"}
        row: Row = Row.objects.create(organization_id=tenant.id, **defaults | fields)
        return row


def state(row: Row) -> tuple[str, int, str]:
    with organization_scope(row.organization_id):
        row.refresh_from_db()
    return (row.state, row.attempts, row.reason)


def expire(row: Row) -> None:
    with organization_scope(row.organization_id):
        Row.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_the_effect_and_the_end_of_the_work_are_one(tenant: Tenant) -> None:
    row = deliver(tenant)

    def rename(lease: Lease) -> None:
        with lease.effect():
            Brand.objects.update(name="Südwind")

    assert perform(Row, tenant.id, row.pk, rename) is True
    assert state(row) == (WorkState.DONE, 0, "")
    assert perform(Row, tenant.id, row.pk, rename) is False


def test_two_workers_cannot_both_claim_it(tenant: Tenant) -> None:
    row = deliver(tenant)

    first, second = claim(Row, tenant.id, row.pk), claim(Row, tenant.id, row.pk)

    assert (first is not None, second) == (True, None)


def test_a_worker_whose_lease_was_taken_writes_nothing(tenant: Tenant) -> None:
    row = deliver(tenant)
    slow = claim(Row, tenant.id, row.pk)
    expire(row)
    fast = claim(Row, tenant.id, row.pk)
    assert slow and fast

    with pytest.raises(LeaseLostError), slow.effect():
        Brand.objects.update(name="late")
    with fast.effect():
        Brand.objects.update(name="in time")

    with organization_scope(tenant.id):
        assert Brand.objects.get().name == "in time"


def test_a_fault_in_the_effect_rolls_it_back_and_counts(tenant: Tenant) -> None:
    row = deliver(tenant)

    def break_half_way(lease: Lease) -> None:
        with lease.effect():
            Brand.objects.update(name="half")
            raise ZeroDivisionError("poison \0")

    assert perform(Row, tenant.id, row.pk, break_half_way) is False
    assert state(row) == (WorkState.WAITING, 1, "ZeroDivisionError: poison \ufffd")
    with organization_scope(tenant.id):
        assert Brand.objects.get().name == "Nordwind"


def test_the_third_fault_parks_the_row_with_its_reason(tenant: Tenant) -> None:
    row = deliver(tenant)

    def fail(lease: Lease) -> None:
        raise ZeroDivisionError("poison")

    for _ in range(3):
        with organization_scope(tenant.id):
            Row.objects.update(due_at=timezone.now())
        perform(Row, tenant.id, row.pk, fail)

    assert state(row) == (WorkState.PARKED, 3, "ZeroDivisionError: poison")


def test_a_row_that_kills_its_workers_is_parked(tenant: Tenant) -> None:
    row = deliver(tenant)

    for _ in range(3):
        assert claim(Row, tenant.id, row.pk)
        expire(row)

    assert claim(Row, tenant.id, row.pk) is None
    assert state(row) == (WorkState.PARKED, 3, "The worker died 3 times over this.")


def test_patience_does_not_count_as_an_attempt(tenant: Tenant) -> None:
    row = deliver(tenant)

    def wait(lease: Lease) -> None:
        raise TryAgain("The host asks to come back later.", after=timedelta(minutes=5), patient=True)

    perform(Row, tenant.id, row.pk, wait)

    assert state(row) == (WorkState.WAITING, 0, "The host asks to come back later.")
    assert claim(Row, tenant.id, row.pk) is None  # not due before five minutes are over


def test_a_schedule_waits_for_its_next_turn(tenant: Tenant) -> None:
    row = deliver(tenant)
    tomorrow = timezone.now() + timedelta(days=1)
    lease = claim(Row, tenant.id, row.pk)
    assert lease

    with lease.effect(again_at=tomorrow):
        pass

    assert state(row) == (WorkState.WAITING, 0, "")
    assert row.due_at == tomorrow


def forget_wake_up(*rows: Row) -> None:
    """As if the message had been lost."""
    for row in rows:
        with organization_scope(row.organization_id):
            Row.objects.filter(pk=row.pk).update(woken_at=None)


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The wake-up calls that were sent: the task and the row."""
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr(work, "wake", lambda task, _, pk: calls.append((task, pk)))
    return calls


def test_a_new_row_is_woken_once_its_transaction_has_ended(
    tenant: Tenant, woken: list[tuple[str, int]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = deliver(tenant)
        assert woken == []

    assert woken == [("mentions.import_file", row.pk)]
    assert sweep() == 0  # its message has just left


def test_a_row_for_later_is_not_woken_now(
    tenant: Tenant, woken: list[tuple[str, int]], django_capture_on_commit_callbacks: Any
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)

    with django_capture_on_commit_callbacks(execute=True):
        row = deliver(tenant, due_at=tomorrow)

    assert (woken, sweep(), claim(Row, tenant.id, row.pk)) == ([], 0, None)


def test_a_broker_that_is_away_costs_nothing_but_time(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(current_app, "send_task", refuse)
    row = deliver(tenant)
    forget_wake_up(row)

    assert sweep() == 1
    assert caplog.messages == [f"The broker is away; mentions.import_file {row.pk} waits for the sweeper"]
    assert state(row) == (WorkState.WAITING, 0, "")


def test_the_sweeper_wakes_what_is_due_once(tenant: Tenant, rival: Tenant, woken: list[tuple[str, int]]) -> None:
    lost, expired = deliver(tenant), deliver(rival)
    assert claim(Row, rival.id, expired.pk)
    expire(expired)
    forget_wake_up(lost, expired)

    assert [sweep(), sweep()] == [2, 0]
    assert sorted(pk for _, pk in woken) == [lost.pk, expired.pk]


def test_a_long_backlog_is_not_called_again_and_again(
    tenant: Tenant, woken: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SWEEP_AT_ONCE", 2)
    rows = [deliver(tenant) for _number in range(4)]
    forget_wake_up(*rows)

    assert [sweep(), sweep()] == [2, 0]
    with organization_scope(tenant.id):
        Row.objects.filter(pk=rows[0].pk).update(state=WorkState.DONE)
    assert sweep() == 1
    assert [pk for _, pk in woken] == [row.pk for row in rows[:3]]


@pytest.mark.django_db(transaction=True)
def test_three_beats_at_once_wake_each_row_once(woken: list[tuple[str, int]]) -> None:
    tenant = make_tenant("acme")
    rows = [deliver(tenant) for _number in range(30)]
    forget_wake_up(*rows)
    woken.clear()
    start = Barrier(3)

    def tick() -> int:
        try:
            start.wait()
            return sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as beats:
        counts = [each.result() for each in [beats.submit(tick) for _ in range(3)]]

    assert sum(counts) == 30
    assert sorted(pk for _, pk in woken) == sorted(row.pk for row in rows)


def test_long_work_prolongs_its_lease_with_each_step(tenant: Tenant) -> None:
    row = deliver(tenant)
    lease = claim(Row, tenant.id, row.pk)
    assert lease
    expire(row)

    with lease.step():
        Brand.objects.update(name="Südwind")

    with organization_scope(tenant.id):
        row.refresh_from_db()
        assert row.lease_until
        assert row.lease_until > timezone.now() + timedelta(minutes=1)
        assert (row.state, Brand.objects.get().name) == (WorkState.RUNNING, "Südwind")
    assert claim(Row, tenant.id, row.pk) is None


def test_who_lost_the_lease_cannot_give_the_row_back(tenant: Tenant) -> None:
    row = deliver(tenant)
    slow = claim(Row, tenant.id, row.pk)
    expire(row)
    fast = claim(Row, tenant.id, row.pk)
    assert slow
    assert fast

    with pytest.raises(LeaseLostError):
        slow.fail("too slow")

    assert state(row) == (WorkState.RUNNING, 2, "")


@pytest.mark.parametrize("fault", [None, TryAgain("later"), GiveUp("no"), RuntimeError("broken")])
def test_a_worker_that_was_overtaken_says_so_and_goes_on(
    fault: Exception | None, tenant: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    row = deliver(tenant)

    def be_overtaken(lease: Lease) -> None:
        expire(row)
        assert claim(Row, tenant.id, row.pk)
        if fault:
            raise fault
        with lease.effect():
            raise AssertionError("never reached")

    assert perform(Row, tenant.id, row.pk, be_overtaken) is False
    assert caplog.messages[-1] == f"FileImport {row.pk} was taken over; nothing was written"
    assert state(row) == (WorkState.RUNNING, 2, "")


def test_a_row_that_waits_for_another_attempt_waits_longer_each_time() -> None:
    assert [backoff(attempt).total_seconds() for attempt in (1, 2, 3, 9)] == [5, 20, 80, 3600]


def test_another_organizations_row_cannot_be_claimed(tenant: Tenant, rival: Tenant) -> None:
    row = deliver(tenant)

    assert claim(Row, rival.id, row.pk) is None
    assert state(row) == (WorkState.WAITING, 0, "")
