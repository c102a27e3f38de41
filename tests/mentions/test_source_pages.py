"""The list of sources, one source, and what admins do to it, in a real client on real rows."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, Membership
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState
from mentions.enums import SourceKind, SourceStatus
from mentions.models import FetchJob, FetchVisit, FileImport, Mention, Source
from mentions.services.sources import connect_source
from tests.counting import queries_of
from tests.factories import Tenant, make_brand, make_source
from tests.loopback import Loopback, loopback

ClientOf = Callable[[Membership], Client]
FEED = b"""<rss version="2.0"><channel>
<item><title>Nordwind lost my bag</title><link>https://news.example/1</link></item>
<item><title>Weather</title><link>https://news.example/2</link></item></channel></rss>"""


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


def at(tenant: Tenant, name: str, *args: Any) -> str:
    return reverse(f"mentions:{name}", args=[tenant.slug, *args])


def connect(tenant: Tenant, kind: SourceKind = SourceKind.FEED, name: str = "News", **settings: Any) -> Source:
    with organization_scope(tenant.id):
        source, _secret = connect_source(
            actor=tenant.admin, brand=tenant.brand, kind=kind, name=name, settings=settings
        )
    return source


def fresh(tenant: Tenant, source: Source) -> Source:
    with organization_scope(tenant.id):
        source.refresh_from_db()
    return source


def verbs(tenant: Tenant) -> list[str]:
    with organization_scope(tenant.id):
        return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_without_sources_the_list_shows_the_way_to_one(tenant: Tenant, admin: Client) -> None:
    page = admin.get(at(tenant, "sources")).content.decode()

    assert "Nothing is listened to yet" in page
    assert at(tenant, "source_new") in page


def test_what_needs_a_person_stands_first_and_says_why(tenant: Tenant, admin: Client) -> None:
    connect(tenant, name="A calm one", url="https://a.test/")
    bad = connect(tenant, name="Parcel forum", url="https://forum.test/rss")
    with organization_scope(tenant.id):
        Source.objects.filter(pk=bad.pk).update(status="needs_attention", failures=3, reason="The file is empty.")

    page = admin.get(at(tenant, "sources")).content.decode()

    assert "Parcel forum: Needs attention." in page
    assert page.index("forum.test") < page.index("a.test")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "The first check is on its way"),
        ({"last_fetch_at": timezone.now()}, "Waits for its first mention"),
        ({"last_mention_at": timezone.now()}, "Working"),
        ({"last_mention_at": timezone.now() - timedelta(days=5)}, "Silent for 5 days"),
        ({"failures": 2}, "Failed 2 times in a row"),
        ({"status": SourceStatus.PAUSED}, "Paused"),
    ],
)
def test_health_is_a_word(fields: dict[str, Any], word: str, tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")
    with organization_scope(tenant.id):
        Source.objects.filter(pk=source.pk).update(**fields)

    assert word in admin.get(at(tenant, "sources")).content.decode()


def test_a_source_that_no_worker_looks_after_says_so(tenant: Tenant, admin: Client) -> None:
    connect(tenant, url="https://a.test/")
    with organization_scope(tenant.id):
        FetchJob.objects.update(due_at=timezone.now() - timedelta(minutes=6))

    assert "Late: no worker looks after it" in admin.get(at(tenant, "sources")).content.decode()


def test_the_list_filters_by_brand_and_keeps_the_archive_apart(tenant: Tenant, admin: Client) -> None:
    with organization_scope(tenant.id):
        other = make_brand(tenant.organization, "Ternway", slug="ternway")
        make_source(other, name="Of Ternway")
        make_source(tenant.brand, name="Of Nordwind")
        make_source(tenant.brand, name="On the shelf", status=SourceStatus.DISABLED)

    def names(query: str) -> list[str]:
        page = admin.get(at(tenant, "sources") + query, headers={"HX-Request": "true"}).content.decode()
        return [name for name in ("Of Ternway", "Of Nordwind", "On the shelf") if name in page]

    assert names("") == ["Of Ternway", "Of Nordwind"]
    assert names("?brand=ternway") == ["Of Ternway"]
    assert names("?archived=1") == ["On the shelf"]
    assert names("?brand=nobody&cursor=%00") == ["Of Ternway", "Of Nordwind"]


def test_the_list_takes_the_same_queries_for_one_source_and_three(tenant: Tenant, admin: Client) -> None:
    connect(tenant, name="One", url="https://a.test/")
    admin.defaults["HTTP_HX_REQUEST"] = "true"  # without the shell around it
    one = queries_of(admin, at(tenant, "sources"))
    connect(tenant, SourceKind.WEBHOOK, "Two")
    connect(tenant, name="Three", url="https://b.test/")

    assert queries_of(admin, at(tenant, "sources")) == one == 17


def test_people_of_the_desk_see_and_do_not_change(tenant: Tenant, client_of: ClientOf) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    agent = client_of(tenant.agent)

    pages = [agent.get(at(tenant, "sources")), agent.get(at(tenant, "source", source.pk))]

    assert [page.status_code for page in pages] == [200, 200]
    assert all('method="post"' not in page.content.decode().split("<main")[1].split("</main>")[0] for page in pages)
    assert agent.post(at(tenant, "source_pause", source.pk)).status_code == 403


def test_pause_and_resume_move_it_and_are_proved(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")

    paused = admin.post(at(tenant, "source_pause", source.pk), {"from": "list"})
    assert (paused.status_code, paused["Location"]) == (303, at(tenant, "sources"))
    assert fresh(tenant, source).status == SourceStatus.PAUSED
    again = admin.post(at(tenant, "source_pause", source.pk))
    resumed = admin.post(at(tenant, "source_resume", source.pk))

    assert (again.status_code, resumed["Location"]) == (409, at(tenant, "source", source.pk))
    assert fresh(tenant, source).status == SourceStatus.ACTIVE
    assert verbs(tenant) == ["source.connected", "source.paused", "source.resumed"]


def test_an_archived_source_can_come_back(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")

    admin.post(at(tenant, "source_archive", source.pk))
    assert (fresh(tenant, source).status, admin.post(at(tenant, "source_archive", source.pk)).status_code) == (
        SourceStatus.DISABLED,
        409,
    )
    admin.post(at(tenant, "source_resume", source.pk))

    assert fresh(tenant, source).status == SourceStatus.ACTIVE
    with organization_scope(tenant.id):
        assert FetchJob.objects.get().state == WorkState.WAITING


def test_check_now_makes_it_due_but_starts_nothing_that_stands_still(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")
    with organization_scope(tenant.id):
        FetchJob.objects.update(due_at=timezone.now() + timedelta(hours=3))

    admin.post(at(tenant, "source_check", source.pk))
    with organization_scope(tenant.id):
        assert FetchJob.objects.get().due_at <= timezone.now()
    admin.post(at(tenant, "source_pause", source.pk))
    refused = admin.post(at(tenant, "source_check", source.pk))

    assert (refused.status_code, "Resume it first" in refused.content.decode()) == (409, True)


def test_a_name_is_changed_or_the_form_says_why_not(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")
    connect(tenant, name="Taken", url="https://b.test/")

    taken = admin.post(at(tenant, "source_rename", source.pk), {"name": "Taken"})
    empty = admin.post(at(tenant, "source_rename", source.pk), {"name": " "})
    good = admin.post(at(tenant, "source_rename", source.pk), {"name": "City news"})

    assert [taken.status_code, empty.status_code, good.status_code] == [422, 422, 303]
    assert 'value="Taken"' in taken.content.decode()
    assert fresh(tenant, source).name == "City news"


def test_a_test_shows_what_comes_and_stores_nothing(tenant: Tenant, admin: Client, server: Loopback) -> None:
    source = connect(tenant, url=f"{server.url}/feed")

    page = admin.post(at(tenant, "source_test", source.pk)).content.decode()

    assert "2 items found" in page and "1 names a brand" in page
    assert "<mark>Nordwind</mark> lost my bag" in page
    assert (fresh(tenant, source).cursor, source.last_fetch_at) == ({}, None)
    with organization_scope(tenant.id):
        assert not Mention.objects.exists()


def test_the_history_of_a_feed_says_what_came_and_why_not(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")
    with organization_scope(tenant.id):
        common = {"organization": tenant.organization, "source": source, "at": timezone.now()}
        FetchVisit.objects.create(**common, added=12, known=3)
        FetchVisit.objects.create(**common, failed=True, reason="The address answers with an empty page.")

    page = admin.get(at(tenant, "source", source.pk)).content.decode()

    assert "12" in page and "The address answers with an empty page." in page


def test_a_file_source_shows_its_imports(tenant: Tenant, admin: Client) -> None:
    with organization_scope(tenant.id):
        source = make_source(tenant.brand, SourceKind.FILE, name="week.csv")
        FileImport.objects.create(organization=tenant.organization, source=source, filename="week.csv", content=b"a")

    assert "Its columns wait" in admin.get(at(tenant, "source", source.pk)).content.decode()
