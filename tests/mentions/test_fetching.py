"""The standing order of a source, from a row of work to mentions, over a real server on the loopback interface."""

import gzip
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, perform
from mentions.enums import SourceKind, SourceStatus
from mentions.models import FetchJob, Mention, Source
from mentions.services.fetching import fetch_source
from mentions.services.sources import check_source_now, connect_source, pause_source, resume_source
from mentions.sources.demo.connector import PAST
from mentions.sources.demo.stream import items_between
from tests.factories import Tenant
from tests.loopback import Loopback, loopback

FEED = b"""<rss version="2.0"><channel>
<item><title>Bag one</title><link>https://news.example/1</link></item>
<item><title>Bag two</title><link>https://news.example/2</link></item></channel></rss>"""


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS = ["127.0.0.0/8"]
        settings.HTTP_ALLOWED_PORTS = [world.port]
        yield world


@pytest.fixture
def feed(tenant: Tenant, server: Loopback) -> Source:
    server.answers["/feed"] = (200, {"ETag": '"v1"'}, FEED)
    with organization_scope(tenant.id):
        return connect_source(
            actor=tenant.admin,
            brand=tenant.brand,
            kind=SourceKind.FEED,
            name="News",
            settings={"url": f"{server.url}/feed"},
        )[0]


def poll(source: Source) -> Source:
    """The worker's next turn, as if it were due now."""
    with organization_scope(source.organization_id):
        FetchJob.objects.filter(source=source).update(due_at=timezone.now())
        job = FetchJob.objects.get(source=source)
    assert perform(FetchJob, source.organization_id, job.pk, fetch_source)
    with organization_scope(source.organization_id):
        source.refresh_from_db()
    return source


def due_in(source: Source) -> timedelta:
    with organization_scope(source.organization_id):
        job: FetchJob = FetchJob.objects.get(source=source)
    assert job.state == WorkState.WAITING
    return job.due_at - timezone.now()


def mentions(source: Source) -> int:
    with organization_scope(source.organization_id):
        return Mention.objects.count()


def test_a_feed_is_read_once_and_asked_again_in_ten_minutes(feed: Source, server: Loopback) -> None:
    poll(feed)
    server.answers["/feed"] = (304, {}, b"")
    poll(feed)

    assert (mentions(feed), feed.status, feed.failures, feed.reason) == (2, "active", 0, "")
    assert server.asked[1][1]["if-none-match"] == '"v1"'
    assert timedelta(minutes=8.9) < due_in(feed) < timedelta(minutes=11.1)
    assert feed.last_fetch_at is not None and feed.last_mention_at is not None


def test_a_second_poll_adds_nothing(feed: Source) -> None:
    poll(feed)
    first_seen = feed.last_mention_at
    poll(feed)

    assert (mentions(feed), feed.last_mention_at) == (2, first_seen)


@pytest.mark.parametrize(
    ("answer", "status", "word"),
    [
        ((500, {}, b""), SourceStatus.ACTIVE, "500"),
        ((404, {}, b""), SourceStatus.ACTIVE, "404"),
        ((410, {}, b""), SourceStatus.NEEDS_ATTENTION, "410"),
        ((403, {}, b""), SourceStatus.NEEDS_ATTENTION, "403"),
        ((200, {}, b"<html><body>Welcome</body></html>"), SourceStatus.NEEDS_ATTENTION, "web page"),
        ((200, {}, b""), SourceStatus.ACTIVE, "empty"),
        ((302, {"Location": "http://169.254.169.254/"}, b""), SourceStatus.NEEDS_ATTENTION, "ports"),
    ],
)
def test_a_failing_source_says_why(
    answer: Any, status: SourceStatus, word: str, feed: Source, server: Loopback
) -> None:
    server.answers["/feed"] = answer

    poll(feed)

    assert (feed.status, feed.failures, word in feed.reason) == (status, 1, True)
    assert timedelta(minutes=1) < due_in(feed) < timedelta(minutes=2.3)


def test_it_is_slowed_down_degraded_and_well_again(feed: Source, server: Loopback) -> None:
    server.answers["/feed"] = (500, {}, b"")
    waits = [due_in(poll(feed)) for _ in range(4)]
    assert waits == sorted(waits) and waits[-1] > timedelta(minutes=14)
    assert (feed.status, feed.failures) == (SourceStatus.DEGRADED, 4)

    server.answers["/feed"] = (200, {}, FEED)
    poll(feed)

    assert (feed.status, feed.failures, feed.reason, mentions(feed)) == (SourceStatus.ACTIVE, 0, "", 2)


def test_it_never_waits_longer_than_six_hours(feed: Source, server: Loopback) -> None:
    server.answers["/feed"] = (500, {}, b"")
    with organization_scope(feed.organization_id):
        Source.objects.filter(pk=feed.pk).update(failures=4_000)

    assert due_in(poll(feed)) < timedelta(hours=6.7)


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_an_hour_gets_it(status: int, feed: Source, server: Loopback) -> None:
    server.answers["/feed"] = (status, {"Retry-After": "3600"}, b"")

    assert timedelta(minutes=59) < due_in(poll(feed)) <= timedelta(minutes=60)


def test_a_place_that_broke_after_a_move_is_left_for_the_first_address(feed: Source, server: Loopback) -> None:
    moved = server.answers["/feed"]
    server.answers |= {"/feed": (301, {"Location": "/new"}, b""), "/new": moved}
    poll(feed)
    assert feed.cursor["moved_to"] == f"{server.url}/new"
    server.answers |= {"/feed": moved, "/new": (404, {}, b"")}

    poll(feed)
    poll(feed)

    assert [path for path, _ in server.asked] == ["/feed", "/new", "/new", "/feed"]
    assert (feed.status, feed.cursor) == ("active", {"etag": '"v1"'})


def test_a_paused_source_is_not_asked_until_it_is_resumed(feed: Source, server: Loopback, tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        job = FetchJob.objects.get(source=feed)
        pause_source(actor=tenant.admin, source=feed)
    assert not perform(FetchJob, tenant.id, job.pk, fetch_source)
    with organization_scope(tenant.id):
        resume_source(actor=tenant.admin, source=feed)

    assert perform(FetchJob, tenant.id, job.pk, fetch_source)
    assert (len(server.asked), mentions(feed)) == (1, 2)


def test_a_source_paused_in_mid_fetch_stays_paused_and_keeps_its_order(feed: Source, tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        Source.objects.filter(pk=feed.pk).update(status=SourceStatus.PAUSED)

    poll(feed)

    assert (feed.status, feed.last_fetch_at, mentions(feed)) == (SourceStatus.PAUSED, None, 0)
    assert due_in(feed) > timedelta(minutes=9)


def test_an_archived_brand_is_not_listened_for(feed: Source, server: Loopback, tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        tenant.brand.archived_at = timezone.now()
        tenant.brand.save()

    poll(feed)

    assert server.asked == []


def test_check_now_brings_the_next_visit_forward(feed: Source, tenant: Tenant) -> None:
    poll(feed)
    with organization_scope(tenant.id):
        check_source_now(actor=tenant.admin, source=feed)

    assert due_in(feed) <= timedelta(0)


# -- Documents made to break whoever reads them. The worker itself must neither grow nor wait.

TAGS = b"<rss version='2.0'><channel><item><title>Bag</title>"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10))


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65_536)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.2)


HOSTILE: dict[str, Any] = {
    "gzip bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 300_000_000, 1)),
    "billion laughs": (
        200,
        {},
        b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>" + TAGS.replace(b"Bag", b"&l9;") + b"</item></channel></rss>",
    ),
    "200,000 tags": (200, {}, TAGS + b"<a>" * 200_000),
    "50,000 attributes": (200, {}, TAGS + b"<a " + b" ".join(b'a%d="1"' % number for number in range(50_000)) + b">"),
    "endless body": endless,
    "dripping body": dripping,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_costs_little_and_says_why(name: str, feed: Source, server: Loopback) -> None:
    server.answers["/feed"] = HOSTILE[name]
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()

    poll(feed)

    seconds, grown = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert seconds < 10
    assert grown < 256 * 1024  # of this process; the one that reads is not given more
    assert feed.reason or mentions(feed) == 1
    server.answers["/feed"] = (200, {}, FEED)
    assert (poll(feed).status, mentions(feed) >= 2) == ("active", True)


# -- The demo stream


@pytest.fixture
def demo(tenant: Tenant) -> Source:
    with organization_scope(tenant.id):
        return connect_source(
            actor=tenant.admin,
            brand=tenant.brand,
            kind=SourceKind.DEMO,
            name="Demo stream",
            settings={"slug": "belyi-chai", "fire_at": (timezone.now() + timedelta(seconds=60)).isoformat()},
        )[0]


def test_the_demo_stream_begins_with_some_hours_of_everyday_talk(demo: Source) -> None:
    poll(demo)

    assert mentions(demo) > 10
    assert timedelta(seconds=15) < due_in(demo) < timedelta(seconds=21)


def test_a_fire_is_looked_after_every_five_seconds(demo: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    poll(demo)
    everyday = mentions(demo)
    later = datetime.now(UTC) + timedelta(seconds=150)
    monkeypatch.setattr(timezone, "now", lambda: later)

    poll(demo)

    assert mentions(demo) > everyday + 3
    assert due_in(demo) == timedelta(seconds=5)


def test_no_demo_mention_comes_twice_or_is_skipped(demo: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime.now(UTC)
    for seconds in (0, 5, 61, 62, 180):
        monkeypatch.setattr(timezone, "now", lambda at=start + timedelta(seconds=seconds): at)
        poll(demo)

    with organization_scope(demo.organization_id):
        said = list(Mention.objects.values_list("external_id", flat=True))
    expected = items_between(
        "belyi-chai",
        start - PAST,
        start + timedelta(seconds=180),
        fire_at=datetime.fromisoformat(demo.settings["fire_at"]),
    )
    assert sorted(said) == sorted(item.external_id for item in expected)
