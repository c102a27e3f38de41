"""The first page after signing in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Brand, Membership, Organization
from crisisdesk.tenancy import organization_scope
from incidents.queries.overview import read_overview
from incidents.services.triage import give_verdict
from mentions.models import VolumeBucket
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member, make_source, make_story
from tests.playbooks.rows import make_incident

ClientOf = Callable[[Membership], Client]


def home(tenant: Tenant) -> str:
    return f"/o/{tenant.slug}/"


def seen(client: Client, tenant: Tenant) -> Any:
    return client.get(home(tenant)).context["overview"]


def test_it_needs_the_same_queries_for_one_and_three_brands(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    for_one = queries_of(client, home(tenant))
    with organization_scope(tenant.id):
        for brand in (make_brand(tenant.organization), make_brand(tenant.organization)):
            make_story(brand, due_at=timezone.now())
            make_incident(tenant, brand=brand, lead=tenant.agent)

    assert (queries_of(client, home(tenant)), for_one) == (23, 23)


def test_a_card_says_how_its_brand_stands(tenant: Tenant, client_of: ClientOf) -> None:
    due = timezone.now() + timedelta(minutes=40)
    with organization_scope(tenant.id):
        calm = make_brand(tenant.organization, "Calm")
        make_story(tenant.brand, level=2, due_at=due)
        make_story(tenant.brand)
        make_story(tenant.brand, status="noise", level=4)
        make_incident(tenant, level=3, lead=tenant.agent)

    cards = seen(client_of(tenant.viewer), tenant).cards

    assert [card.brand for card in cards] == [tenant.brand, calm]
    first = cards[0]
    assert (first.level, first.burns, first.waiting_words, first.waiting.first_due) == (3, True, "2", due)
    assert (cards[1].level, cards[1].burns, cards[1].waiting_words) == (0, False, "0")


def test_the_usual_range_is_known_after_a_day(tenant: Tenant, client_of: ClientOf) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        VolumeBucket.objects.bulk_create(
            VolumeBucket(organization_id=tenant.id, brand=tenant.brand, start=now - timedelta(hours=hour), mentions=3)
            for hour in range(1, 100)
        )
        VolumeBucket.objects.create(organization_id=tenant.id, brand=tenant.brand, start=now, mentions=40)
        make_brand(tenant.organization, "Young")

    overview = seen(client_of(tenant.viewer), tenant)

    rates = {card.brand.name: (card.rhythm.last, card.rate) for card in overview.cards}
    assert rates["Nordwind"] == (40, "an hour, usual 3–3")
    assert rates["Young"] == (0, "an hour; what is usual is not known yet")
    assert overview.above_usual == 1


def test_what_needs_a_person_first(tenant: Tenant, client_of: ClientOf) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        make_source(tenant.brand, name="Forum", status="needs_attention", reason="The key has ended")
        make_story(tenant.brand, "Answer me", due_at=now + timedelta(minutes=5))
        make_story(tenant.brand, "Held by another", due_at=now, owner=tenant.approver)
        make_story(tenant.brand, "No answer needed")
        make_incident(tenant, title="Nobody leads", next_update_at=now + timedelta(hours=9))
        make_incident(tenant, title="Update now", lead=tenant.agent, next_update_at=now)
        make_incident(tenant, title="All is well", lead=tenant.agent, next_update_at=now + timedelta(hours=9))

    body = client_of(tenant.agent).get(home(tenant)).content.decode()

    expected = ("Name a lead for Nobody leads", "Next update for Update now", "Answer me", "Forum needs attention")
    assert [words in body for words in expected] == [True] * 4
    assert [words in body for words in ("All is well", "Held by another", "No answer needed<")] == [False] * 3


def test_a_threat_stands_before_a_comment_that_is_late(tenant: Tenant) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        make_story(tenant.brand, "Late", level=0, due_at=now - timedelta(days=1))
        make_story(tenant.brand, "Threat later", level=2, due_at=now + timedelta(hours=1))
        make_story(tenant.brand, "Threat", level=2, due_at=now)

        stories = read_overview(tenant.agent).stories

    assert [story.title for story in stories] == ["Threat", "Threat later", "Late"]


def test_my_day_counts_my_decisions(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        waited = timezone.now() - timedelta(minutes=7)
        give_verdict(actor=tenant.agent, story=make_story(tenant.brand, waiting_since=waited), verdict="noise")
        for _ in range(2):
            give_verdict(actor=tenant.approver, story=make_story(tenant.brand), verdict="watch")

    overview = seen(client_of(tenant.agent), tenant)

    assert (overview.mine, overview.minutes) == (1, 7)
    assert overview.people == [(tenant.approver, 2), (tenant.agent, 1)]


def test_a_member_of_one_brand_sees_its_card_only(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind")
        make_story(other, "Hidden", due_at=timezone.now())
        make_incident(tenant, brand=other, title="Hidden fire", level=4)
        make_source(other, name="Hidden source", status="degraded")
        client = client_of(make_member(tenant.organization, "agent", brands=(tenant.brand,)))

    body = client.get(home(tenant)).content.decode()

    assert ("Nordwind" in body, "Südwind" in body, "Hidden" in body) == (True, False, False)


def test_the_shell_names_the_worst_crisis_that_burns(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_incident(tenant, title="Small", level=2)
        make_incident(tenant, title="Under review", level=4, status="reviewing")
        make_incident(tenant, title="Burning", level=3)
        make_story(tenant.brand)

    context = client_of(tenant.viewer).get(home(tenant)).context

    assert context["burning"]["title"] == "Burning"
    assert (context["counts"]["queue"], context["counts"]["incidents"], context["counts"]["incidents_level"]) == (
        1,
        3,
        4,
    )


def test_a_fragment_asks_for_no_shell(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    assert client.get(home(tenant), headers={"HX-Request": "true"}).context.get("burning") is None


@pytest.mark.parametrize(("role", "words"), [("owner", "Add a brand"), ("agent", "An admin of your organization")])
def test_without_a_brand_the_way_on_is_shown(tenant: Tenant, client_of: ClientOf, role: str, words: str) -> None:
    with organization_scope(tenant.id):
        Brand.objects.update(archived_at=timezone.now())

    body = client_of(getattr(tenant, role)).get(home(tenant)).content.decode()

    assert ("No brand yet" in body, words in body) == (True, True)
    assert Organization.objects.filter(pk=tenant.id).exists()


def test_without_a_source_the_first_one_is_asked_for(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    before = client.get(home(tenant)).content.decode()
    others = client_of(tenant.agent).get(home(tenant)).content.decode()
    with organization_scope(tenant.id):
        make_source(tenant.brand)
    after = client.get(home(tenant)).content.decode()

    assert ("Connect the first source" in before, "No source is connected yet" in others) == (True, True)
    assert "Nothing is urgent" in after
