"""One mention at its own address."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from mentions.models import Sighting
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member, make_mention, make_source, make_story
from tests.incidents.test_queue import url

ClientOf = Callable[[Membership], Client]


def test_a_mention_shows_its_words_its_sources_and_its_stories(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, "Nordwind lost my bag")
        Sighting.objects.create(
            organization_id=tenant.id,
            mention=story.lead,
            source=make_source(tenant.brand, name="Second eye"),
            seen_at=timezone.now(),
        )

    body = client_of(tenant.viewer).get(url(tenant, f"m/{story.lead_id}/")).content.decode()

    assert ("<mark>Nordwind</mark> lost my bag" in body, "Second eye" in body) == (True, True)
    assert url(tenant, f"stories/{story.pk}/") in body


def test_words_of_strangers_are_only_words(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, "<script>alert(1)</script> Nordwind <b>lost</b> it")
        story.lead.url = "javascript:alert(1)"
        story.lead.author_name = "<img src=x>"
        story.lead.save()
    client = client_of(tenant.agent)

    for rest in ("queue/", f"stories/{story.pk}/", f"stories/{story.pk}/mentions/", f"m/{story.lead_id}/"):
        body = client.get(url(tenant, rest)).content.decode()
        assert ("<script>alert" in body, "<img src=x" in body, 'href="javascript' in body) == (False, False, False)


def test_earlier_mentions_are_those_of_the_same_account(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, "Now")
        same = {"author_handle": story.lead.author_handle}
        make_mention(tenant.id, "Said before", **same)
        make_mention(tenant.id, "Another network", network="news", **same)
        make_mention(tenant.id, "Another person")

    earlier = client_of(tenant.viewer).get(url(tenant, f"m/{story.lead_id}/")).context["page"].earlier

    assert [mention.text for mention in earlier] == ["Said before"]


def test_a_limited_member_does_not_see_what_the_author_said_to_another_brand(
    tenant: Tenant, client_of: ClientOf
) -> None:
    with organization_scope(tenant.id):
        story, other = make_story(tenant.brand, "Mine"), make_brand(tenant.organization, "Südwind")
        hidden = make_story(other, "Said to the other")
        hidden.lead.author_handle = story.lead.author_handle
        hidden.lead.save()
        client = client_of(make_member(tenant.organization, "agent", brands=(tenant.brand,)))

    for rest in (f"m/{story.lead_id}/", f"stories/{story.pk}/"):
        assert "Said to the other" not in client.get(url(tenant, rest)).content.decode()
    assert "Said to the other" in client_of(tenant.agent).get(url(tenant, f"m/{story.lead_id}/")).content.decode()


def test_it_needs_the_same_queries_whatever_was_seen(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        few, many = make_story(tenant.brand), make_story(tenant.brand)
        for _ in range(2):
            source = make_source(tenant.brand)
            Sighting.objects.create(organization_id=tenant.id, mention=many.lead, source=source, seen_at=timezone.now())
            make_mention(tenant.id, "Before", author_handle=many.lead.author_handle)
    client = client_of(tenant.agent)

    assert [queries_of(client, url(tenant, f"m/{story.lead_id}/")) for story in (few, many)] == [18, 18]


def test_a_post_that_is_only_a_link_is_called_by_its_address(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, "", title="https://forum.example/4711")
    client = client_of(tenant.agent)

    queue, alone = client.get(url(tenant)), client.get(url(tenant, f"stories/{story.pk}/"))

    assert [row.words.title for group in queue.context["queue"].groups for row in group.rows] == [story.title]
    assert ("forum.example/4711</h1>" in alone.content.decode(), "Without words" in alone.content.decode()) == (
        True,
        True,
    )
