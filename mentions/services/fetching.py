"""The standing order of a source: fetch a page, bring it in, and say when to come back."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crisisdesk.tenancy import organization_scope
from crisisdesk.web.guarded_http import FetchError
from crisisdesk.work import Lease
from mentions.enums import SourceKind, SourceStatus
from mentions.models import Source
from mentions.services.ingest import ingest
from mentions.services.understanding import BATCH, understand
from mentions.sources.demo.stream import items_between
from mentions.sources.feed.connector import Page, fetch_feed
from mentions.sources.feed.parser import UnreadableFeedError

FETCHED: Final = {SourceStatus.ACTIVE, SourceStatus.DEGRADED, SourceStatus.NEEDS_ATTENTION}
POLL: Final = timedelta(minutes=10)
DEMO_POLL: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=6)
DEGRADED_AFTER: Final = 3
FOR_GOOD: Final = {"gone", "address", "scheme", "port", "private"}


def fetch_source(lease: Lease) -> None:
    """The worker's service. A failing source is slowed down and says why; it is never parked."""
    with organization_scope(lease.organization_id):
        source = Source.objects.get(job__pk=lease.pk)
    if source.status not in FETCHED:
        with lease.effect():
            return
    try:
        page = _page(source)
    except (FetchError, UnreadableFeedError) as fault:
        _note_failure(lease, source, fault.code, str(fault))
        return
    _store(lease, source, page)


def _page(source: Source) -> Page:
    if source.kind == SourceKind.DEMO:
        return _demo_page(source)
    return fetch_feed(source.settings["url"], source.cursor, timezone.now())


def _demo_page(source: Source) -> Page:
    now = timezone.now()
    since = datetime.fromisoformat(source.cursor.get("until", now.isoformat()))
    fire = source.cursor.get("fire_at")
    fire_at = datetime.fromisoformat(fire) if fire else None
    items = items_between(source.settings["script"], since, now, fire_at=fire_at)
    return Page(items, source.cursor | {"until": now.isoformat()}, DEMO_POLL)


def _store(lease: Lease, source: Source, page: Page) -> None:
    """All but the last batch are steps: what was stored stays, and the cursor moves with the last one."""
    batches = [page.items[start : start + BATCH] for start in range(0, len(page.items), BATCH)] or [[]]
    for batch in batches[:-1]:
        understood = understand(lease.organization_id, batch)
        with lease.step():
            ingest(source=source, understood=understood)
    understood = understand(lease.organization_id, batches[-1])
    with lease.effect(again_at=timezone.now() + (page.come_back_after or POLL)):
        if understood:
            ingest(source=source, understood=understood)
        _note_success(source, page)


def _note_success(source: Source, page: Page) -> None:
    rows = Source.objects.filter(pk=source.pk)
    rows.update(cursor=page.cursor, failures=0, reason=page.note, last_fetch_at=timezone.now())
    rows.exclude(status__in={SourceStatus.PAUSED, SourceStatus.DISABLED}).update(status=SourceStatus.ACTIVE)


def _note_failure(lease: Lease, source: Source, code: str, sentence: str) -> None:
    failures = source.failures + 1
    status = SourceStatus.ACTIVE
    if code in FOR_GOOD:
        status = SourceStatus.NEEDS_ATTENTION
    elif failures >= DEGRADED_AFTER:
        status = SourceStatus.DEGRADED
    wait = min(LONGEST_WAIT, POLL * 2 ** min(failures - 1, 8))
    with lease.effect(again_at=timezone.now() + wait):
        rows = Source.objects.filter(pk=source.pk).exclude(status__in={SourceStatus.PAUSED, SourceStatus.DISABLED})
        rows.update(status=status, failures=failures, reason=sentence or _("Unknown"), last_fetch_at=timezone.now())
