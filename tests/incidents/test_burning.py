"""Sources of a brand that burns are looked at as soon as their kind allows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from crisisdesk.tenancy import organization_scope
from incidents.enums import IncidentStatus
from incidents.models import Incident
from mentions.enums import SourceKind
from mentions.models import FetchJob, Source
from mentions.services.sources import connect_source
from tests.factories import Tenant, make_brand, make_incident
from tests.loopback import loopback
from tests.mentions.test_fetching import FEED, poll


def waits(tenant: Tenant, settings: Settings, **headers: str) -> timedelta:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        world.answers["/feed"] = (200, headers, FEED)
        with organization_scope(tenant.id):
            source: Source = connect_source(
                actor=tenant.admin,
                brand=tenant.brand,
                kind=SourceKind.FEED,
                name="News",
                settings={"url": f"{world.url}/feed"},
            )[0]
        poll(source)
    with organization_scope(tenant.id):
        due_at = FetchJob.objects.get().due_at
    return timedelta(seconds=round((due_at - timezone.now()).total_seconds()))


@pytest.mark.parametrize(
    ("status", "is_soon"),
    [
        (IncidentStatus.CANDIDATE, True),
        (IncidentStatus.DECLARED, True),
        (IncidentStatus.CONTAINED, True),
        (IncidentStatus.RESOLVED, False),
        (IncidentStatus.CLOSED, False),
    ],
)
def test_beside_an_incident_every_minute_counts(
    status: IncidentStatus, tenant: Tenant, settings: Settings, *, is_soon: bool
) -> None:
    with organization_scope(tenant.id):
        incident = make_incident(tenant.brand, opened_by=tenant.agent)
        Incident.objects.filter(pk=incident.pk).update(status=status)

    assert (waits(tenant, settings) <= timedelta(seconds=61)) is is_soon


def test_an_incident_of_another_brand_hurries_nobody(tenant: Tenant, settings: Settings) -> None:
    with organization_scope(tenant.id):
        make_incident(make_brand(tenant.organization, "Südwind"), opened_by=tenant.agent)

    assert waits(tenant, settings) > timedelta(minutes=5)


def test_a_host_that_asks_for_patience_gets_it_all_the_same(tenant: Tenant, settings: Settings) -> None:
    with organization_scope(tenant.id):
        make_incident(tenant.brand, opened_by=tenant.agent)

    assert waits(tenant, settings, **{"Retry-After": "600"}) >= timedelta(seconds=590)
