"""The answers of an incident: as a page, as a part of its room, and for whom."""

import pytest

from accounts.enums import DESK, Role
from crisisdesk.tenancy import organization_scope
from incidents.models import Incident
from playbooks.models import Response
from playbooks.services.sending import confirm_sent
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member, make_story
from tests.playbooks.browsing import HTMX, ClientOf, shown
from tests.playbooks.rows import WORDS, drafted, make_incident, statement_on_its_way


@pytest.fixture
def incident(tenant: Tenant) -> Incident:
    with organization_scope(tenant.id):
        return make_incident(tenant)


def url(incident: Incident, rest: str = "") -> str:
    return f"/o/acme/incidents/{incident.number}/responses/{rest}"


@pytest.mark.parametrize("role", Role)
def test_everybody_reads_what_is_out_and_only_the_desk_what_is_being_written(
    tenant: Tenant, client_of: ClientOf, incident: Incident, role: str
) -> None:
    with organization_scope(tenant.id):
        drafted(tenant.agent, make_story(tenant.brand), "Half a sentence")
        Response.objects.update(incident=incident)
        sent = statement_on_its_way(tenant, incident)
        confirm_sent(actor=tenant.agent, response=sent, address="https://x.test/1", proof="Seen")
    client = client_of(tenant.members()[role])

    page = client.get(url(incident))

    assert shown(page, WORDS, "Half a sentence", "Begin a statement", f"/responses/{sent.pk}/") == (
        True,
        role in DESK,
        role in DESK,
        role in DESK,
    )


def test_a_statement_is_begun_without_javascript(tenant: Tenant, client_of: ClientOf, incident: Incident) -> None:
    answer = client_of(tenant.agent).post(url(incident, "new/"), {"stage": "holding", "language": "ru"}, follow=True)

    assert (answer.redirect_chain[0][1], shown(answer, "Holding statement", "<textarea")) == (303, (True, True))
    with organization_scope(tenant.id):
        row = Response.objects.get()
        assert (row.stage, row.language, row.incident) == ("holding", "ru", incident)


@pytest.mark.parametrize("words", [{}, {"stage": "reply", "language": "en"}, {"stage": "\0", "language": "xx"}])
def test_a_statement_of_no_kind_is_refused(
    tenant: Tenant, client_of: ClientOf, incident: Incident, words: dict[str, str]
) -> None:
    answer = client_of(tenant.agent).post(url(incident, "new/"), words or {"stage": ""}, headers=HTMX)

    assert (answer.status_code, shown(answer, "There is a problem", "<html")) == (422, (True, False))


def test_a_viewer_begins_nothing(tenant: Tenant, client_of: ClientOf, incident: Incident) -> None:
    assert client_of(tenant.viewer).post(url(incident, "new/"), {"stage": "holding"}).status_code == 403


def test_a_fragment_is_a_part_of_the_room(tenant: Tenant, client_of: ClientOf, incident: Incident) -> None:
    answer = client_of(tenant.agent).get(url(incident), headers=HTMX)

    assert shown(answer, "<html", "<h1", 'id="responses"', "Begin with the holding statement") == (
        False,
        False,
        True,
        True,
    )


def test_it_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf, incident: Incident) -> None:
    client = client_of(tenant.agent)

    def say(times: int) -> None:
        with organization_scope(tenant.id):
            for _ in range(times):
                drafted(tenant.agent, make_story(tenant.brand))
            Response.objects.update(incident=incident)

    say(1)
    for_one = queries_of(client, url(incident))
    say(2)

    assert queries_of(client, url(incident)) == for_one
    assert len(client.get(url(incident)).context["responses"]) == 3


def test_an_incident_of_another_brand_is_not_here(tenant: Tenant, client_of: ClientOf, incident: Incident) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind")
        client = client_of(make_member(tenant.organization, "agent", brands=(other,)))

    assert client.get(url(incident)).status_code == 404
    assert client.post(url(incident, "new/"), {"stage": "holding", "language": "en"}).status_code == 404


def test_in_a_document_only_what_is_out_is_read(tenant: Tenant, client_of: ClientOf, incident: Incident) -> None:
    with organization_scope(tenant.id):
        drafted(tenant.agent, make_story(tenant.brand), "Half a sentence")
        Response.objects.update(incident=incident)
        sent = statement_on_its_way(tenant, incident)
        confirm_sent(actor=tenant.agent, response=sent, address="https://x.test/1", proof="Seen")

    answer = client_of(tenant.agent).get(url(incident, "?read=1"), headers=HTMX)

    assert shown(answer, WORDS, "Half a sentence", "Begin a statement") == (True, False, False)


def test_the_page_carries_the_head_and_the_tabs_of_the_room(
    tenant: Tenant, client_of: ClientOf, incident: Incident
) -> None:
    answer = client_of(tenant.agent).get(url(incident))

    assert shown(answer, incident.title, f'href="{url(incident)}" aria-current="page"', "Post update") == (
        True,
        True,
        True,
    )
