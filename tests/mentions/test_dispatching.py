"""Who is fetched next: by turns of the tenants, gently with hosts, never twice, never more than there are places."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from crisisdesk.tenancy import TenantModel, every_organization, organization_scope
from crisisdesk.work import WAKE_AGAIN, WorkState, claim, sweep
from mentions.enums import SourceKind
from mentions.models import FetchJob
from mentions.services import dispatching
from mentions.services.dispatching import Call, choose, dispatch, dispatch_if_many_are_free
from mentions.services.sources import connect_source
from mentions.sources.hosts import Host, host_of
from mentions.tasks import call_next, fetch
from tests.factories import Tenant, make_source, make_tenant

Due = Callable[..., list[int]]


@pytest.fixture(params=[2_000, 0], ids=["short backlog", "long backlog"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "LOOKED_AT", request.param)


both_ways = pytest.mark.usefixtures("_both_ways")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """What went to the broker."""
    sent: list[tuple[str, int, int]] = []
    monkeypatch.setattr(dispatching, "wake", lambda *call: sent.append(call))
    return sent


def due(tenant: Tenant, hosts: list[str], *, at_once: int = 1, age: int = 60, **fields: Any) -> list[int]:
    """Orders that are due, the first one longest."""
    with organization_scope(tenant.id):
        return [
            FetchJob.objects.create(
                organization_id=tenant.id,
                source=make_source(tenant.brand, SourceKind.FEED),
                host=host,
                at_once=at_once,
                **{"due_at": timezone.now() - timedelta(seconds=age - place), "woken_at": None} | fields,
            ).pk
            for place, host in enumerate(hosts)
        ]


@pytest.fixture(autouse=True)
def _not_called_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new order calls for itself; these are old ones."""
    monkeypatch.setattr(FetchJob, "save", TenantModel.save)


def pks(calls: list[Call]) -> set[int]:
    return {call.pk for call in calls}


@both_ways
def test_what_is_due_is_called_once_until_the_call_is_lost(tenant: Tenant) -> None:
    orders = due(tenant, ["a.example", "b.example"])
    due(tenant, ["c.example"], due_at=timezone.now() + timedelta(minutes=1))

    first, second = choose(10), choose(10)
    with organization_scope(tenant.id):
        FetchJob.objects.filter(pk=orders[0]).update(woken_at=timezone.now() - WAKE_AGAIN - timedelta(seconds=1))

    assert (pks(first), second) == (set(orders), [])
    assert choose(10) == [Call(tenant.id, orders[0])]


@both_ways
def test_a_host_is_asked_no_more_than_it_may_be_at_once(tenant: Tenant, rival: Tenant) -> None:
    due(tenant, ["a.example"] * 3)
    due(rival, ["a.example"] * 3)
    due(tenant, ["api.example"] * 6, at_once=4)

    hosts = Counter[str]()
    with every_organization():
        hosts.update(FetchJob.objects.filter(pk__in=pks(choose(100))).values_list("host", flat=True))

    assert hosts == {"a.example": 1, "api.example": 4}


@both_ways
def test_what_is_in_somebodys_hands_counts(tenant: Tenant, rival: Tenant) -> None:
    first, second = due(tenant, ["a.example"] * 2)
    choose(10)
    lease = claim(FetchJob, tenant.id, first)
    while_it_runs = choose(10)
    assert lease is not None
    with lease.effect(again_at=timezone.now() + timedelta(minutes=5)):
        pass

    assert (while_it_runs, choose(10)) == ([], [Call(tenant.id, second)])


@both_ways
def test_who_has_three_waits_behind_nobodys_hundreds(tenant: Tenant, rival: Tenant) -> None:
    due(tenant, [f"host{number}.example" for number in range(60)], age=600)
    few = due(rival, ["first.example", "other.example", "third.example"], age=10)

    calls = choose(8)

    assert Counter(call.organization_id for call in calls)[tenant.id] == 4
    assert pks(calls) >= set(few)


@both_ways
def test_at_a_crowded_host_tenants_take_turns(tenant: Tenant, rival: Tenant) -> None:
    due(tenant, ["crowded.example"] * 30, age=600)
    (late,) = due(rival, ["crowded.example"], age=10)

    turns = []
    for _turn in range(25):  # chance decides: it stays away once in thirty million times
        calls = choose(8)
        turns += [call.organization_id for call in calls]
        with every_organization():
            FetchJob.objects.filter(pk__in=pks(calls)).update(state=WorkState.DONE, woken_at=None)

    assert turns.count(rival.id) == 1
    with organization_scope(rival.id):
        assert FetchJob.objects.get(pk=late).state == WorkState.DONE


@both_ways
def test_one_tenant_never_holds_more_than_half_of_the_places(tenant: Tenant) -> None:
    due(tenant, [f"host{number}.example" for number in range(20)])

    assert (len(choose(8)), len(choose(8))) == (4, 0)


@both_ways
def test_who_asks_nobody_outside_is_not_counted_by_host(tenant: Tenant, rival: Tenant) -> None:
    due(tenant, [""] * 2, at_once=1)
    due(rival, [""], at_once=1)

    assert len(choose(10)) == 3


@both_ways
def test_places_that_are_taken_are_left(tenant: Tenant, rival: Tenant) -> None:
    due(tenant, [f"host{number}.example" for number in range(4)])
    due(rival, [f"host{number}.example" for number in range(4, 8)])

    assert [len(choose(6)), len(choose(6)), len(choose(8))] == [6, 0, 2]


def test_a_crowded_host_makes_nobody_else_wait(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "LOOKED_AT", 10)
    due(tenant, ["crowded.example"] * 40, age=600)
    other = due(tenant, ["a.example", "b.example", "c.example"], age=10)

    assert pks(choose(100)) >= set(other)


@pytest.mark.django_db(transaction=True)
def test_many_dispatchers_at_once_call_nothing_twice() -> None:
    tenants = [make_tenant(f"many-{number}") for number in range(4)]
    for number, tenant in enumerate(tenants):
        due(tenant, [f"host{number}-{place}.example" for place in range(25)])

    def look(_number: int) -> list[Call]:
        try:
            return [call for _round in range(5) for call in choose(400)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        called = [call for calls in pool.map(look, range(4)) for call in calls]

    assert (len(called), len(set(called))) == (100, 100)


def test_each_call_goes_to_the_broker(tenant: Tenant, settings: Settings, calls: list[tuple[str, int, int]]) -> None:
    settings.FETCHES_AT_ONCE = 4
    orders = due(tenant, ["a.example", "b.example", "c.example"])

    assert (call_next(), dispatch()) == (2, 0)
    assert calls == [("mentions.fetch", tenant.id, pk) for pk in orders[:2]]


def test_places_are_filled_again_when_half_of_them_are_free(
    tenant: Tenant, rival: Tenant, settings: Settings, calls: list[tuple[str, int, int]]
) -> None:
    settings.FETCHES_AT_ONCE = 4
    mine = due(tenant, ["a.example", "b.example", "c.example"])
    due(rival, ["d.example", "e.example"], due_at=timezone.now() + timedelta(minutes=1), woken_at=timezone.now())
    with organization_scope(rival.id):
        FetchJob.objects.update(due_at=timezone.now())
    dispatch()

    too_few = dispatch_if_many_are_free()
    with organization_scope(tenant.id):
        FetchJob.objects.filter(pk__in=mine[:2]).update(state=WorkState.DONE, woken_at=None)

    assert (too_few, dispatch_if_many_are_free()) == (0, 1)


def test_the_end_of_a_fetch_calls_the_next(
    tenant: Tenant, calls: list[tuple[str, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = due(tenant, ["a.example"] * 2)
    dispatch()

    def finish(lease: Any) -> None:
        with lease.effect():
            pass

    monkeypatch.setattr("mentions.tasks.fetch_source", finish)
    fetch(tenant.id, first)
    fetch(tenant.id, first)  # the same call once more does nothing

    assert [pk for _task, _organization, pk in calls] == [first, second]


def test_the_sweeper_leaves_the_turns_to_the_dispatcher_and_wakes_what_a_worker_died_over(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("crisisdesk.work.wake", lambda _task, _organization, pk: woken.append(pk))
    died, _waiting = due(tenant, ["a.example", "b.example"])
    claim(FetchJob, tenant.id, died)
    with organization_scope(tenant.id):
        FetchJob.objects.filter(pk=died).update(lease_until=timezone.now() - timedelta(seconds=1))

    sweep()

    assert woken == [died]


@pytest.mark.parametrize(
    ("kind", "settings", "host"),
    [
        (SourceKind.FEED, {"url": "https://News.Example:8443/feed"}, Host("news.example", 1)),
        (SourceKind.MASTODON, {"server": "https://social.example"}, Host("social.example", 4)),
        (SourceKind.EMAIL, {"host": "imap.example"}, Host("imap.example", 4)),
        (SourceKind.GDELT, {}, Host("api.gdeltproject.org", 1)),
        (SourceKind.VK, {}, Host("api.vk.com", 4)),
        (SourceKind.DEMO, {}, Host("", 4)),
    ],
)
def test_an_order_knows_whom_it_asks(kind: SourceKind, settings: dict[str, str], host: Host, tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        connect_source(actor=tenant.admin, brand=tenant.brand, kind=kind, name="It", settings=settings)
        job = FetchJob.objects.get()

    assert host_of(kind, settings) == host
    assert Host(job.host, job.at_once) == host


def test_orders_that_were_there_learn_whom_they_ask(tenant: Tenant) -> None:
    fill = import_module("mentions.migrations.0014_fetch_job_host_of_old").FILL
    places = {"https://News.Example:8443/feed?x=1": "feed", "https://social.example": "mastodon", "": "hacker_news"}
    with organization_scope(tenant.id):
        for address, kind in places.items():
            source = make_source(tenant.brand, kind, settings={"url": address} if address else {})
            FetchJob.objects.create(organization_id=tenant.id, source=source)
        with connection.cursor() as cursor:
            cursor.execute(fill, {"organization": tenant.id})
            cursor.execute(fill, {"organization": tenant.id})
        found = {job.source.kind: (job.host, job.at_once) for job in FetchJob.objects.select_related("source")}

    assert found == {
        "feed": ("news.example", 1),
        "mastodon": ("social.example", 4),
        "hacker_news": ("hn.algolia.com", 4),
    }
