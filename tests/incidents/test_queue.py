"""The queue's pages: who sees what, and that they stay cheap."""

from collections.abc import Callable

from django.test import Client

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from mentions.models import Story
from tests.counting import queries_of
from tests.factories import Tenant, make_story

ClientOf = Callable[[Membership], Client]


def url(tenant: Tenant, rest: str = "queue/") -> str:
    return f"/o/{tenant.slug}/{rest}"


def stories(tenant: Tenant, count: int) -> list[Story]:
    with organization_scope(tenant.id):
        return [make_story(tenant.brand, f"Bag {number} is gone", mentions=2) for number in range(count)]


def test_the_queue_needs_the_same_queries_for_one_and_three_stories(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    stories(tenant, 1)
    for_one = queries_of(client, url(tenant))
    stories(tenant, 2)

    assert (queries_of(client, url(tenant)), for_one) == (31, 31)


def test_pages(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 3)[0]
    for member in (tenant.agent, tenant.viewer):
        client = client_of(member)
        for rest in (
            "queue/",
            f"stories/{story.pk}/",
            f"stories/{story.pk}/mentions/",
            f"m/{story.lead_id}/",
            "",
            "queue/new/?since=2026-01-01T00:00:00%2B00:00",
        ):
            assert client.get(url(tenant, rest)).status_code == 200, rest
            assert client.get(url(tenant, rest), headers={"HX-Request": "true"}).status_code == 200, rest
    for rest in ("queue/history/", f"stories/{story.pk}/level/", f"stories/{story.pk}/give/"):
        assert client_of(tenant.agent).get(url(tenant, rest)).status_code == 200, rest
        assert client_of(tenant.agent).get(url(tenant, rest), headers={"HX-Request": "true"}).status_code == 200, rest
