"""Every odd and broken document that collectors of such things know, served over HTTP and polled twice.

`pytest -s tests/mentions/test_odd_feeds.py` prints what became of them.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.utils import timezone
from pytest_django import Settings

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import perform
from mentions.enums import SourceKind
from mentions.models import FetchJob, FetchVisit, Mention, Sighting, Source
from mentions.services.fetching import fetch_source
from tests.factories import Tenant, make_source
from tests.loopback import Loopback, loopback
from tests.outside import DATA, measured

FILES: Final = [file for file in sorted((DATA / "feeds").rglob("*")) if file.suffix in {".xml", ".json"}]
TYPES: Final = {".xml": "text/xml", ".json": "application/json"}


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        yield world


def connected(tenant: Tenant, server: Loopback, file: Path) -> FetchJob:
    path = f"/{file.relative_to(DATA / 'feeds')}"
    server.answers[path] = (200, {"Content-Type": TYPES[file.suffix]}, file.read_bytes())
    source = make_source(tenant.brand, SourceKind.FEED, name=path[-120:], settings={"url": server.url + path})
    job: FetchJob = FetchJob.objects.create(organization=tenant.organization, source=source, due_at=timezone.now())
    return job


def outcomes(tenant: Tenant) -> dict[str, tuple[int, str, list[str]]]:
    """By source: its items, why it is not healthy, and the reasons of its visits."""
    with organization_scope(tenant.id):
        items = Counter(Sighting.objects.values_list("source", flat=True))
        reasons: dict[int, list[str]] = {}
        for source, reason in FetchVisit.objects.order_by("pk").values_list("source", "reason"):
            reasons.setdefault(source, []).append(reason)
        return {source.name: (items[source.pk], source.reason, reasons[source.pk]) for source in Source.objects.all()}


@measured
def test_each_gives_items_or_one_reason_and_nothing_new_the_second_time(tenant: Tenant, server: Loopback) -> None:
    with organization_scope(tenant.id):
        jobs = [connected(tenant, server, file) for file in FILES]

    first = [perform(FetchJob, tenant.id, job.pk, fetch_source) for job in jobs]
    after_one = outcomes(tenant)
    with organization_scope(tenant.id):
        mentions = Mention.objects.count()
        FetchJob.objects.update(due_at=timezone.now())
    second = [perform(FetchJob, tenant.id, job.pk, fetch_source) for job in jobs]
    after_two = outcomes(tenant)

    assert len(jobs) == len(server.asked) / 2 == 1_091
    assert all([*first, *second])  # a crash is a False
    for name, (items, reason, visits) in after_one.items():
        assert (items > 0) != (reason != ""), name
        assert visits == [reason], name
        assert after_two[name] == (items, reason, [reason, reason]), name
    with organization_scope(tenant.id):
        assert Mention.objects.count() == mentions
    print(_told(after_one, mentions))  # noqa: T201 -- whoever measures reads it


def _told(found: dict[str, tuple[int, str, list[str]]], mentions: int) -> str:
    good = [items for items, _, _ in found.values() if items]
    reasons = Counter(reason for items, reason, _ in found.values() if not items)
    lines = [f"{len(found)} documents: {len(good)} with {sum(good)} items ({mentions} mentions), the others:"]
    return "\n".join([*lines, *(f"{number:5} {reason}" for reason, number in reasons.most_common())])
