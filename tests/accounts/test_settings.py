"""The pages of the organization and its brands."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Brand, Membership
from crisisdesk.tenancy import organization_scope
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_member

ClientOf = Callable[[Membership], Client]
WORDS = {
    "name": "Südwind",
    "words": "südwind, suedwind\nSÜDWIND",
    "handles": "@suedwind",
    "languages": ["de", "en"],
    "time_zone": "Europe/Berlin",
    "colour": "#c2500d",
}


def url(tenant: Tenant, name: str, **parts: str) -> str:
    return reverse(f"accounts:{name}", kwargs={"org": tenant.slug, **parts})


def brand(tenant: Tenant, **lookup: str) -> Brand:
    with organization_scope(tenant.id):
        row: Brand = Brand.objects.get(**lookup)
        return row


def test_an_admin_renames_the_organization(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    words = {"name": "Acme Group", "time_zone": "Europe/Moscow"}
    answer = client.post(url(tenant, "settings_save"), words, follow=True)

    assert answer.redirect_chain == [(url(tenant, "settings"), 303)]
    assert ('value="Acme Group"' in answer.content.decode(), "Saved." in answer.content.decode()) == (True, True)
    tenant.organization.refresh_from_db()
    assert (tenant.organization.slug, tenant.organization.time_zone) == ("acme", "Europe/Moscow")


def test_a_wrong_name_or_zone_is_said_and_changes_nothing(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.owner).post(url(tenant, "settings_save"), {"name": " ", "time_zone": "Mars/Base"})

    body = answer.content.decode()
    assert (answer.status_code, "<title>Error: " in body) == (422, True)
    assert ("Enter the name of the organization." in body, "Choose a time zone" in body) == (True, True)
    tenant.organization.refresh_from_db()
    assert tenant.organization.name == "Acme"


@pytest.mark.parametrize("role", ["approver", "agent"])
def test_the_team_reads_what_admins_change(tenant: Tenant, client_of: ClientOf, role: str) -> None:
    client = client_of(getattr(tenant, role))

    organization = client.get(url(tenant, "settings")).content.decode()
    brands = client.get(url(tenant, "brands")).content.decode()

    assert (tenant.organization.name in organization, url(tenant, "settings_save") in organization) == (True, False)
    assert (tenant.brand.name in brands, url(tenant, "brand_new") in brands) == (True, False)
    assert url(tenant, "brand", brand=tenant.brand.slug) not in brands


def test_a_viewer_sees_none_of_it(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.viewer)

    answers = [client.get(url(tenant, name)).status_code for name in ("settings", "brands", "people", "audit")]

    assert answers == [403, 403, 403, 403]


def test_a_brand_is_added_edited_archived_and_restored_without_javascript(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    added = client.post(url(tenant, "brand_new"), WORDS, follow=True)
    row = brand(tenant, slug="sudwind")
    shown = client.get(url(tenant, "brand", brand="sudwind")).content.decode()
    edited = client.post(
        url(tenant, "brand", brand="sudwind"), WORDS | {"words": "südwind", "languages": []}, follow=True
    )
    archived = client.post(url(tenant, "brand_archive", brand="sudwind"), follow=True)
    twice = client.post(url(tenant, "brand_archive", brand="sudwind"))
    restored = client.post(url(tenant, "brand_restore", brand="sudwind"), follow=True)

    assert (row.words, row.handles, row.languages) == (["südwind", "suedwind"], ["@suedwind"], ["de", "en"])
    assert (row.time_zone, row.colour) == ("Europe/Berlin", "#c2500d")
    assert "südwind\nsuedwind</textarea>" in shown
    row = brand(tenant, slug="sudwind")
    assert (row.words, row.languages, row.archived_at) == (["südwind"], [], None)
    assert [answer.redirect_chain for answer in (added, edited, archived, restored)] == [
        [(url(tenant, "brands"), 303)]
    ] * 4
    assert "Archived" in archived.content.decode()
    assert twice.status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter a brand name."),
        ({"words": "x" * 201}, "“xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” is too long."),
        ({"words": ",".join(f"w{number}" for number in range(201))}, "At most 200 words."),
        ({"colour": "red"}, "Enter a valid value."),
        ({"languages": ["tlh"]}, "Select a valid choice"),
        ({"time_zone": ""}, "This field is required."),
    ],
)
def test_a_wrong_brand_is_refused_with_a_sentence_and_keeps_the_words(
    tenant: Tenant, client_of: ClientOf, wrong: dict[str, object], sentence: str
) -> None:
    answer = client_of(tenant.admin).post(url(tenant, "brand_new"), WORDS | wrong)

    body = answer.content.decode()
    assert (answer.status_code, sentence in body, "@suedwind" in body) == (422, True, True)
    with organization_scope(tenant.id):
        assert Brand.objects.count() == 1


def test_whoever_is_limited_sees_only_those_brands(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_brand(tenant.organization, "Hidden")
        client = client_of(make_member(tenant.organization, "approver", brands=(tenant.brand,)))

    body = client.get(url(tenant, "brands")).content.decode()

    assert (tenant.brand.name in body, "Hidden" in body) == (True, False)


def test_brands_need_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    for_one = queries_of(client, url(tenant, "brands"))
    with organization_scope(tenant.id):
        make_brand(tenant.organization, "Two")
        make_brand(tenant.organization, "Three")

    assert queries_of(client, url(tenant, "brands")) == for_one


def test_the_list_of_brands_is_cut_in_pages_with_the_archived_ones_last(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        for number in range(60):
            make_brand(tenant.organization, f"Brand {number:02}")
        Brand.objects.filter(name="Brand 00").update(archived_at="2026-01-01T00:00Z")
    client = client_of(tenant.admin)

    first = client.get(url(tenant, "brands")).context["page"]
    second = client.get(url(tenant, "brands"), {"cursor": first.next_cursor}).context["page"]
    broken = client.get(url(tenant, "brands"), {"cursor": "\x00" * 9}).context["page"]

    assert (len(first.rows), len(second.rows), broken.rows) == (50, 11, first.rows)
    assert second.rows[-1].name == "Brand 00"


def test_htmx_gets_the_list_without_the_shell(tenant: Tenant, client_of: ClientOf) -> None:
    body = client_of(tenant.admin).get(url(tenant, "brands"), headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in body, tenant.brand.name in body) == (False, True)
