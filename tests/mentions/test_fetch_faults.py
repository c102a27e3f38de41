"""What nobody has foreseen over one source: it is said, it is slowed down, and it never stops the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import claim, perform
from mentions.models import FetchJob, FetchVisit, Source
from mentions.services import fetching
from mentions.services.fetching import fetch_source
from tests.loopback import Loopback
from tests.mentions.test_fetching import due_in, feed, poll, server

__all__ = ["feed", "server"]  # fixtures


def turn(source: Source) -> bool:
    with organization_scope(source.organization_id):
        FetchJob.objects.filter(source=source).update(due_at=timezone.now(), lease_until=None)
        job = FetchJob.objects.get(source=source)
    return perform(FetchJob, source.organization_id, job.pk, fetch_source)


def test_a_fault_that_nobody_foresaw_is_shown_after_three_times(feed: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_source: Source) -> None:
        raise RuntimeError("the parser is gone")

    monkeypatch.setattr(fetching, "read_page", broken)

    assert [turn(feed) for _ in range(4)] == [False, False, False, True]

    with organization_scope(feed.organization_id):
        feed.refresh_from_db()
        visit = FetchVisit.objects.get()
    assert (feed.status, feed.failures, visit.failed) == ("needs_attention", 1, True)
    assert feed.reason == visit.reason == "Reading it failed three times. The log says how."
    assert due_in(feed) > timedelta(minutes=1)


def let_workers_die_over(source: Source) -> None:
    """Three of them, and the fourth turn is over."""
    with organization_scope(source.organization_id):
        job = FetchJob.objects.get(source=source)
    for _ in range(3):
        assert claim(FetchJob, source.organization_id, job.pk)
        with organization_scope(source.organization_id):
            FetchJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # it died two minutes ago
    assert perform(FetchJob, source.organization_id, job.pk, fetch_source)
    with organization_scope(source.organization_id):
        source.refresh_from_db()


def test_a_document_that_kills_the_worker_is_shown(feed: Source) -> None:
    let_workers_die_over(feed)

    assert (feed.status, feed.failures) == ("needs_attention", 1)


def test_it_is_read_again_as_soon_as_it_can_be(feed: Source, server: Loopback) -> None:
    let_workers_die_over(feed)

    poll(feed)

    assert (feed.status, feed.failures, feed.reason) == ("active", 0, "")
    assert [path for path, _ in server.asked] == ["/feed"]


def test_after_a_failure_nothing_is_asked_by_another_places_validators(feed: Source, server: Loopback) -> None:
    whole = server.answers["/feed"]
    server.answers |= {"/feed": (301, {"Location": "/new"}, b""), "/new": whole}
    poll(feed)
    server.answers["/new"] = (500, {}, b"")

    poll(feed)

    assert feed.cursor == {}
