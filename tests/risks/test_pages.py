"""The pages of risks: what they show, to whom, and what they keep."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from risks.models import Risk, RiskAssessment, RiskCategory
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_category, make_member, make_risk

ClientOf = Callable[[Membership], Client]
SCORE = {"likelihood": 4, "financial": 1, "reputation": 5, "brand_damage": 2}


def url(tenant: Tenant, rest: str = "") -> str:
    return f"/o/{tenant.slug}/risks/{rest}"


def rows(tenant: Tenant, count: int) -> list[Risk]:
    with organization_scope(tenant.id):
        category = make_category(tenant.id, name_en="Service")
        return [
            make_risk(tenant.brand, category=category, title=f"Event {number}", owner=tenant.agent)
            for number in range(count)
        ]


def test_the_register_needs_the_same_queries_for_one_and_three_risks(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    rows(tenant, 1)
    for_one = queries_of(client, url(tenant))
    rows(tenant, 2)

    assert queries_of(client, url(tenant)) == for_one
    assert len(client.get(url(tenant)).context["register"].rows) == 3


def test_the_register_filters_by_what_stands_in_the_address(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind", slug="sued")
        make_risk(tenant.brand, title="Rare and bad", likelihood=1, impact=5)
        make_risk(other, title="Likely and small", likelihood=4, impact=1, status="treating")
        make_risk(other, title="Over", status="closed")
    client = client_of(tenant.agent)

    def titles(query: str) -> list[str]:
        answer = client.get(url(tenant) + query)
        return [row.risk.title for row in answer.context["register"].rows]

    assert titles("") == ["Rare and bad", "Likely and small"]
    assert titles("?sort=title") == ["Likely and small", "Rare and bad"]
    assert titles("?brand=sued") == ["Likely and small"]
    assert titles("?cell=1x5") == titles("?band=medium") == titles("?q=BAD") == ["Rare and bad"]
    assert titles("?status=closed") == ["Over"]
    assert titles("?cell=9x9&band=huge&status=odd&sort=up&q=%00") == ["Rare and bad", "Likely and small"]


def test_a_member_of_one_brand_sees_no_other(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Südwind")
        make_risk(tenant.brand, title="Mine")
        hidden = make_risk(other, title="Hidden")
        client = client_of(make_member(tenant.organization, "agent", brands=(tenant.brand,)))

    body = client.get(url(tenant)).content.decode()
    page = client.get(url(tenant, f"{hidden.number}/"))
    scored = client.post(url(tenant, f"{hidden.number}/assess/"), SCORE | {"kind": "current", "reason": "x"})
    added = client.post(url(tenant, "new/"), {"title": "x", "brand": other.pk})

    assert ("Mine" in body, "Hidden" in body, "Südwind" in body) == (True, False, False)
    assert (page.status_code, scored.status_code, added.status_code) == (404, 404, 422)


def test_the_matrix_shows_where_a_risk_stands_and_where_it_came_from(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand, likelihood=4, impact=4)
        for days, likelihood in ((200, 1), (40, 2), (2, 4)):
            RiskAssessment.objects.create(
                organization_id=tenant.id,
                risk=risk,
                likelihood=likelihood,
                financial=4,
                reputation=1,
                brand_damage=1,
                at=timezone.now() - timedelta(days=days),
            )

    matrix = client_of(tenant.viewer).get(url(tenant)).context["matrix"]

    assert [(dot.x, dot.y, dot.row.before) for dot in matrix.dots] == [("70%", "30%", (2, 4))]
    assert [(trace.x1, trace.y1, trace.x2, trace.y2) for trace in matrix.traces] == [("30%", "25%", "70%", "30%")]


def test_seven_risks_in_one_cell_are_six_dots_and_one_more(tenant: Tenant, client_of: ClientOf) -> None:
    rows(tenant, 7)

    matrix = client_of(tenant.viewer).get(url(tenant)).context["matrix"]

    assert (len(matrix.dots), [(more.count, more.x) for more in matrix.more]) == (6, [(1, "50%")])


def test_adding_without_javascript(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        category = make_category(tenant.id)
    words = {"title": "Hair in the soup", "brand": tenant.brand.pk, "category": category.pk, "owner": tenant.agent.pk}

    answer = client_of(tenant.agent).post(url(tenant, "new/"), words | SCORE | {"reason": "Seen twice"}, follow=True)

    assert answer.redirect_chain == [(url(tenant, "1/"), 303)]
    assert "Added as R-1." in answer.content.decode()
    with organization_scope(tenant.id):
        risk = Risk.objects.get()
        assert (risk.title, risk.likelihood, risk.impact, risk.owner) == ("Hair in the soup", 4, 5, tenant.agent)


def test_a_wrong_form_keeps_the_words_and_says_what_is_missing(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.agent).post(url(tenant, "new/"), {"title": "Kept words", "likelihood": "9"})
    body = answer.content.decode()

    assert answer.status_code == 422
    assert ("Kept words" in body, "<title>Error: " in body, "There is a problem" in body) == (True, True, True)


def test_scoring_shows_the_words_of_the_scale_and_keeps_the_reason(tenant: Tenant, client_of: ClientOf) -> None:
    risk = rows(tenant, 1)[0]
    client = client_of(tenant.agent)
    page = url(tenant, f"{risk.number}/")

    before = client.get(page).content.decode()
    missing = client.post(page + "assess/", SCORE | {"kind": "current", "reason": ""})
    after = client.post(page + "assess/", SCORE | {"kind": "current", "reason": "Two in a week"}, follow=True)

    assert "National media, reach 0.5–5 million, weeks; a call to boycott." in before
    assert missing.status_code == 422
    assert ("Two in a week" in after.content.decode(), "4 × 5 = 20" in after.content.decode()) == (True, True)


def test_a_risk_needs_the_same_queries_whatever_its_history(tenant: Tenant, client_of: ClientOf) -> None:
    page = url(tenant, f"{rows(tenant, 1)[0].number}/")
    client = client_of(tenant.agent)

    def score(times: int) -> None:
        for number in range(times):
            client.post(page + "assess/", SCORE | {"kind": "current", "reason": f"Because {number}"})

    score(1)
    for_one = queries_of(client, page)
    score(2)

    assert queries_of(client, page) == for_one
    assert len(client.get(page).context["history"].rows) == 3


def test_a_refused_move_says_why_on_the_page(tenant: Tenant, client_of: ClientOf) -> None:
    risk = rows(tenant, 1)[0]
    client = client_of(tenant.agent)

    refused = client.post(url(tenant, f"{risk.number}/move/"), {"to": "accepted"})
    moved = client.post(url(tenant, f"{risk.number}/move/"), {"to": "treating"})

    assert (refused.status_code, "Choose the day on which" in refused.content.decode()) == (422, True)
    assert moved.status_code == 303


def test_a_stale_edit_keeps_both_texts_on_the_page(tenant: Tenant, client_of: ClientOf) -> None:
    risk = rows(tenant, 1)[0]
    words = {"title": "Theirs", "category": risk.category_id, "revision": 1}

    client_of(tenant.admin).post(url(tenant, f"{risk.number}/edit/"), words)
    answer = client_of(tenant.agent).post(url(tenant, f"{risk.number}/edit/"), words | {"title": "Mine"})

    body = answer.content.decode()
    assert (answer.status_code, 'value="Mine"' in body, "Theirs" in body) == (409, True, True)


def test_viewers_read_and_do_not_write(tenant: Tenant, client_of: ClientOf) -> None:
    risk = rows(tenant, 1)[0]
    client = client_of(tenant.viewer)

    body = client.get(url(tenant, f"{risk.number}/")).content.decode()

    assert ("Save score" in body, "Add risk" in client.get(url(tenant)).content.decode()) == (False, False)
    for path in ("new/", f"{risk.number}/assess/", f"{risk.number}/move/", f"{risk.number}/edit/"):
        assert client.post(url(tenant, path)).status_code == 403


def test_the_examples_become_drafts_of_the_chosen_brand(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_category(tenant.id, code="PQ")
    page = url(tenant, f"start/{tenant.brand.slug}/")
    client = client_of(tenant.agent)

    body = client.get(page).content.decode()
    answer = client.post(page, {"example": ["PQ-1", "XX-9"]}, follow=True)

    assert ("Hair in the soup" in body, "Rude call-centre" in body) == (True, False)
    assert "1 draft added." in answer.content.decode()
    assert client.get(page).content.decode().count("in the register") == 1


def test_a_fragment_is_the_register_without_the_shell(tenant: Tenant, client_of: ClientOf) -> None:
    rows(tenant, 1)

    body = client_of(tenant.viewer).get(url(tenant), headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in body, "Event 0" in body) == (False, True)


CATEGORIES = "/o/acme/settings/categories/"
WORDS = {"name_en": "Supply", "name_ru": "Снабжение", "code": "SM", "cluster": "victim", "words": "late"}


def test_admins_keep_the_categories(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    added = client.post(CATEGORIES, WORDS, follow=True)
    again = client.post(CATEGORIES, WORDS)
    with organization_scope(tenant.id):
        row = RiskCategory.objects.get()
    renamed = client.post(f"{CATEGORIES}{row.pk}/", WORDS | {"name_en": "Stock"}, follow=True)
    archived = client.post(f"{CATEGORIES}{row.pk}/archive/", follow=True)
    twice = client.post(f"{CATEGORIES}{row.pk}/archive/")
    restored = client.post(f"{CATEGORIES}{row.pk}/restore/", follow=True)
    ordered = client.post(f"{CATEGORIES}{row.pk}/order/", {"direction": "up"})

    assert ("Supply" in added.content.decode(), again.status_code) == (True, 422)
    assert "Another category has this code." in again.content.decode()
    assert "Stock" in renamed.content.decode()
    assert ("Archived" in archived.content.decode(), twice.status_code) == (True, 409)
    assert ("offered again" in restored.content.decode(), ordered.status_code) == (True, 303)


@pytest.mark.parametrize("role", ["approver", "agent", "viewer"])
def test_others_do_not(tenant: Tenant, client_of: ClientOf, role: str) -> None:
    client = client_of(getattr(tenant, role))

    assert client.get(CATEGORIES).status_code == 403
    assert client.post(CATEGORIES, WORDS).status_code == 403


def test_categories_need_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    client.post(CATEGORIES, WORDS)
    for_one = queries_of(client, CATEGORIES)
    for code in "AB":
        client.post(CATEGORIES, WORDS | {"code": code})

    assert queries_of(client, CATEGORIES) == for_one
