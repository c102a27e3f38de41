"""The lease machinery, on a real row of work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Brand
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import Lease, LeaseLostError, TryAgain, WorkState, claim, perform, sweep
from mentions.models import WebhookDelivery
from tests.factories import Tenant, make_source

Row = WebhookDelivery


def deliver(tenant: Tenant) -> Row:
    with organization_scope(tenant.id):
        source = make_source(tenant.brand)
        row: Row = Row.objects.create(organization_id=tenant.id, source=source, message_id="m1", body=b"{}")
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
            raise ZeroDivisionError("poison")

    assert perform(Row, tenant.id, row.pk, break_half_way) is False
    assert state(row) == (WorkState.WAITING, 1, "ZeroDivisionError: poison")
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


def test_the_sweeper_wakes_what_is_due_once(tenant: Tenant, rival: Tenant) -> None:
    deliver(tenant)
    expired = deliver(rival)
    assert claim(Row, rival.id, expired.pk)
    expire(expired)

    assert [sweep(), sweep()] == [2, 0]
