"""The room and its tabs: what they show, to whom, in how many queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import Incident, TimelinePin
from incidents.services.incidents import link_story
from incidents.services.roles import assign
from incidents.services.status import move_incident
from incidents.services.tasks import finish_task
from incidents.services.updates import add_note, post_update
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member, make_risk, make_story
from tests.incidents.rows import opened, task_of

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}
TABS = ("", "mentions/", "tasks/", "brief/", "news/")


def url(tenant: Tenant, rest: str = "", number: int = 1) -> str:
    return f"/o/{tenant.slug}/incidents/{number}/{rest}"


@pytest.fixture
def incident(tenant: Tenant) -> Incident:
    with organization_scope(tenant.id):
        return opened(tenant, make_story(tenant.brand, mentions=3), risk=make_risk(tenant.brand, title="Bags again"))


def fill(tenant: Tenant, incident: Incident, times: int) -> None:
    """More of everything that a room lists."""
    with organization_scope(tenant.id):
        for number in range(times):
            link_story(actor=tenant.agent, incident=incident, story=make_story(tenant.brand, f"Story {number}"))
            finish_task(actor=tenant.agent, task=task_of(tenant, incident, f"Task {number}", assignee=tenant.owner))
            post_update(actor=tenant.agent, incident=incident, text=f"Update {number}")
        for role in ("legal", "scribe", "liaison")[:times]:
            assign(actor=tenant.agent, incident=incident, role=role, member=tenant.owner)


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_needs_the_same_queries_whatever_is_in_it(
    tab: str, tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    client = client_of(tenant.agent)

    fill(tenant, incident, 1)
    headers = HTMX if tab == "news/" else None
    for_one = queries_of(client, url(tenant, tab), headers)
    fill(tenant, incident, 3)

    assert queries_of(client, url(tenant, tab), headers) == for_one


def test_the_room_tells_the_incident_in_the_readers_language(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    body = client_of(tenant.viewer).get(url(tenant)).content.decode()

    for words in ("Lost bags", "Why level 3:", "First mention, by @person", "Declared at level 3 Crisis", "T-zero"):
        assert words in body
    assert f"Lead: {tenant.agent.name}" in body
    assert "R-" in body and "Bags again" in body


def test_who_only_reads_gets_no_deeds(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    body = client_of(tenant.viewer).get(url(tenant)).content.decode()

    for words in ("Post update", "Change level", "Add note", "Change roles", "Pin for the post-mortem"):
        assert words not in body
    for rest in ("update/", "status/", "level/", "roles/", "acknowledge/", "stories/", "tasks/new/", "risk/", "edit/"):
        assert client_of(tenant.viewer).post(url(tenant, rest)).status_code == 403


@pytest.mark.parametrize("role", ["owner", "admin", "approver", "agent"])
def test_the_desk_gets_them(role: str, tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    body = client_of(getattr(tenant, role)).get(url(tenant)).content.decode()

    for words in ("Post update", "Change level", "Add note", "Change roles", "Title and summary"):
        assert words in body


def test_a_member_of_another_brand_sees_nothing_of_it(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind")
        client = client_of(make_member(tenant.organization, "approver", brands=(other,)))

    for rest in (*TABS, "update/", "status/", "stories/"):
        assert client.get(url(tenant, rest)).status_code == 404
    body = client.get(f"/o/{tenant.slug}/incidents/").content.decode()
    assert ("Lost bags" in body, "No open incidents" in body) == (False, True)


def test_the_timeline_shows_silences_and_what_was_entered_afterwards(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    with organization_scope(tenant.id):
        then = timezone.now() - timedelta(hours=3)
        add_note(actor=tenant.agent, incident=incident, text="The airport called", happened_at=then)

    body = client_of(tenant.viewer).get(url(tenant)).content.decode()

    assert ("The airport called" in body, "entered afterwards" in body) == (True, True)
    assert "without entries" in body


def test_the_timeline_is_narrowed_by_what_stands_in_the_address(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    with organization_scope(tenant.id):
        note = add_note(actor=tenant.agent, incident=incident, text="Only a note")
        TimelinePin.objects.create(organization=tenant.organization, entry=note, actor=tenant.agent)
    client = client_of(tenant.viewer)

    def kinds(query: str) -> set[str]:
        lines = client.get(url(tenant) + query).context["timeline"].lines
        return {line.entry.kind for line in lines if line.entry}

    assert kinds("") == {"story", "opened", "role", "risk", "note"}
    assert kinds("?show=notes") == kinds("?show=pinned") == {"note"}
    assert kinds("?show=desk") == {"story", "role"}
    assert kinds("?show=%00nonsense&cursor=%00") == kinds("")


def test_a_fragment_is_the_timeline_without_the_shell(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    body = client_of(tenant.viewer).get(url(tenant), headers=HTMX).content.decode()

    assert ("<html" in body, 'id="timeline"' in body, "Declared at level" in body) == (False, True, True)


def test_what_others_wrote_is_announced_and_never_inserted(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    seen = client_of(tenant.agent).get(url(tenant)).context["timeline"].newest
    with organization_scope(tenant.id):
        post_update(actor=tenant.approver, incident=incident, text="Three bags found")
        add_note(actor=tenant.agent, incident=incident, text="My own")

    client = client_of(tenant.agent)
    body = client.get(url(tenant, f"news/?after={seen}"), headers=HTMX).content.decode()
    quiet = client.get(url(tenant, f"news/?after={10**17}"), headers=HTMX).content.decode()
    odd = client.get(url(tenant, "news/?after=%00"), headers=HTMX)

    assert ("1 new entry" in body, "Three bags" in body, 'hx-swap-oob="true"' in body) == (True, False, True)
    assert ("new entr" in quiet, odd.status_code) == (False, 200)


def test_whoever_opens_the_news_as_a_page_comes_into_the_room(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    assert client_of(tenant.agent).get(url(tenant, "news/")).headers["Location"] == url(tenant)


def test_an_incident_that_is_over_offers_only_notes(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
            move_incident(actor=tenant.agent, incident=incident, seen=seen, to=to)

    body = client_of(tenant.agent).get(url(tenant)).content.decode()

    assert ("Post update" in body, "Change level" in body, "Add note" in body) == (False, False, True)
    assert "did not happen" in body


def test_the_mentions_of_all_its_stories_stand_in_one_list(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    fill(tenant, incident, 2)

    found = client_of(tenant.viewer).get(url(tenant, "mentions/?cursor=%00")).context["page"]

    assert len(found.posts) == 5


def test_the_brief_says_what_when_how_big_and_what_next(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    fill(tenant, incident, 1)

    body = client_of(tenant.viewer).get(url(tenant, "brief/")).content.decode()

    for words in ("Lost bags", "Update 0", "How big it is", "Next update", tenant.agent.name):
        assert words in body


def test_an_absurd_number_is_not_found(tenant: Tenant, client_of: ClientOf) -> None:
    assert client_of(tenant.agent).get(url(tenant, number=10**30)).status_code == 404
