"""The list of approvals: whose, in which order, at which cost, and its figure in the navigation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import APPROVERS, Role
from crisisdesk.tenancy import organization_scope
from playbooks import context
from playbooks.models import BrandVoice, Response
from playbooks.services.approvals import return_response
from playbooks.services.responses import save_draft, submit_response
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member, make_story
from tests.playbooks.browsing import HTMX, ClientOf, body, shown
from tests.playbooks.rows import make_incident, submitted

URL = "/o/acme/approvals/"


def wait(tenant: Tenant, count: int) -> list[Response]:
    with organization_scope(tenant.id):
        rows = [submitted(tenant.agent, make_story(tenant.brand)) for _ in range(count)]
        for place, row in enumerate(rows):
            Response.objects.filter(pk=row.pk).update(submitted_at=timezone.now() - timedelta(minutes=place))
        return rows


@pytest.mark.parametrize("role", Role)
def test_it_is_for_approvers(tenant: Tenant, client_of: ClientOf, role: str) -> None:
    assert client_of(tenant.members()[role]).get(URL).status_code == (200 if role in APPROVERS else 403)


def test_the_longest_wait_comes_first_and_ones_own_never(tenant: Tenant, client_of: ClientOf) -> None:
    rows = wait(tenant, 3)
    with organization_scope(tenant.id):
        own = submitted(tenant.approver, make_story(tenant.brand))

    text = body(client_of(tenant.approver).get(URL))

    places = [text.index(f'id="waiting-{row.pk}"') for row in rows]
    assert (places == sorted(places, reverse=True), f'id="waiting-{own.pk}"' in text) == (True, False)


def test_it_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.approver)

    wait(tenant, 1)
    for_one = queries_of(client, URL)
    wait(tenant, 2)

    assert queries_of(client, URL) == for_one
    assert body(client.get(URL)).count('class="card approval"') == 3


def test_post_answer_change_warnings_and_clock_stand_together(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        BrandVoice.objects.create(organization_id=tenant.id, brand=tenant.brand, banned_words=["cheap"])
        story = make_story(tenant.brand, "My bag is gone", level=2)
        row = submitted(tenant.agent, story, "We think it is cheap.")
        return_response(actor=tenant.owner, response=row, text_hash=row.text_hash, note="No")
        row = save_draft(actor=tenant.agent, response=row, text="We know it is cheap.", revision=row.revision)
        submit_response(actor=tenant.agent, response=row)
        Response.objects.update(submitted_at=timezone.now() - timedelta(minutes=14))

    answer = client_of(tenant.approver).get(URL)

    words = ("My bag is gone", "added: </span>know", "removed: </span>think", "“cheap”", "4 min late", "Threat", "v2")
    assert shown(answer, *words) == (True,) * len(words)


def test_a_statement_waits_with_its_matter(tenant: Tenant, client_of: ClientOf) -> None:
    row = wait(tenant, 1)[0]
    with organization_scope(tenant.id):
        incident = make_incident(tenant, summary="A bag is gone.")
        Response.objects.filter(pk=row.pk).update(story=None, mention=None, incident=incident, stage="holding")

    answer = client_of(tenant.approver).get(URL)

    assert shown(answer, "Holding statement", "A bag is gone.", "Lost bags") == (True, True, True)


def test_who_works_for_one_brand_sees_what_waits_there(tenant: Tenant, client_of: ClientOf) -> None:
    row = wait(tenant, 1)[0]
    with organization_scope(tenant.id):
        other = submitted(tenant.agent, make_story(make_brand(tenant.organization, "Südwind")))
        client = client_of(make_member(tenant.organization, "approver", brands=(tenant.brand,)))

    answer = client.get(URL)

    assert shown(answer, f'id="waiting-{row.pk}"', f'id="waiting-{other.pk}"', "Südwind") == (True, False, False)
    assert answer.context["counts"]["approvals"] == 1


def test_a_fragment_is_the_list_without_the_shell(tenant: Tenant, client_of: ClientOf) -> None:
    wait(tenant, 1)
    client = client_of(tenant.approver)

    answer = client.get(URL, headers=HTMX)

    assert shown(answer, "<html", 'id="waiting"') == (False, True)
    assert "counts" not in answer.context


def test_the_figure_is_capped_and_only_for_who_decides(
    tenant: Tenant, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(tenant, 3)
    monkeypatch.setattr(context, "MOST_COUNTED", 2)

    assert client_of(tenant.approver).get(URL).context["counts"]["approvals"] == 2
    assert "approvals" not in client_of(tenant.agent).get("/o/acme/templates/").context["counts"]


def test_nothing_waits(tenant: Tenant, client_of: ClientOf) -> None:
    assert shown(client_of(tenant.approver).get(URL), "Nothing waits for you") == (True,)
