"""What the runner makes of the pages of a search: rows, the next turn, and a look that stores nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Brand
from crisisdesk.tenancy import organization_scope
from mentions.enums import SourceKind
from mentions.models import FetchJob, Mention, Source
from mentions.services import fetching
from mentions.services.sources import connect_source
from mentions.sources.contract import Asking, Page
from mentions.sources.hacker_news.connector import HITS, HackerNewsConnector
from tests.factories import Tenant
from tests.loopback import loopback
from tests.mentions.sources.engine import Engine
from tests.mentions.sources.test_hacker_news import Board
from tests.mentions.sources.test_mastodon import Timeline
from tests.mentions.test_fetching import poll


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def engine(board: Board, settings: Settings) -> Iterator[Engine]:
    """Both searches on one port; the archive of the press holds nothing."""
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        settings.HACKER_NEWS_API, settings.GDELT_API = world.url, f"{world.url}/doc"
        engine = Engine(lambda asked: board.search(asked) if "numericFilters" in asked else {})
        world.answers |= {"/search_by_date": engine, "/doc": engine}
        yield engine


def connect(tenant: Tenant, kind: SourceKind, **settings: Any) -> Source:
    with organization_scope(tenant.id):
        return connect_source(
            actor=tenant.admin, brand=tenant.brand, kind=kind, name=str(kind.label), settings=settings
        )[0]


def texts(tenant: Tenant) -> set[str]:
    with organization_scope(tenant.id):
        return set(Mention.objects.values_list("text", flat=True))


def next_turn(source: Source) -> timedelta:
    with organization_scope(source.organization_id):
        due_at: datetime = FetchJob.objects.get(source=source).due_at
    return due_at - timezone.now()


def test_a_page_after_which_the_next_waits_is_followed_at_once(tenant: Tenant, engine: Engine, board: Board) -> None:
    for number in range(HITS + 5):
        board.post(timezone.now() - timedelta(minutes=number), f"Nordwind lost bag {number}")
    source = connect(tenant, SourceKind.HACKER_NEWS, only_matching=True)

    poll(source)
    at_once, half = next_turn(source), len(texts(tenant))
    poll(source)

    assert (at_once <= timedelta(), half) == (True, HITS)
    assert len(texts(tenant)) == HITS + 5
    assert timedelta(minutes=4) < next_turn(source) <= timedelta(minutes=6)


class StandsStill:
    """Promises more and gives the same page for ever."""

    pace = HackerNewsConnector.pace

    def fetch(self, _asking: Asking) -> Page:
        return Page([], {"place": 1}, more=True)


def test_a_connector_that_stands_still_is_not_run_after(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "CONNECTORS", {SourceKind.HACKER_NEWS: StandsStill()})
    source = poll(connect(tenant, SourceKind.HACKER_NEWS))
    moved = next_turn(source)

    poll(source)

    assert moved <= timedelta()
    assert next_turn(source) > timedelta(minutes=4)


def test_what_the_search_forgives_the_words_of_the_brand_do_not(tenant: Tenant, engine: Engine, board: Board) -> None:
    board.post(timezone.now() - timedelta(minutes=1), "Nordwind is late")
    board.post(timezone.now() - timedelta(minutes=2), "Nordwinds of change: nordwindy")
    poll(connect(tenant, SourceKind.HACKER_NEWS, only_matching=True))

    assert texts(tenant) == {"Nordwind is late"}


def test_a_change_of_the_brands_words_counts_from_the_next_visit(tenant: Tenant, engine: Engine, board: Board) -> None:
    source = connect(tenant, SourceKind.HACKER_NEWS, only_matching=True)
    poll(source)
    with organization_scope(tenant.id):
        Brand.objects.filter(pk=tenant.brand.pk).update(words=["Ternway"])
    poll(source)

    assert [asked["query"] for asked in engine.asked] == ['"Nordwind"', '"Ternway"']


def test_world_news_waits_as_long_as_the_archive_asks(tenant: Tenant, engine: Engine) -> None:
    engine.next_answers.append((200, {}, b"Please limit requests to one every 5 seconds"))

    source = poll(connect(tenant, SourceKind.GDELT))

    assert (source.failures, source.status) == (1, "active")
    assert "GDELT asks for more patience: Please limit requests" in source.reason
    assert next_turn(source) > timedelta(seconds=60)


def test_an_article_whose_title_does_not_name_the_brand_is_believed_to_be_about_it(
    tenant: Tenant, engine: Engine
) -> None:
    row = {
        "url": "https://paper.example/1",
        "title": "Airline loses bags",
        "seendate": f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
    }
    engine.next_answers.append((200, {}, json.dumps({"articles": [row]}).encode()))

    poll(connect(tenant, SourceKind.GDELT))

    with organization_scope(tenant.id):
        assert [mention.title for mention in Mention.objects.filter(matches__brand=tenant.brand)] == [
            "Airline loses bags"
        ]


@pytest.mark.parametrize("name", ["source_hacker_news", "source_gdelt"])
def test_a_look_stores_nothing_and_the_second_press_connects(
    name: str, tenant: Tenant, engine: Engine, board: Board, client_of: Any
) -> None:
    board.post(timezone.now() - timedelta(minutes=1))
    admin: Client = client_of(tenant.admin)
    address = reverse(f"mentions:{name}", args=[tenant.slug])
    typed = {"name": "Talk", "brand": str(tenant.brand.pk)}

    looked = admin.post(address, typed).content.decode()
    stored = texts(tenant)
    connected = admin.post(address, typed | {"connect": "1"})

    assert "This was a test: nothing was stored." in looked
    assert (stored, connected.status_code) == (set(), 303)
    assert "Nordwind" in admin.get(connected["Location"]).content.decode()


def test_mastodon_needs_no_more_than_a_server(tenant: Tenant, settings: Settings, client_of: Any) -> None:
    timeline = Timeline()
    timeline.post("<p>Bags! #Nordwind</p>")
    admin: Client = client_of(tenant.admin)
    address = reverse("mentions:source_mastodon", args=[tenant.slug])
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        world.answers["/api/v1/timelines/tag/Nordwind"] = Engine(timeline.show)
        typed = {"name": "Fediverse", "brand": str(tenant.brand.pk), "server": f"{world.url}/@anna", "tags": ""}
        looked = admin.post(address, typed).content.decode()
        connected = admin.post(address, typed | {"connect": "1"})
        with organization_scope(tenant.id):
            source = Source.objects.get()
        poll(source)

    assert "1 item found" in looked
    assert source.settings == {"server": world.url, "tags": [], "only_matching": False}
    assert texts(tenant) == {"Bags! #Nordwind"}
    assert "127.0.0.1" in admin.get(connected["Location"]).content.decode()


def test_typed_tags_are_kept_without_their_sign(tenant: Tenant, client_of: Any) -> None:
    typed = {"name": "M", "brand": str(tenant.brand.pk), "server": "mastodon.social", "tags": "#Tea, iced tea"}
    admin: Client = client_of(tenant.admin)

    answer = admin.post(reverse("mentions:source_mastodon", args=[tenant.slug]), typed | {"connect": "1"})

    with organization_scope(tenant.id):
        assert Source.objects.get().settings["tags"] == ["Tea", "icedtea"]
    assert "#Tea, #icedtea" in admin.get(answer["Location"]).content.decode()
