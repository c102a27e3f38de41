"""What a source signs in with: typed once, kept through every press, sealed, replaced, and shown to nobody."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, Membership
from crisisdesk.sealed import seal, unseal
from crisisdesk.tenancy import organization_scope
from mentions.enums import SourceKind, SourceStatus
from mentions.models import FetchJob, Mention, Source
from mentions.services import fetching
from mentions.services.sources import connect_source, pause_source
from mentions.sources.contract import Page
from tests.factories import Tenant
from tests.loopback import Loopback, loopback
from tests.mentions.sources.bluesky_network import PASSWORD, Network, Server
from tests.mentions.test_fetching import poll

ClientOf = Callable[[Membership], Client]


@pytest.fixture
def admin(tenant: Tenant, client_of: ClientOf) -> Client:
    return client_of(tenant.admin)


@pytest.fixture
def world(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        yield world


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def server(world: Loopback, network: Network) -> Server:
    return Server(world, network)


def typed(tenant: Tenant, world: Loopback, **more: str) -> dict[str, str]:
    words = {"brand": str(tenant.brand.pk), "handle": "@brand.example", "server": world.url, "name": "Bluesky"}
    return words | {"secret": "", "draft": "this-form"} | more


def place(tenant: Tenant) -> str:
    return reverse("mentions:source_bluesky", args=[tenant.slug])


def connected(tenant: Tenant, world: Loopback, secret: str = PASSWORD) -> Source:
    settings = {"server": world.url, "handle": "brand.example"}
    with organization_scope(tenant.id):
        return connect_source(
            actor=tenant.admin,
            brand=tenant.brand,
            kind=SourceKind.BLUESKY,
            name="Bluesky",
            settings=settings,
            secret=secret,
        )[0]


def fresh(source: Source) -> Source:
    with organization_scope(source.organization_id):
        found: Source = Source.objects.get(pk=source.pk)
        return found


def test_it_is_typed_once_and_kept_from_the_test_to_the_connection(
    tenant: Tenant, admin: Client, world: Loopback, server: Server
) -> None:
    looked = admin.post(place(tenant), typed(tenant, world, secret=PASSWORD))
    done = admin.post(place(tenant), typed(tenant, world, connect="1"))

    page = looked.content.decode()
    assert (looked.status_code, done.status_code) == (200, 303)
    assert PASSWORD not in page
    assert "Typed already, and not shown again." in page
    with organization_scope(tenant.id):
        source = Source.objects.get()
    assert unseal(source.secret) == PASSWORD
    assert source.settings == {"server": world.url, "handle": "brand.example"}
    assert "typed_secrets" not in admin.session or not admin.session["typed_secrets"]


def test_it_survives_a_word_that_is_wrong(tenant: Tenant, admin: Client, world: Loopback, server: Server) -> None:
    wrong = admin.post(place(tenant), typed(tenant, world, secret=PASSWORD, handle=""))
    right = admin.post(place(tenant), typed(tenant, world))

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert "No item" in right.content.decode() or "0 items found" in right.content.decode()


def test_two_forms_side_by_side_keep_their_own(tenant: Tenant, admin: Client, world: Loopback, server: Server) -> None:
    admin.post(place(tenant), typed(tenant, world, secret="first", draft="one"))
    admin.post(place(tenant), typed(tenant, world, secret="second", draft="two"))

    admin.post(place(tenant), typed(tenant, world, draft="one", connect="1"))

    with organization_scope(tenant.id):
        assert unseal(Source.objects.get().secret) == "first"


def test_another_form_does_not_get_it(tenant: Tenant, admin: Client, world: Loopback, server: Server) -> None:
    admin.post(place(tenant), typed(tenant, world, secret=PASSWORD))

    answer = admin.post(place(tenant), typed(tenant, world, draft="another", connect="1"))

    assert answer.status_code == 422
    assert "Enter it: without it this source answers nothing." in answer.content.decode()


def test_no_more_than_five_are_kept_and_each_of_them_sealed(tenant: Tenant, admin: Client, world: Loopback) -> None:
    for number in range(7):
        admin.post(place(tenant), typed(tenant, world, secret=f"secret-{number}", draft=f"form-{number}"))

    kept = admin.session["typed_secrets"]
    assert [unseal(sealed.encode()) for sealed in kept.values()] == [f"secret-{number}" for number in range(2, 7)]
    assert "secret-" not in json.dumps(kept)


def test_a_first_page_gives_each_form_a_name_of_its_own(tenant: Tenant, admin: Client) -> None:
    names = [re.findall(r'name="draft" value="([^"]+)"', admin.get(place(tenant)).content.decode()) for _ in range(2)]

    assert len(names[0]) == len(names[1]) == 1
    assert names[0] != names[1]


def test_rows_and_log_hold_it_only_sealed(tenant: Tenant, world: Loopback, server: Server) -> None:
    source = connected(tenant, world)
    poll(source)

    with organization_scope(tenant.id), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM mentions_source s")
        row = cursor.fetchone()[0]
        told = str(list(AuditEntry.objects.values()))
    plain = [PASSWORD, PASSWORD.encode().hex(), "access-1", b"access-1".hex()]
    assert [word for word in plain if word in row + told] == []
    assert unseal(fresh(source).session).startswith('{"home"')


def test_the_runner_signs_in_once_and_brings_the_posts(
    tenant: Tenant, world: Loopback, server: Server, network: Network
) -> None:
    source = connected(tenant, world)
    network.post(timezone.now(), "Nordwind lost my bag")
    for _turn in range(4):
        poll(source)

    with organization_scope(tenant.id):
        assert list(Mention.objects.values_list("text", flat=True)) == ["Nordwind lost my bag"]
    assert server.signed_in == 1


def test_a_new_one_signs_in_anew_at_once(
    tenant: Tenant, admin: Client, world: Loopback, server: Server, client_of: ClientOf
) -> None:
    source = connected(tenant, world, secret="wrong")
    poll(source)
    refused = fresh(source)

    answer = admin.post(reverse("mentions:source_sign_in", args=[tenant.slug, source.pk]), {"secret": PASSWORD})

    replaced = fresh(source)
    assert (refused.status, refused.reason[:7]) == (SourceStatus.NEEDS_ATTENTION, "Bluesky")
    assert (answer.status_code, replaced.status, replaced.reason) == (303, SourceStatus.ACTIVE, "")
    assert unseal(replaced.secret) == PASSWORD
    poll(source)
    assert (fresh(source).failures, server.holds) == (0, "access-2")
    with organization_scope(tenant.id):
        assert AuditEntry.objects.filter(verb="source.secret_changed").count() == 1


def test_a_paused_source_stays_paused(tenant: Tenant, admin: Client, world: Loopback) -> None:
    source = connected(tenant, world)
    with organization_scope(tenant.id):
        pause_source(actor=tenant.admin, source=source)

    admin.post(reverse("mentions:source_sign_in", args=[tenant.slug, source.pk]), {"secret": "new"})

    with organization_scope(tenant.id):
        job = FetchJob.objects.get(source=source)
    assert (fresh(source).status, job.state) == (SourceStatus.PAUSED, "done")


def test_an_empty_one_is_refused(tenant: Tenant, admin: Client, world: Loopback) -> None:
    source = connected(tenant, world)

    answer = admin.post(reverse("mentions:source_sign_in", args=[tenant.slug, source.pk]), {"secret": ""})

    assert (answer.status_code, "Enter the new one." in answer.content.decode()) == (422, True)
    assert unseal(fresh(source).secret) == PASSWORD


def test_a_source_that_signs_in_nowhere_has_no_such_place(tenant: Tenant, admin: Client) -> None:
    with organization_scope(tenant.id):
        source = connect_source(actor=tenant.admin, brand=tenant.brand, kind=SourceKind.GDELT, name="News")[0]

    page = admin.get(reverse("mentions:source", args=[tenant.slug, source.pk])).content.decode()
    answer = admin.post(reverse("mentions:source_sign_in", args=[tenant.slug, source.pk]), {"secret": "new"})

    assert ("Password or token" in page, answer.status_code) == (False, 404)


def test_no_page_of_the_source_shows_it(tenant: Tenant, admin: Client, world: Loopback, server: Server) -> None:
    source = connected(tenant, world)
    poll(source)
    at = reverse("mentions:source", args=[tenant.slug, source.pk])

    pages = [admin.get(at), admin.post(f"{at}test/"), admin.get(reverse("mentions:sources", args=[tenant.slug]))]

    words = "".join(page.content.decode() for page in pages)
    assert "brand.example" in words
    assert (PASSWORD in words, "access-1" in words) == (False, False)


def test_a_secret_that_no_key_opens_asks_for_a_new_one(
    tenant: Tenant, admin: Client, world: Loopback, server: Server
) -> None:
    source = connected(tenant, world)
    with organization_scope(tenant.id):
        Source.objects.filter(pk=source.pk).update(secret=seal("x")[:-4] + b"AAAA")
    poll(source)

    looked = admin.post(reverse("mentions:source_test", args=[tenant.slug, source.pk]))

    sentence = "The stored password or token can no longer be opened"
    assert (fresh(source).status, sentence in fresh(source).reason) == (SourceStatus.NEEDS_ATTENTION, True)
    assert sentence in looked.content.decode()


def test_a_pass_of_a_secret_that_was_replaced_meanwhile_is_not_kept(
    tenant: Tenant, world: Loopback, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = connected(tenant, world)
    read_page = fetching.read_page

    def read_and_replace(asked: Source) -> Page:
        page = read_page(asked)
        with organization_scope(tenant.id):
            Source.objects.filter(pk=source.pk).update(secret=seal("another"), session=b"")
        return page

    monkeypatch.setattr(fetching, "read_page", read_and_replace)
    poll(source)

    assert (bytes(fresh(source).session), fresh(source).failures) == (b"", 0)
