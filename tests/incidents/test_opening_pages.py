"""From a story to an incident in two keys, and the list of incidents."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import Incident
from incidents.services.status import move_incident
from mentions.models import Story
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member, make_risk, make_story
from tests.incidents.rows import opened

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def new(tenant: Tenant, story: Story | None = None) -> str:
    return f"/o/{tenant.slug}/incidents/new/" + (f"?story={story.pk}" if story else "")


def listed(tenant: Tenant, query: str = "") -> str:
    return f"/o/{tenant.slug}/incidents/{query}"


def story_of(tenant: Tenant, text: str = "My bag is gone", **fields: object) -> Story:
    with organization_scope(tenant.id):
        return make_story(tenant.brand, text, **fields)  # type: ignore[arg-type]  # the test names what it changes


def as_filled_in(client: Client, page: str) -> dict[str, object]:
    """What Enter sends."""
    initial = client.get(page).context["form"].initial
    return {name: getattr(value, "pk", value) or "" for name, value in initial.items()}


def test_everything_is_filled_in_and_enter_opens_it(tenant: Tenant, client_of: ClientOf) -> None:
    reasons = [{"criterion": "reach", "value": 600_000}]
    story = story_of(tenant, "A hair in my soup", level=3, level_reasons=reasons, mentions=2)
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand, title="Hair in the soup", words="hair\nsoup")
    client = client_of(tenant.agent)

    words = as_filled_in(client, new(tenant, story))
    answer = client.post(new(tenant, story), words, follow=True)

    assert words | {"level_reason": ""} == {
        "title": "A hair in my soup",
        "level": 3,
        "level_reason": "",
        "lead": tenant.agent.pk,
        "communications_lead": answer.context["incident"].communications_lead_id,
        "risk": risk.pk,
    }
    assert "Reach of" in str(words["level_reason"])
    assert answer.redirect_chain == [(listed(tenant, "1/"), 303)]
    assert "Incident 1 is open." in answer.content.decode()


def test_a_small_story_gives_its_figures_as_the_reason(tenant: Tenant, client_of: ClientOf) -> None:
    story = story_of(tenant, mentions=2, negative_count=1, reach=1200)

    words = as_filled_in(client_of(tenant.agent), new(tenant, story))

    assert (words["level"], words["level_reason"]) == (1, "2 mentions, negative: 1, reach 1,200.")


def test_over_the_queue_it_is_a_dialog(tenant: Tenant, client_of: ClientOf) -> None:
    body = client_of(tenant.agent).get(new(tenant, story_of(tenant)), headers=HTMX).content.decode()

    assert ("<html" in body, "<dialog" in body, "data-open" in body, "data-focus" in body) == (False, True, True, True)


def test_a_bad_form_keeps_the_words(tenant: Tenant, client_of: ClientOf) -> None:
    words = {"title": "Kept words", "level": "7", "level_reason": ""}

    answer = client_of(tenant.agent).post(new(tenant, story_of(tenant)), words)

    assert (answer.status_code, "Kept words" in answer.content.decode()) == (422, True)


def test_a_story_of_an_incident_names_it_before_and_after(tenant: Tenant, client_of: ClientOf) -> None:
    story = story_of(tenant)
    client = client_of(tenant.agent)
    words = as_filled_in(client, new(tenant, story))
    client.post(new(tenant, story), words)

    page = client.get(new(tenant, story)).content.decode()
    again = client.post(new(tenant, story), words)

    assert "part of an incident already" in page
    assert (again.status_code, "part of incident 1 already" in again.content.decode()) == (422, True)


def test_a_story_that_has_come_back_is_opened_anew(tenant: Tenant, client_of: ClientOf) -> None:
    story, client = story_of(tenant), client_of(tenant.agent)
    with organization_scope(tenant.id):
        over = opened(tenant, story, title="Over", level=1)
        for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
            move_incident(actor=tenant.agent, incident=over, seen=seen, to=to)

    page = client.get(new(tenant, story)).content.decode()
    answer = client.post(new(tenant, story), as_filled_in(client, new(tenant, story)))

    assert ("The story has come back" in page, answer.headers["Location"]) == (True, listed(tenant, "2/"))


def test_a_second_story_of_the_same_matter_is_linked_instead(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        opened(tenant, make_story(tenant.brand, "Suitcases lost in Riga airport"), title="Suitcases in Riga")
    second = story_of(tenant, "Riga airport lost my suitcase, again")
    client = client_of(tenant.agent)

    page = client.get(new(tenant, second)).content.decode()
    other = client.get(new(tenant, story_of(tenant, "Cold coffee on board"))).content.decode()
    answer = client.post(listed(tenant, "1/stories/"), {"story": second.pk, "to": "room"})

    assert ("Looks like incident 1" in page, "Looks like" in other) == (True, False)
    assert (answer.status_code, answer.headers["Location"]) == (303, listed(tenant, "1/"))


def test_without_a_story_one_is_chosen(tenant: Tenant, client_of: ClientOf) -> None:
    story = story_of(tenant)

    body = client_of(tenant.agent).get(new(tenant)).content.decode()

    assert f"?story={story.pk}" in body
    assert client_of(tenant.agent).post(new(tenant)).status_code == 422


@pytest.mark.parametrize("wanted", ["", "0", "x", "%00", "9" * 40])
def test_a_story_that_is_not_there_is_not_found(wanted: str, tenant: Tenant, client_of: ClientOf) -> None:
    assert client_of(tenant.agent).get(f"{new(tenant)}?story={wanted}").status_code == 404


def test_who_may_open(tenant: Tenant, client_of: ClientOf) -> None:
    story = story_of(tenant)
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind")
        elsewhere = make_member(tenant.organization, "agent", brands=(other,))

    answers = {role: client_of(member).get(new(tenant, story)).status_code for role, member in tenant.members().items()}

    assert answers == {"owner": 200, "admin": 200, "approver": 200, "agent": 200, "viewer": 403}
    assert client_of(elsewhere).get(new(tenant, story)).status_code == 404
    assert client_of(elsewhere).get(new(tenant)).context["stories"].count() == 0


def test_opening_needs_the_same_queries_for_one_and_three_incidents(tenant: Tenant, client_of: ClientOf) -> None:
    story, client = story_of(tenant), client_of(tenant.agent)

    with organization_scope(tenant.id):
        opened(tenant)
    for_one = queries_of(client, new(tenant, story))
    with organization_scope(tenant.id):
        opened(tenant), opened(tenant)

    assert queries_of(client, new(tenant, story)) == for_one


def test_the_list_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    with organization_scope(tenant.id):
        opened(tenant)
    for_one = queries_of(client, listed(tenant))
    with organization_scope(tenant.id):
        opened(tenant), opened(tenant)

    assert queries_of(client, listed(tenant)) == for_one
    assert len(client.get(listed(tenant)).context["page"].rows) == 3


def test_the_list_filters_by_what_stands_in_the_address(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        risk, other = make_risk(tenant.brand), make_brand(tenant.organization, "Südwind", slug="sued")
        opened(tenant, title="Small", level=1)
        opened(tenant, title="Large", level=4, risk=risk, lead=tenant.owner, communications_lead=None)
        opened(tenant, make_story(other), title="Elsewhere", level=2)
        over = opened(tenant, title="Over", level=1)
        for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
            move_incident(actor=tenant.agent, incident=over, seen=seen, to=to)
    client = client_of(tenant.agent)

    def titles(query: str) -> list[str]:
        return [row.title for row in client.get(listed(tenant, query)).context["page"].rows]

    assert titles("") == ["Large", "Elsewhere", "Small"]
    assert titles("?brand=sued") == ["Elsewhere"]
    assert titles("?level=3") == titles(f"?risk={risk.number}") == titles("?q=LARG") == ["Large"]
    assert titles("?status=over") == titles("?status=closed") == ["Over"]
    assert titles("?status=all") == ["Over", "Elsewhere", "Large", "Small"]
    assert titles("?mine=1") == ["Elsewhere", "Small"]
    assert titles(f"?status=odd&level=x&risk={10**30}x&q=%00&cursor=%00") == ["Large", "Elsewhere", "Small"]
    assert titles(f"?risk={10**30}") == []


def test_the_list_goes_on_by_pages(tenant: Tenant, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.queries.incident_list.SIZE", 2)
    with organization_scope(tenant.id):
        for level in (4, 3, 2):
            opened(tenant, title=f"Level {level}", level=level)
    client = client_of(tenant.agent)

    first = client.get(listed(tenant)).context["page"]
    second = client.get(listed(tenant, f"?cursor={first.next_cursor}")).context["page"]

    assert [[row.level for row in page.rows] for page in (first, second)] == [[4, 3], [2]]


def test_a_quiet_list_names_the_last_incident(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    first = client.get(listed(tenant)).content.decode()
    with organization_scope(tenant.id):
        over = opened(tenant, title="Over", level=1)
        for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
            move_incident(actor=tenant.agent, incident=over, seen=seen, to=to)

    later = client.get(listed(tenant)).content.decode()
    none_fits = client.get(listed(tenant, "?q=zebra")).content.decode()

    assert ("No open incidents" in first, "The last one was" in first) == (True, False)
    assert ("The last one was 1: Over." in later, "No incident fits these filters" in none_fits) == (True, True)


def test_an_open_crisis_stands_above_every_page(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)
    with organization_scope(tenant.id):
        opened(tenant, title="A threat", level=2)
    calm = client.get(listed(tenant)).content.decode()
    with organization_scope(tenant.id):
        opened(tenant, title="A crisis", level=3)

    body = client.get(f"/o/{tenant.slug}/risks/").content.decode()

    assert ('class="strip"' in calm, 'class="strip"' in body) == (False, True)
    assert ("A crisis" in body, f'href="{listed(tenant, "2/")}"' in body) == (True, True)
    with organization_scope(tenant.id):
        assert Incident.objects.count() == 2
