"""The queue as it is read: who sees what, in which order, by which filter, and that it stays cheap."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.queries import queue_filter
from incidents.services.triage import give_verdict
from mentions.models import Sighting, Story
from tests.counting import queries_of
from tests.factories import NOON, Tenant, make_brand, make_member, make_story

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def url(tenant: Tenant, rest: str = "queue/") -> str:
    return f"/o/{tenant.slug}/{rest}"


def stories(tenant: Tenant, count: int, **fields: Any) -> list[Story]:
    with organization_scope(tenant.id):
        return [make_story(tenant.brand, f"Bag {number} is gone", mentions=2, **fields) for number in range(count)]


def titles(client: Client, address: str) -> list[str]:
    groups = client.get(address).context["queue"].groups
    return [row.story.title for group in groups for row in group.rows]


def test_the_queue_needs_the_same_queries_for_one_and_three_stories(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    stories(tenant, 1)
    for_one = queries_of(client, url(tenant))
    stories(tenant, 2)

    assert (queries_of(client, url(tenant)), for_one) == (27, 27)


def test_a_story_needs_the_same_queries_for_one_and_three_mentions(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        small, large = make_story(tenant.brand, mentions=1), make_story(tenant.brand, mentions=3)
    client = client_of(tenant.agent)

    counts = [queries_of(client, url(tenant, f"stories/{story.pk}/mentions/")) for story in (small, large)]

    assert counts == [16, 16]


def test_what_is_due_first_stands_first_and_what_needs_no_answer_last(tenant: Tenant, client_of: ClientOf) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        make_story(tenant.brand, "Calm")
        make_story(tenant.brand, "Soon", due_at=now + timedelta(minutes=20), level=1)
        make_story(tenant.brand, "Late", due_at=now - timedelta(minutes=5))
        make_story(tenant.brand, "Later", due_at=now + timedelta(days=3), level=3)
    client = client_of(tenant.agent)

    groups = client.get(url(tenant)).context["queue"].groups

    found = [(group.key, group.counted, [row.story.title for row in group.rows]) for group in groups]
    assert found == [
        ("late", "1", ["Late"]),
        ("hour", "1", ["Soon"]),
        ("later", "1", ["Later"]),
        ("none", "1", ["Calm"]),
    ]
    assert titles(client, url(tenant, "queue/?sort=level"))[0] == "Later"


def test_the_queue_filters_by_what_stands_in_the_address(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind", slug="sued")
        mine = make_story(tenant.brand, "Mine", owner=tenant.agent)
        make_story(tenant.brand, "Theirs", owner=tenant.approver)
        bad = make_story(other, "Bad bag", level=3)
        bad.lead.tone = "negative"
        bad.lead.save()
        make_story(tenant.brand, "Watched", status="watching")
        make_story(tenant.brand, "Done", status="noise")
        source = Sighting.objects.get(mention=mine.lead).source_id
    client = client_of(tenant.agent)

    def found(query: str) -> set[str]:
        return set(titles(client, url(tenant, f"queue/{query}")))

    assert found("") == {"Mine", "Bad bag"}
    assert found("?status=waiting") == {"Mine", "Theirs", "Bad bag"}
    assert found("?status=mine") == found(f"?source={source}") == {"Mine"}
    assert found("?status=watching") == {"Watched"}
    assert found("?status=decided") == {"Done"}
    assert found("?status=all") == {"Mine", "Theirs", "Bad bag", "Watched", "Done"}
    assert found("?brand=sued") == found("?level=2") == found("?tone=negative") == found("?q=BAD") == {"Bad bag"}
    assert found("?brand=sued&q=mine") == found("?brand=nobody") == set()


@pytest.mark.parametrize(
    "query",
    [
        "?cursor=%00&sel=%00&brand=%00&q=%00&source=%00",
        f"?sel={10**30}&source={10**30}&level={10**30}&cursor={'A' * 5000}",
        "?sel=-1&source=-1&status=odd&tone=odd&sort=odd&level=x",
        "?cursor=WyJuIiwxXQ&sel=%D9%A3&source=%D9%A3",
        "?q=%25_%27%22%5C&back=%00%ff&at=odd&follows=odd",
    ],
)
def test_absurd_addresses_show_the_queue(tenant: Tenant, client_of: ClientOf, query: str) -> None:
    story = stories(tenant, 1)[0]
    client = client_of(tenant.agent)

    for rest in ("queue/", f"stories/{story.pk}/", f"stories/{story.pk}/mentions/", "queue/new/"):
        for headers in ({}, HTMX):
            assert client.get(url(tenant, rest + query), headers=headers).status_code in {200, 302}


@pytest.mark.parametrize("since", ["", "%00", "yesterday", "2026-01-01", "9999-99-99T00:00:00%2B00:00", "1" * 400])
def test_an_absurd_moment_brings_no_news(tenant: Tenant, client_of: ClientOf, since: str) -> None:
    stories(tenant, 1)

    answer = client_of(tenant.agent).get(url(tenant, f"queue/new/?since={since}"), headers=HTMX)

    assert (answer.status_code, "Nothing new." in answer.content.decode()) == (200, True)


def test_pages_of_fifty_follow_each_other_without_gaps(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        first = make_story(tenant.brand, "Story 0")
        rows = [
            Story(
                organization_id=tenant.id,
                brand=tenant.brand,
                lead=first.lead,
                title=f"Story {number}",
                first_at=NOON,
                last_at=NOON,
                exact=b"x",
                due_at=NOON if number % 2 else None,
            )
            for number in range(1, 120)
        ]
        Story.objects.bulk_create(rows)
    client = client_of(tenant.agent)

    seen, address = list[str](), url(tenant)
    for headers in ({}, HTMX, HTMX):
        answer = client.get(address, headers=headers)
        queue = answer.context["queue"]
        seen += [row.story.title for group in queue.groups for row in group.rows]
        address = url(tenant, f"queue/?{answer.context['more_query']}")
        assert ("<html" in answer.content.decode()) is not bool(headers)

    assert (len(seen), len(set(seen)), queue.page.next_cursor) == (120, 120, "")


def test_a_group_that_goes_on_has_one_heading(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        lead = make_story(tenant.brand, "Story 0").lead
        Story.objects.bulk_create(
            Story(
                organization_id=tenant.id,
                brand=tenant.brand,
                lead=lead,
                title="x",
                first_at=NOON,
                last_at=NOON,
                exact=b"",
            )
            for _ in range(60)
        )
    client = client_of(tenant.agent)
    first = client.get(url(tenant))

    more = client.get(url(tenant, f"queue/?{first.context['more_query']}"), headers=HTMX).content.decode()

    assert ("No answer needed yet" in first.content.decode(), "<h2" in more, more.count("<li ")) == (True, False, 11)


def test_counts_end_where_nobody_waits_for_them(tenant: Tenant, client_of: ClientOf, monkeypatch: Any) -> None:
    monkeypatch.setattr("incidents.queries.queue.MOST_COUNTED", 3)
    stories(tenant, 4)

    chips = client_of(tenant.agent).get(url(tenant)).context["list"].chips

    assert (str(chips[0].label), chips[0].counted) == ("Mine and free", "2+")


def test_a_member_of_one_brand_sees_its_stories_only(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind")
        mine, hidden = make_story(tenant.brand, "Mine"), make_story(other, "Hidden")
        client = client_of(make_member(tenant.organization, "agent", brands=(tenant.brand,)))

    body = client.get(url(tenant, "queue/?status=all")).content.decode()

    assert ("Mine" in body, "Hidden" in body, "Südwind" in body) == (True, False, False)
    assert client.get(url(tenant, f"stories/{mine.pk}/")).status_code == 200
    for rest in (f"stories/{hidden.pk}/", f"stories/{hidden.pk}/mentions/", f"m/{hidden.lead_id}/"):
        assert client.get(url(tenant, rest)).status_code == 404
    assert client.get(url(tenant, f"queue/?sel={hidden.pk}")).context["detail"].story == mine
    for deed in ("verdict", "take", "release", "give", "level"):
        assert client.post(url(tenant, f"stories/{hidden.pk}/{deed}/")).status_code == 404
    chosen = client.post(url(tenant, "queue/verdicts/"), {"verdict": "noise", "story": hidden.pk})
    assert chosen.status_code == 422


def test_the_first_story_is_open_and_another_one_is_when_the_address_names_it(
    tenant: Tenant, client_of: ClientOf
) -> None:
    rows = stories(tenant, 2)
    client = client_of(tenant.agent)

    assert client.get(url(tenant)).context["detail"].story == rows[1]
    assert client.get(url(tenant, f"queue/?sel={rows[0].pk}")).context["detail"].story == rows[0]


def test_a_story_comes_as_panes_into_the_page_that_is_open(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]
    client = client_of(tenant.agent)

    answer = client.get(url(tenant, f"stories/{story.pk}/?level=1"), headers=HTMX)
    own = client.get(url(tenant, f"stories/{story.pk}/?at=story"), headers=HTMX)

    assert ("<html" in answer.content.decode(), 'id="context"' in answer.content.decode()) == (False, True)
    assert answer["HX-Replace-Url"] == url(tenant, f"queue/?level=1&sel={story.pk}")
    assert own["HX-Replace-Url"] == url(tenant, f"stories/{story.pk}/")


def test_new_stories_are_counted_and_never_put_in(tenant: Tenant, client_of: ClientOf) -> None:
    stories(tenant, 1, waiting_since=NOON)
    client = client_of(tenant.agent)
    address = url(tenant, "queue/new/?since=2026-11-01T00:00:00%2B00:00")

    before = client.get(address, headers=HTMX).content.decode()
    stories(tenant, 2, waiting_since=NOON + timedelta(days=365))
    after = client.get(address, headers=HTMX).content.decode()

    assert ("Nothing new." in before, "2 new" in after, "<li" in after) == (True, True, False)
    assert client.get(address)["Location"] == url(tenant)


def test_an_empty_queue_is_a_reward_and_an_empty_filter_is_not(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        give_verdict(actor=tenant.agent, story=make_story(tenant.brand), verdict="noise")
    client = client_of(tenant.agent)

    finished = client.get(url(tenant)).content.decode()
    filtered = client.get(url(tenant, "queue/?level=4")).content.decode()
    nothing = client.get(url(tenant, "queue/?status=replying")).content.decode()

    assert ("Queue clear" in finished, "1 triaged today" in finished) == (True, True)
    assert ("No matches" in filtered, "Clear filters" in filtered, "Nothing here" in nothing) == (True, True, True)


def test_a_search_says_how_far_it_has_read(tenant: Tenant, client_of: ClientOf, monkeypatch: Any) -> None:
    monkeypatch.setattr(queue_filter, "SEARCHED", 2)
    with organization_scope(tenant.id):
        for day in range(4):
            at = NOON + timedelta(days=day)
            make_story(tenant.brand, f"Bag of day {day}", first_at=at, last_at=at)
    client = client_of(tenant.agent)

    body = client.get(url(tenant, "queue/?q=bag")).content.decode()

    assert titles(client, url(tenant, "queue/?q=bag")) == ["Bag of day 3", "Bag of day 2", "Bag of day 1"]
    assert "Searched in the newest" in body


def test_a_viewer_reads_and_is_offered_no_deed(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]
    client = client_of(tenant.viewer)

    body = client.get(url(tenant)).content.decode()

    assert ("is gone" in body, 'name="verdict"' in body, 'type="checkbox"' in body) == (True, False, False)
    for deed in ("verdict", "take", "release", "give", "level"):
        assert client.post(url(tenant, f"stories/{story.pk}/{deed}/")).status_code == 403
    assert client.post(url(tenant, "queue/verdicts/")).status_code == 403
    assert client.get(url(tenant, "queue/history/")).status_code == 403
