"""The playbook as one table, and what each brand never says."""

from typing import Any

import pytest

from accounts.enums import ADMINS, Role
from accounts.signals import organization_created
from crisisdesk.tenancy import organization_scope
from playbooks.models import BrandVoice, PlaybookStep
from tests.counting import queries_of
from tests.factories import Tenant, make_brand
from tests.playbooks.browsing import HTMX, ClientOf, shown

URL = "/o/acme/settings/playbook/"


def table(*rows: dict[str, Any], revision: int = 1) -> dict[str, Any]:
    """What a browser sends: the rows one after the other."""
    empty = {"offset_minutes": "", "title_en": "", "title_ru": "", "role": "", "min_level": "0"}
    fields = {f"steps-{place}-{name}": value for place, row in enumerate(rows) for name, value in (empty | row).items()}
    return fields | {"steps-TOTAL_FORMS": len(rows), "steps-INITIAL_FORMS": 0, "revision": revision}


def steps(tenant: Tenant) -> list[tuple[int, str, str, int]]:
    with organization_scope(tenant.id):
        names = ("offset_minutes", "title_en", "role", "min_level")
        return list(PlaybookStep.objects.order_by("position").values_list(*names))


@pytest.mark.parametrize("role", Role)
def test_admins_keep_the_playbook(tenant: Tenant, client_of: ClientOf, role: str) -> None:
    client = client_of(tenant.members()[role])

    pages = [client.get(URL), client.get(f"{URL}voices/{tenant.brand.slug}/")]
    deeds = [client.post(URL, table()), client.post(f"{URL}voices/{tenant.brand.slug}/", {"banned_words": "x"})]

    assert {page.status_code for page in pages} == ({200} if role in ADMINS else {403})
    assert {deed.status_code == 403 for deed in deeds} == {role not in ADMINS}


def test_the_first_visit_lays_out_the_default_and_three_empty_rows(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.admin).get(URL)

    assert shown(answer, "Acknowledge and take the lead", 'name="steps-20-title_en"', 'name="steps-21-title_en"') == (
        True,
        True,
        False,
    )


def test_rows_are_added_removed_and_put_in_order_without_javascript(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)
    client.get(URL)

    answer = client.post(
        URL,
        table(
            {"offset_minutes": "30", "title_en": "Second", "role": "lead", "min_level": "2"},
            {"offset_minutes": "5", "title_ru": "Первый"},
            {"offset_minutes": "x", "title_en": "Removed", "DELETE": "on"},
            {},
        ),
        follow=True,
    )

    assert steps(tenant) == [(5, "Первый", "", 0), (30, "Second", "lead", 2)]
    assert shown(answer, "Playbook saved.") == (True,)


@pytest.mark.parametrize(
    "row",
    [
        {"title_en": "No clock"},
        {"title_en": "Odd", "offset_minutes": "-1"},
        {"title_en": "Odd", "offset_minutes": "1" * 30},
        {"title_en": "Odd", "offset_minutes": "1", "role": "king"},
        {"title_en": "Odd", "offset_minutes": "1", "min_level": "9"},
        {"title_en": "NUL \0", "offset_minutes": "1"},
    ],
)
def test_a_wrong_row_comes_back_with_its_number(tenant: Tenant, client_of: ClientOf, row: dict[str, str]) -> None:
    client = client_of(tenant.admin)
    client.get(URL)
    before = steps(tenant)

    answer = client.post(URL, table({"title_en": "Kept words", "offset_minutes": "1"}, row))

    assert (answer.status_code, shown(answer, "Row 2", "Kept words", "<title>Error: ")) == (422, (True, True, True))
    assert steps(tenant) == before


@pytest.mark.parametrize("words", [{}, {"steps-TOTAL_FORMS": "x"}, {"steps-TOTAL_FORMS": "1" * 30}])
def test_a_table_that_is_none_is_refused(tenant: Tenant, client_of: ClientOf, words: dict[str, str]) -> None:
    answer = client_of(tenant.admin).post(URL, {"revision": "1"} | words, headers=HTMX)

    assert (answer.status_code, shown(answer, "<html", "There is a problem")) == (422, (False, True))


def test_an_empty_playbook_is_refused(tenant: Tenant, client_of: ClientOf) -> None:
    answer = client_of(tenant.admin).post(URL, table({}))

    assert (answer.status_code, shown(answer, "Keep one step at least.")) == (422, (True,))


def test_the_second_of_two_editors_is_told(tenant: Tenant, client_of: ClientOf) -> None:
    words = table({"offset_minutes": "1", "title_en": "Theirs"})
    client_of(tenant.owner).post(URL, words)

    answer = client_of(tenant.admin).post(URL, table({"offset_minutes": "1", "title_en": "Mine"}))

    assert (answer.status_code, shown(answer, "Mine", "Take their words and drop mine")) == (409, (True, True))


def test_the_page_needs_the_same_queries_for_one_brand_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)
    with organization_scope(tenant.id):
        organization_created.send(sender=None, organization=tenant.organization, actor=tenant.owner)

    for_one = queries_of(client, URL)
    with organization_scope(tenant.id):
        make_brand(tenant.organization, "Südwind")
        make_brand(tenant.organization, "Ostwind")

    assert queries_of(client, URL) == for_one


def test_words_a_brand_never_says(tenant: Tenant, client_of: ClientOf) -> None:
    client, url = client_of(tenant.admin), f"{URL}voices/{tenant.brand.slug}/"

    saved = client.post(url, {"banned_words": " cheap \r\n\r\nas seen on TV\ncheap"}, follow=True)
    page = client.get(url)
    refused = client.post(url, {"banned_words": "NUL \0"})

    assert shown(saved, "Words saved.", "cheap · as seen on TV") == (True, True)
    assert (shown(page, "cheap\nas seen on TV"), refused.status_code) == ((True,), 422)
    with organization_scope(tenant.id):
        assert BrandVoice.objects.get().banned_words == ["cheap", "as seen on TV"]


def test_a_brand_that_is_none_has_no_voice(tenant: Tenant, client_of: ClientOf) -> None:
    assert client_of(tenant.admin).get(f"{URL}voices/nobody/").status_code == 404
