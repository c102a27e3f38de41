"""What was not heard: a source goes blind, falls silent, comes back, and what was missed stays written down."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from mentions.enums import HoleKind, SourceKind
from mentions.models import Hole, Source, SourceHour
from mentions.queries.completeness import Missed, missed
from mentions.queries.silence import hour_of, quiet_hours, silent_since
from mentions.services.completeness import go_blind, judge_senders, judge_silence, see_again
from mentions.services.sources import connect_source, pause_source, resume_source
from mentions.tasks import listen_for_silence
from tests.factories import Tenant, make_source
from tests.loopback import Loopback, loopback
from tests.mentions.test_fetching import FEED, poll

ClientOf = Callable[[Membership], Client]
NOW = datetime(2026, 3, 16, 12, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def server(settings: Settings) -> Iterator[Loopback]:
    with loopback() as world:
        settings.HTTP_ALLOWED_NETWORKS, settings.HTTP_ALLOWED_PORTS = ["127.0.0.0/8"], [world.port]
        world.answers["/feed"] = (200, {}, FEED)
        yield world


@pytest.fixture
def source(tenant: Tenant) -> Source:
    with organization_scope(tenant.id):
        source = make_source(tenant.brand, created_at=NOW)
        Source.objects.update(created_at=timezone.now() - 20 * DAY, last_mention_at=timezone.now() - 5 * HOUR)
        source.refresh_from_db()
        return source


def told(a_day: list[int], *, last: int | None = None) -> dict[datetime, int]:
    """Fifteen days of the same 24 hours; `last`: what each of the last six hours told instead."""
    hours = {hour_of(NOW) - back * HOUR: a_day[(hour_of(NOW) - back * HOUR).hour] for back in range(1, 15 * 24)}
    if last is not None:
        hours |= {hour_of(NOW) - back * HOUR: last for back in range(1, 7)}
    return hours


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [
        (told([5] * 24), 0),
        (told([5] * 24, last=0), 3),  # fifteen were to be expected in three hours
        (told([100] * 24, last=5), 1),
        (told([100] * 24, last=20), 0),
        (told([0] * 6 + [5] * 6 + [0] * 12), 0),  # a source that sleeps at night has just woken up
        (told([1] * 24, last=0), 0),  # six at most were to be expected, and before them twelve came
        (told([0] * 24), 0),
        ({}, 0),
    ],
    ids=["as ever", "nothing", "a twentieth", "a fifth", "by day", "too little to say", "never", "new"],
)
def test_far_below_the_same_hours_of_the_days_before_is_silence(hours: dict[datetime, int], quiet: int) -> None:
    assert quiet_hours(hours, NOW, 14) == quiet


def test_one_loud_day_is_not_what_is_usual() -> None:
    hours = told([0] * 24)
    hours |= {hour_of(NOW) - 2 * DAY - back * HOUR: 500 for back in range(24)}

    assert quiet_hours(hours, NOW, 14) == 0


def fill(source: Source, now: datetime, *, days: int = 15, quiet: int = 5) -> None:
    """Ten an hour, but for the last hours."""
    hours = [hour_of(now) - back * HOUR for back in range(quiet, days * 24)]
    SourceHour.objects.bulk_create(
        SourceHour(organization_id=source.organization_id, source=source, start=hour, mentions=10) for hour in hours
    )


def test_silence_begins_after_the_last_mention_and_is_written_down_when_it_ends(tenant: Tenant, source: Source) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        fill(source, now)
        judge_silence(source, now)
        source.refresh_from_db()
        began = source.silent_since
        judge_silence(source, now + timedelta(minutes=10))
        source.refresh_from_db()
        SourceHour.objects.filter(source=source).delete()
        fill(source, now, quiet=0)
        judge_silence(source, now + timedelta(minutes=20))
        source.refresh_from_db()
        holes = list(Hole.objects.values_list("kind", "began_at", "is_filled"))

    assert began is not None and now - 3 * HOUR < began < now - HOUR
    assert (source.silent_since, holes) == (None, [(HoleKind.SILENT, began, False)])


def test_a_young_source_is_not_judged(tenant: Tenant, source: Source) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        fill(source, now)
        source.created_at = now - 6 * DAY

        assert silent_since(source, now) is None


def test_the_clock_finds_senders_that_fell_silent(tenant: Tenant, source: Source, rival: Tenant) -> None:
    with organization_scope(tenant.id):
        fill(source, timezone.now())
        pause_source(actor=tenant.admin, source=make_source(tenant.brand))

    listen_for_silence()

    with organization_scope(tenant.id):
        silent = list(Source.objects.exclude(silent_since=None))
    assert silent == [source]


def test_what_comes_in_is_counted_by_its_hour(tenant: Tenant, server: Loopback) -> None:
    feed = connected(tenant, server)
    poll(feed)
    poll(feed)

    with organization_scope(tenant.id):
        assert list(SourceHour.objects.values_list("source", "mentions")) == [(feed.pk, 2)]


def connected(tenant: Tenant, server: Loopback) -> Source:
    with organization_scope(tenant.id):
        return connect_source(
            actor=tenant.admin,
            brand=tenant.brand,
            kind=SourceKind.FEED,
            name="News",
            settings={"url": f"{server.url}/feed"},
        )[0]


def holes(tenant: Tenant) -> list[dict[str, Any]]:
    with organization_scope(tenant.id):
        return list(Hole.objects.order_by("pk").values("kind", "began_at", "is_filled", "reason"))


def test_a_source_is_blind_since_it_was_last_heard(tenant: Tenant, server: Loopback) -> None:
    feed = poll(connected(tenant, server))
    heard_at = feed.heard_at
    server.answers["/feed"] = (503, {}, b"")
    poll(feed)
    blind_since = poll(feed).blind_since

    with organization_scope(tenant.id):
        going_on = missed(tenant.brand, timezone.now() - DAY, timezone.now())
    server.answers["/feed"] = (200, {}, FEED)
    seeing = poll(feed)

    assert (blind_since, heard_at is None) == (heard_at, False)
    assert going_on == [Missed(feed.pk, "News", HoleKind.BLIND, blind_since, None)]  # type: ignore[arg-type]  # seen above
    assert (seeing.blind_since, seeing.heard_at and seeing.heard_at > heard_at) == (None, True)  # type: ignore[operator]  # the same
    reason = "The host asks to come back later (503)."
    assert holes(tenant) == [{"kind": "blind", "began_at": heard_at, "is_filled": True, "reason": reason}]


def test_a_feed_that_shows_news_alone_may_have_lost_some(tenant: Tenant, server: Loopback) -> None:
    feed = poll(connected(tenant, server))
    server.answers["/feed"] = (503, {}, b"")
    poll(feed)
    others = FEED.replace(b"news.example/", b"news.example/more/").replace(b"Bag", b"Suitcase")
    server.answers["/feed"] = (200, {}, others)
    poll(feed)

    with organization_scope(tenant.id):
        found = missed(tenant.brand, timezone.now() - DAY, timezone.now())
    assert [row["is_filled"] for row in holes(tenant)] == [False]
    assert [(each.source_name, each.until is None) for each in found] == [("News", False)]


def test_what_was_filled_is_not_missed(tenant: Tenant, source: Source) -> None:
    with organization_scope(tenant.id):
        go_blind(source)
        source.refresh_from_db()
        see_again(source, timezone.now(), is_filled=True)

        assert missed(tenant.brand, timezone.now() - 30 * DAY, timezone.now()) == []


def test_a_paused_source_hears_nothing(tenant: Tenant, source: Source) -> None:
    with organization_scope(tenant.id):
        pause_source(actor=tenant.admin, source=source)
        source.refresh_from_db()
        paused = source.blind_since
        resume_source(actor=tenant.admin, source=source)
        source.refresh_from_db()

    assert (paused, source.blind_since) == (source.created_at, None)
    assert [(row["kind"], row["is_filled"]) for row in holes(tenant)] == [("blind", False)]


def test_another_time_and_another_brand_are_not_asked_for(tenant: Tenant, source: Source, rival: Tenant) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        go_blind(source)
        source.refresh_from_db()
        see_again(source, now - 10 * DAY, is_filled=False)

        assert missed(tenant.brand, now - 9 * DAY, now) == []
        assert len(missed(tenant.brand, now - 11 * DAY, now)) == 1


def test_people_see_it_on_the_overview_and_at_the_source(tenant: Tenant, source: Source, client_of: ClientOf) -> None:
    now = timezone.now()
    with organization_scope(tenant.id):
        fill(source, now)
        go_blind(source)
        source.refresh_from_db()
        see_again(source, now, is_filled=False)
    judge_senders()
    client = client_of(tenant.admin)

    overview = client.get(reverse("incidents:overview", args=[tenant.slug])).content.decode()
    page = client.get(reverse("mentions:source", args=[tenant.slug, source.pk])).content.decode()

    assert f"{source.name} tells far less than usual" in overview
    assert "Far fewer mentions than in the same hours of the days before, since" in page
    assert ("What was missed" in page, "May be missing" in page) == (True, True)
