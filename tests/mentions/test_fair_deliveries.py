"""Whose delivery is read next: who floods the desk waits behind nobody but itself."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from crisisdesk.tenancy import every_organization, organization_scope
from crisisdesk.work import WAKE_AGAIN, Lease, WorkState, claim, sweep
from mentions.models import WebhookDelivery
from mentions.services import fair_deliveries
from mentions.services.dispatching import Call
from mentions.services.fair_deliveries import call_deliveries, choose_deliveries
from mentions.tasks import call_next, read
from tests.factories import Tenant, make_source, make_tenant


def deliver(tenant: Tenant, count: int, **fields: Any) -> list[int]:
    with organization_scope(tenant.id):
        source = make_source(tenant.brand)
        return [
            WebhookDelivery.objects.create(
                organization_id=tenant.id, source=source, message_id=f"m{number}", body=b"{}", **fields
            ).pk
            for number in range(count)
        ]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """What went to the broker."""
    sent: list[tuple[str, int, int]] = []
    monkeypatch.setattr(fair_deliveries, "wake", lambda *call: sent.append(call))
    return sent


def by_tenant(calls: list[Call]) -> Counter[int]:
    return Counter(call.organization_id for call in calls)


def end(calls: list[Call]) -> None:
    with every_organization():
        rows = WebhookDelivery.objects.filter(pk__in=[call.pk for call in calls])
        rows.update(state=WorkState.DONE, woken_at=None)


def test_who_floods_gets_no_more_than_half_of_the_places(tenant: Tenant, rival: Tenant) -> None:
    deliver(tenant, 50)
    first = choose_deliveries(8)
    deliver(rival, 1)
    second = choose_deliveries(8)

    assert (by_tenant(first), by_tenant(second)) == ({tenant.id: 4}, {rival.id: 1})


def test_tenants_take_turns_and_the_oldest_of_each_comes_first(tenant: Tenant, rival: Tenant) -> None:
    many, few = deliver(tenant, 50), deliver(rival, 3)
    turns = []
    for _turn in range(3):
        turns.append(choose_deliveries(2))
        end(turns[-1])

    called = [[call.pk for call in calls if call.organization_id == tenant.id] for calls in turns]
    assert [by_tenant(calls) for calls in turns] == [{tenant.id: 1, rival.id: 1}] * 3
    assert [pk for pks in called for pk in pks] == many[:3]
    assert {call.pk for calls in turns for call in calls} >= set(few)


def test_what_is_called_is_called_again_only_when_the_call_was_lost(tenant: Tenant) -> None:
    (pk,) = deliver(tenant, 1)
    first, second = choose_deliveries(8), choose_deliveries(8)
    with organization_scope(tenant.id):
        WebhookDelivery.objects.update(woken_at=timezone.now() - WAKE_AGAIN - timedelta(seconds=1))

    assert (first, second, choose_deliveries(8)) == ([Call(tenant.id, pk)], [], [Call(tenant.id, pk)])


def test_what_is_in_somebodys_hands_holds_its_place(tenant: Tenant) -> None:
    first, _second, third = deliver(tenant, 3)
    choose_deliveries(4)
    lease = claim(WebhookDelivery, tenant.id, first)
    assert lease
    while_it_runs = choose_deliveries(4)
    with lease.effect():
        pass

    assert (while_it_runs, choose_deliveries(4)) == ([], [Call(tenant.id, third)])


def test_what_is_due_later_is_not_called(tenant: Tenant) -> None:
    deliver(tenant, 1, due_at=timezone.now() + timedelta(minutes=1))

    assert choose_deliveries(8) == []


@pytest.mark.django_db(transaction=True)
def test_many_callers_at_once_call_nothing_twice() -> None:
    for number in range(4):
        deliver(make_tenant(f"many-{number}"), 20)

    def look(_number: int) -> list[Call]:
        try:
            return [call for _round in range(3) for call in choose_deliveries(400)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        called = [call for calls in pool.map(look, range(4)) for call in calls]

    assert (len(called), len(set(called))) == (80, 80)


def test_the_end_of_one_calls_the_next(
    tenant: Tenant, settings: Settings, calls: list[tuple[str, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DELIVERIES_AT_ONCE = 2
    first, second = deliver(tenant, 2)
    call_next()

    def finish(lease: Lease) -> None:
        with lease.effect():
            pass

    monkeypatch.setattr("mentions.tasks.read_delivery", finish)
    read(tenant.id, first)
    read(tenant.id, first)  # the same call once more does nothing

    assert calls == [("mentions.read_delivery", tenant.id, first), ("mentions.read_delivery", tenant.id, second)]
    assert call_deliveries() == 0


def test_the_sweeper_wakes_only_what_a_worker_died_over(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr("crisisdesk.work.wake", lambda _task, _organization, pk: woken.append(pk))
    died, _waiting = deliver(tenant, 2)
    claim(WebhookDelivery, tenant.id, died)
    with organization_scope(tenant.id):
        WebhookDelivery.objects.filter(pk=died).update(lease_until=timezone.now() - timedelta(seconds=1))

    sweep()

    assert woken == [died]
