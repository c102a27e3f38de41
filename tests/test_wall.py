"""Every address × every role, nobody, and a member of another brand; plain and HTMX.

A new address without a row in `tests/addresses` fails here. Strangers are met in `test_wall_alone`.
"""

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from crisisdesk.tenancy import organization_scope
from crisisdesk.walls import tenant_models
from tests.addresses import OPEN, TENANT
from tests.knocking import HTMX, PLAIN, VERBS, browser_of, knock, named_addresses
from tests.world import BRAND_SECRET, World

pytestmark = pytest.mark.django_db
HOW = pytest.mark.parametrize("headers", [PLAIN, HTMX], ids=["plain", "htmx"])


@pytest.fixture(scope="module")
def browsers(acme: World) -> dict[str, Client]:
    """By role; the one without a name is signed out."""
    members = acme.tenant.members() | {"elsewhere": acme.elsewhere}
    return {role: browser_of(member) for role, member in members.items()} | {"": browser_of(None)}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    named = set(named_addresses())

    assert named - TENANT.keys() - OPEN.keys() == set()
    assert (TENANT.keys() | OPEN.keys()) - named == set()


def test_the_world_has_one_of_everything(acme: World) -> None:
    with organization_scope(acme.tenant.id):
        missing = [model.__name__ for model in tenant_models() if not model.objects.exists()]

    assert missing == []


@HOW
@pytest.mark.parametrize("name", TENANT)
def test_each_role_gets_what_the_table_says(
    name: str, headers: Mapping[str, str], acme: World, browsers: dict[str, Client]
) -> None:
    address = TENANT[name]
    url = address.url(name, acme)
    answers = {
        (verb, role.value): knock(browsers[role], verb, url, headers).status_code
        for verb in address.methods
        for role in Role
    }

    refused = {place for place, status in answers.items() if status == 403}
    served = {place: status for place, status in answers.items() if place not in refused}

    assert refused == {(verb, role) for verb, role in answers if role not in address.roles}
    assert {place: status for place, status in served.items() if status in (404, 405) or status >= 500} == {}
    if not headers:
        assert {status for (verb, _), status in served.items() if verb == "GET"} <= {address.status}


@pytest.mark.parametrize("name", TENANT)
def test_no_address_takes_a_verb_that_the_table_does_not_name(
    name: str, acme: World, browsers: dict[str, Client]
) -> None:
    address = TENANT[name]
    taken = [verb for verb in VERBS if knock(browsers["owner"], verb, address.url(name, acme)).status_code != 405]

    assert taken == list(address.methods)


@HOW
@pytest.mark.parametrize("name", TENANT)
def test_nobody_is_sent_to_the_sign_in(
    name: str, headers: Mapping[str, str], acme: World, browsers: dict[str, Client]
) -> None:
    address = TENANT[name]
    for verb in address.methods:
        answer = knock(browsers[""], verb, address.url(name, acme), headers)

        assert is_sign_in(answer, headers)


@HOW
@pytest.mark.parametrize("name", [name for name, address in TENANT.items() if Role.APPROVER in address.roles])
def test_a_member_of_another_brand_sees_nothing_of_this_one(
    name: str, headers: Mapping[str, str], acme: World, browsers: dict[str, Client]
) -> None:
    address = TENANT[name]
    for verb in address.methods:
        answer = knock(browsers["elsewhere"], verb, address.url(name, acme), headers)

        assert (answer.status_code == 404) == address.of_brand
        assert BRAND_SECRET not in answer.content.decode()


@pytest.mark.parametrize("name", OPEN)
def test_an_address_without_a_tenant_answers_everybody(name: str, acme: World) -> None:
    address = OPEN[name]
    url = reverse(name, kwargs=address.kwargs(acme))
    for verb in address.methods:
        signed_out = knock(browser_of(None), verb, url)
        signed_in = knock(browser_of(acme.tenant.viewer), verb, url)

        assert max(signed_out.status_code, signed_in.status_code) < 500
        assert is_sign_in(signed_out, PLAIN) or not address.needs_person


def is_sign_in(answer: HttpResponse, headers: Mapping[str, str]) -> bool:
    if headers:
        return (answer.status_code, answer.headers.get("HX-Refresh")) == (204, "true")
    to = answer.headers.get("Location", "").split("?")[0]
    return (answer.status_code, to) == (302, reverse("account_login"))
