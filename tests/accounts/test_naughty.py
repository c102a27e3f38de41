"""Whatever is typed into the fields of accounts is answered, never by a crash; what is kept is kept whole."""

from collections.abc import Callable
from typing import Final

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Draft, Membership
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant
from tests.naughty import OWN, as_body, some

ClientOf = Callable[[Membership], Client]
# Free text takes any of everybody's strings; a choice or an address is tried with our own alone.
FREE: Final[dict[str, tuple[str, ...]]] = {
    "accounts:start": ("brand", "words", "organization"),
    "accounts:me": ("name",),
    "accounts:settings_save": ("name",),
    "accounts:brand_new": ("name", "words", "handles"),
    "accounts:draft": ("key", "text"),
    "accounts:start_people": ("emails",),
}
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "accounts:start": ("time_zone",),
    "accounts:me": ("language", "time_zone", "theme", "density"),
    "accounts:theme": ("theme", "next"),
    "accounts:language": ("language", "next"),
    "accounts:brand_new": ("colour", "languages", "time_zone"),
    "accounts:invite": ("email", "role", "scope", "brands"),
    "accounts:start_people": ("role",),
}
SIGNED_OUT: Final = {
    "account_login": ("login", "password"),
    "account_signup": ("name", "email", "password1"),
    "account_reset_password": ("email",),
}
USUAL: Final = {
    "brand": "Tea",
    "words": "tea",
    "organization": "Harbour",
    "name": "Anna",
    "handles": "@tea",
    "key": "a",
    "time_zone": "UTC",
    "role": "agent",
    "scope": "all",
    "theme": "auto",
    "density": "compact",
    "email": "bo@desk.test",
    "emails": "bo@desk.test",
    "login": "bo@desk.test",
    "password1": "a long enough pass",
}


def crashes(client: Client, url: str, fields: tuple[str, ...], texts: list[str] | tuple[str, ...]) -> list[str]:
    client.raise_request_exception = False
    found = []
    for text in texts:
        body = as_body(USUAL | dict.fromkeys(fields, text))
        answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
        found += [f"{url} {fields}: {text[:40]!r}"] if answer.status_code >= 500 else []
    return found


def address(name: str, tenant: Tenant) -> str:
    outside = {"accounts:start", "accounts:me", "accounts:theme", "accounts:language"}
    return reverse(name) if name in outside or name in SIGNED_OUT else reverse(name, args=[tenant.slug])


@pytest.mark.parametrize("name", FREE)
def test_everybodys_strings_in_every_free_text_are_no_crash(tenant: Tenant, client_of: ClientOf, name: str) -> None:
    texts = some(40 if name == "accounts:start" else 8, len(name))  # each makes a whole organization there

    assert crashes(client_of(tenant.owner), address(name, tenant), FREE[name], texts) == []


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for forms in (FREE, CHOICES) for name in forms for field in forms[name]]
)
def test_our_own_strings_in_every_single_field_are_no_crash(
    tenant: Tenant, client_of: ClientOf, name: str, field: str
) -> None:
    assert crashes(client_of(tenant.owner), address(name, tenant), (field,), OWN) == []


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_nor_are_they_at_the_door(tenant: Tenant, settings: Settings, name: str) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    client, url = Client(), address(name, tenant)

    assert [crash for field in SIGNED_OUT[name] for crash in crashes(client, url, (field,), OWN[:9])] == []


def test_what_is_kept_is_kept_whole(tenant: Tenant, client_of: ClientOf) -> None:
    client, drafts = client_of(tenant.owner), reverse("accounts:draft", args=[tenant.slug])
    texts = [text for text in [*some(8), *OWN] if text and "\x00" not in text and "\r" not in text]
    texts = [text for text in texts if len(text) < 200_000 and text.isprintable()]

    for number, text in enumerate(texts):
        client.post(drafts, {"key": str(number), "text": text})

    with organization_scope(tenant.id):
        kept = dict(Draft.objects.values_list("key", "text"))
    assert [kept[str(number)] for number in range(len(texts))] == texts


@pytest.mark.parametrize(
    "path", ["/invitations/%00/", "/o/%00/settings/", "/o/acme/settings/people/10000000000000000/"]
)
def test_odd_addresses_are_only_not_there(tenant: Tenant, client_of: ClientOf, path: str) -> None:
    cache.clear()

    assert client_of(tenant.owner).get(path).status_code in (404, 410)
