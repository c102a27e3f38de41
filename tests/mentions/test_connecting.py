"""A new source, and the source's step of the start wizard."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from mentions.models import FetchJob, Source
from mentions.services import probing
from tests.factories import Tenant, make_brand, make_tenant
from tests.loopback import Loopback, loopback

ClientOf = Callable[[Membership], Client]
FEED = b"""<rss version="2.0"><channel>
<item><title>Nordwind lost my bag</title><link>https://news.example/1</link></item></channel></rss>"""


@pytest.fixture
def admin(tenant: Tenant, client_of: ClientOf) -> Client:
    return client_of(tenant.admin)


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS = ["127.0.0.0/8"]
        settings.HTTP_ALLOWED_PORTS = [world.port]
        world.answers["/feed"] = (200, {}, FEED)
        yield world


def at(tenant: Tenant, name: str) -> str:
    return reverse(f"mentions:{name}", args=[tenant.slug])


def sources(tenant: Tenant) -> list[tuple[str, str, dict[str, object]]]:
    with organization_scope(tenant.id):
        return [(source.kind, source.name, source.settings) for source in Source.objects.order_by("pk")]


def feed(tenant: Tenant, url: str, **more: str) -> dict[str, str]:
    return {"url": url, "brand": str(tenant.brand.pk), "only_matching": "on", "name": ""} | more


def test_the_demo_is_offered_only_where_it_may_be(tenant: Tenant, admin: Client, settings: Settings) -> None:
    demo = at(tenant, "source_demo")
    offered = demo in admin.get(at(tenant, "source_new")).content.decode()
    settings.DEMO = False

    assert (offered, demo in admin.get(at(tenant, "source_new")).content.decode()) == (True, False)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_the_first_press_looks_and_stores_nothing(
    headers: dict[str, str], tenant: Tenant, admin: Client, server: Loopback
) -> None:
    answer = admin.post(at(tenant, "source_feed"), feed(tenant, f"{server.url}/feed"), headers=headers)

    page = answer.content.decode()
    assert (answer.status_code, sources(tenant)) == (200, [])
    assert "<mark>Nordwind</mark> lost my bag" in page
    assert ('name="connect"' in page, "<html" in page) == (True, not headers)


def test_the_second_press_connects_it(tenant: Tenant, admin: Client, server: Loopback) -> None:
    url = f"{server.url}/feed"

    answer = admin.post(at(tenant, "source_feed"), feed(tenant, url, connect="1"))

    assert answer.status_code == 303
    assert sources(tenant) == [("feed", "127.0.0.1", {"url": url, "only_matching": True})]
    with organization_scope(tenant.id):
        assert FetchJob.objects.get().source.name == "127.0.0.1"
    assert server.asked == []


def test_what_cannot_be_read_says_why_and_may_be_connected_all_the_same(
    tenant: Tenant, admin: Client, server: Loopback
) -> None:
    page = admin.post(at(tenant, "source_feed"), feed(tenant, f"{server.url}/gone")).content.decode()

    assert "The host answers with an error (404)." in page and "Connect anyway" in page


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Enter the address of a feed or a site."),
        ("ftp://news.example/", "The address must begin with http:// or https://."),
        ("http://news.example:22/", "Only the usual web ports are allowed in an address."),
        ("http://user:pass@news.example/", "This is not a web address."),
        ("a b\x00c", "Null characters are not allowed."),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_kept(url: str, sentence: str, tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "source_feed"), feed(tenant, url, name="Mine"))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert 'value="Mine"' in answer.content.decode()


def test_a_private_address_is_not_asked(tenant: Tenant, admin: Client) -> None:
    page = admin.post(at(tenant, "source_feed"), feed(tenant, "169.254.169.254/latest/")).content.decode()

    assert "This address leads into a private network" in page


def test_a_name_that_is_taken_is_refused(tenant: Tenant, admin: Client, server: Loopback) -> None:
    words = feed(tenant, f"{server.url}/feed", connect="1")
    admin.post(at(tenant, "source_feed"), words)

    answer = admin.post(at(tenant, "source_feed"), words)

    assert (answer.status_code, len(sources(tenant))) == (422, 1)
    assert "This brand has a source with this name already" in answer.content.decode()


def test_another_tenants_brand_cannot_be_chosen(tenant: Tenant, rival: Tenant, admin: Client) -> None:
    words = feed(tenant, "https://news.example/", connect="1") | {"brand": str(rival.brand.pk)}

    assert admin.post(at(tenant, "source_feed"), words).status_code == 422
    assert (sources(tenant), sources(rival)) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_feed_is_asked(client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    tenant, seen = make_tenant("acme"), list[bool]()

    def look(*_: object) -> probing.Probe:
        seen.append(connection.in_atomic_block)
        return probing.Probe("https://news.example/", fault="The file is empty.")

    monkeypatch.setattr("mentions.views.connecting.probe", look)
    monkeypatch.setattr("mentions.views.start.probe", look)
    admin = client_of(tenant.admin)
    admin.post(at(tenant, "source_feed"), feed(tenant, "https://news.example/"))
    admin.post(at(tenant, "start_source"), {"kind": "feed", "url": "https://news.example/"})

    assert seen == [False, False]


def test_a_webhook_shows_its_address_and_secret_after_it_was_made(tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "source_webhook"), {"name": "Tool", "brand": str(tenant.brand.pk)}, follow=True)

    page = answer.content.decode()
    with organization_scope(tenant.id):
        source = Source.objects.get()
    assert reverse("mentions:webhook", args=[source.public_id]) in page
    [secret] = re.findall(r"whsec_[\w+/=]{40,}(?=</code>)", page)
    assert page.count(secret) == 2  # to copy, and in the example


def test_the_demo_speaks_of_the_brand_it_listens_for(tenant: Tenant, admin: Client) -> None:
    with organization_scope(tenant.id):
        brand = make_brand(tenant.organization, "My airline", words=["Ternway"])

    admin.post(at(tenant, "source_demo"), {"name": "Demo", "brand": str(brand.pk)})

    [(kind, _name, settings)] = sources(tenant)
    assert (kind, settings["slug"], "fire_at" in settings) == ("demo", "ternway", True)


# -- The start wizard


def test_the_demo_is_one_press_of_enter_away(tenant: Tenant, admin: Client) -> None:
    page = admin.get(at(tenant, "start_source")).content.decode()
    assert 'value="demo" checked' in page

    answer = admin.post(at(tenant, "start_source"), {"kind": "demo", "url": "", "next": "1"})

    assert (answer.status_code, answer["Location"]) == (303, reverse("incidents:queue", args=[tenant.slug]))
    assert [kind for kind, _, _ in sources(tenant)] == ["demo"]


def test_people_may_come_next(tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "start_source"), {"kind": "demo", "people": "1"})

    assert answer["Location"] == reverse("accounts:start_people", args=[tenant.slug])


def test_a_feed_is_read_before_it_is_believed(tenant: Tenant, admin: Client, server: Loopback) -> None:
    wrong = admin.post(at(tenant, "start_source"), {"kind": "feed", "url": f"{server.url}/gone"})
    assert (wrong.status_code, sources(tenant)) == (422, [])
    assert "The host answers with an error (404)." in wrong.content.decode()
    assert f'value="{server.url}/gone"' in wrong.content.decode()

    right = admin.post(at(tenant, "start_source"), {"kind": "feed", "url": f"{server.url}/feed"})

    assert right.status_code == 303
    assert [(kind, name) for kind, name, _ in sources(tenant)] == [("feed", "127.0.0.1")]


@pytest.mark.parametrize(("kind", "place"), [("file", "import_new"), ("webhook", "source")])
def test_a_file_and_a_webhook_go_on_where_they_are_made(kind: str, place: str, tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "start_source"), {"kind": kind})

    with organization_scope(tenant.id):
        made = [source.pk for source in Source.objects.all()]
    assert answer["Location"] == reverse(f"mentions:{place}", args=[tenant.slug, *made])


def test_the_news_of_the_world_need_nothing_typed(tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "start_source"), {"kind": "gdelt", "url": ""})

    assert (answer.status_code, sources(tenant)) == (303, [("gdelt", "World news", {})])


@pytest.mark.parametrize("words", [{}, {"kind": "x\x00"}, {"kind": "feed", "url": " "}])
def test_nothing_chosen_is_refused(words: dict[str, str], tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "start_source"), {"next": "1"} | words)

    assert (answer.status_code, sources(tenant)) == (422, [])


def test_the_demo_twice_is_refused_with_a_sentence(tenant: Tenant, admin: Client) -> None:
    admin.post(at(tenant, "start_source"), {"kind": "demo"})

    answer = admin.post(at(tenant, "start_source"), {"kind": "demo"})

    assert (answer.status_code, len(sources(tenant))) == (422, 1)


# -- Words as they are typed


def preview(client: Client, **typed: str) -> str:
    url = reverse("mentions:word_preview")
    return client.get(url, typed, headers={"HX-Request": "true"}).content.decode()


def test_russian_words_show_the_forms_that_are_found_too(admin: Client) -> None:
    page = preview(admin, words="Халсира\nHalcyra, @halcyra")

    assert "халсирам" in page and "<mark>Halcyra</mark>" in page
    assert "sentences of the demo stream" in page


@pytest.mark.parametrize(
    ("word", "pitfall"),
    [
        ("X5", "Very short"),
        ("Магнит", "Also a word of every day"),
        ("Apple", "Also a word of every day"),
        ("777", "Only digits"),
    ],
)
def test_pitfalls_are_named(word: str, pitfall: str, admin: Client) -> None:
    assert pitfall in preview(admin, words=word)


def test_without_words_the_name_of_the_brand_is_tried(admin: Client) -> None:
    assert "<mark>Ternway</mark>" in preview(admin, words=" ", brand="Ternway")
    assert "Type a word" in preview(admin)


def test_whatever_is_typed_is_only_text(admin: Client) -> None:
    typed = "<script>alert(1)</script>\n\x00\n" + "я" * 50_000 + "\n" + "слово " * 60

    page = preview(admin, words=typed)

    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_nobody_signed_out_is_asked_for_words() -> None:
    assert Client().get(reverse("mentions:word_preview")).status_code == 302
