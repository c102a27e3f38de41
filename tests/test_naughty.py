"""Every naughty string in every field of every form that a page shows: a sentence, a refusal, never a crash.

What is kept is shown on the page that comes after, and that page is looked at too. Usually each string meets some of
the fields; with NAUGHTY=all each meets every one that is typed into. `-s` prints how many were sent.
"""

from collections import Counter
from copy import deepcopy
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import Settings

from tests.addresses import OPEN, TENANT
from tests.forms import Form, distinct, forms_of
from tests.knocking import browser_of, knock
from tests.naughty import ALL, OWN, as_body, naughty
from tests.world import World

pytestmark = pytest.mark.django_db
SHARES: Final = 250  # of the strings, one for each field in turn
POSTS: Final = sorted(name for name, address in (TENANT | OPEN).items() if "POST" in address.methods)
ROLES: Final = ("owner", "approver", "agent", "")
LONGEST: Final = 1_000  # of what fits into an address
FORM: Final = "application/x-www-form-urlencoded"
QUERIES: Final = ("q", "cursor", "brand", "status", "since", "until", "tab", "level", "owner", "category", "stage")
# Forms that a script sends, or that are shown only after a deed that the world has not seen.
UNSEEN: Final[dict[str, tuple[str, ...]]] = {
    "accounts:draft": ("key", "text"),
    "incidents:post_mortem_correct": ("reason",),
    "incidents:verdict": ("verdict", "note", "reason"),
    "mentions:source_mapping": ("text", "title", "url", "published_at", "network", "time_zone", "author_handle"),
    "playbooks:approve": ("text_hash", "note"),
    "playbooks:confirm": ("address", "proof"),
    "playbooks:report": ("outcome", "proof"),
    "playbooks:response": ("text", "action", "insert", "slot-contact"),
    "playbooks:settle": ("outcome", "address", "proof"),
    "playbooks:template_preview": ("text_en", "text_ru"),
    "account_change_password": ("oldpassword", "password1", "password2"),
    "account_confirm_login_code": ("code",),
    "account_reauthenticate": ("password",),
}
Found = list[tuple[str, Form]]


@pytest.fixture(scope="module")
def browsers(acme: World) -> dict[str, Client]:
    return {role: browser_of(acme.tenant.members().get(role)) for role in ROLES}


@pytest.fixture(scope="module")
def forms(acme: World, browsers: dict[str, Client]) -> dict[str, Found]:
    """By the name of their address; each once, from the highest role that sees it."""
    found: dict[str, Found] = {name: [] for name in POSTS}
    met: set[tuple[str, ...]] = set()
    for role in ROLES:
        for form in distinct(form for url in _pages(acme) for form in _shown(browsers[role], url)):
            name, shape = resolve(urlsplit(form.action).path).view_name, (form.action, *sorted(form.sent))
            if form.method == "POST" and name in found and shape not in met:
                met.add(shape)
                found[name].append((role, form))
    for name, fields in UNSEEN.items():
        form = Form(_url(acme, name), "POST", dict.fromkeys(fields, "1"), set(fields))
        found[name].append(("" if name.startswith("account_confirm") else "owner", form))
    return found


def _pages(world: World) -> list[str]:
    """Each address once; a source that signs in has a form more than others."""
    pages = [_url(world, name) for name, address in (TENANT | OPEN).items() if "GET" in address.methods]
    return [*pages, reverse("mentions:source", args=[world.slug, world.mailbox.pk])]


def _url(world: World, name: str) -> str:
    return TENANT[name].url(name, world) if name in TENANT else reverse(name, kwargs=OPEN[name].kwargs(world))


def _shown(client: Client, url: str) -> list[Form]:
    answer = knock(client, "GET", url)
    return forms_of(answer.content.decode(), url) if "html" in answer.headers.get("content-type", "") else []


def _share(place: int, *, typed: bool) -> list[str]:
    """What this field gets: all when all is asked for, but people type into few fields and only choose in the rest."""
    strings = [*OWN, *naughty()]
    if ALL:
        return strings if typed else [*OWN]
    return strings[place % SHARES :: SHARES]


def statuses(client: Client, form: Form, words: dict[str, str]) -> list[int]:
    """Of the answer and of the page that it leads to. Everything is taken back, also who is signed in."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(form.action, as_body(form.sent | words), content_type=FORM)
        seen = [answer.status_code]
        if answer.status_code in {302, 303} and answer.headers["location"].startswith("/"):
            seen.append(client.get(answer.headers["location"]).status_code)
        transaction.set_rollback(True)
    client.cookies = cookies
    return seen


@pytest.mark.parametrize("name", POSTS)
def test_no_string_in_any_field_of_a_form_is_a_crash(
    name: str, forms: dict[str, Found], browsers: dict[str, Client], settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = False, 5_000_000
    sent, crashed, place = Counter[int](), [], POSTS.index(name)

    for role, form in forms[name]:
        for field in sorted(form.typed | form.chosen):
            place += 1
            for text in _share(place, typed=field in form.typed):
                answers = statuses(browsers[role], form, {field: text})
                sent.update(answers[:1])
                crashed += [(form.action, field, text[:40])] if max(answers) >= 500 else []

    print(f"{name}: {dict(sorted(sent.items()))}")  # noqa: T201 -- whoever measures reads it
    assert crashed == []


@pytest.mark.parametrize("name", sorted(name for name, address in TENANT.items() if "GET" in address.methods))
def test_no_string_in_the_address_of_a_page_is_a_crash(name: str, acme: World, browsers: dict[str, Client]) -> None:
    url, place = TENANT[name].url(name, acme), [*TENANT].index(name)

    crashed = [
        text
        for text in [*_share(place, typed=True), "\0", "\ud800", "9" * 400]
        if len(text) < LONGEST
        if knock(browsers["owner"], "GET", f"{url}?{as_body(dict.fromkeys(QUERIES, text))}").status_code >= 500
    ]

    assert crashed == []


def test_every_form_of_the_product_is_met(forms: dict[str, Found]) -> None:
    """Those without a field are deeds alone: a button."""
    unmet = {name for name, found in forms.items() if not found}

    assert unmet == {
        "accounts:brand_restore",
        "incidents:action_done",
        "incidents:action_reopen",
        "incidents:post_mortem_start",
        "mentions:delivery_again",
        "mentions:source_resume",
        "mentions:webhook",  # met with its own test: it takes no form
        "notifications:mail_again",
        "playbooks:send",
        "playbooks:take",
        "risks:category_restore",
    }
