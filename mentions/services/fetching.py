"""The standing order of a source: fetch a page, bring it in, and say when to come back."""

import random
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from crisisdesk.sealed import seal
from crisisdesk.tenancy import organization_scope
from crisisdesk.web.guarded_http import FetchError
from crisisdesk.work import Lease
from mentions.enums import SourceKind, SourceStatus
from mentions.models import FetchVisit, Source
from mentions.services.completeness import go_blind, judge_silence, see_again
from mentions.services.ingest import NOTHING, IngestReport, ingest
from mentions.services.newcomers import concerning
from mentions.services.source_secrets import opened
from mentions.services.understanding import BATCH, understand
from mentions.signals import brand_looked_after
from mentions.sources.contract import Asking, Page
from mentions.sources.registry import CONNECTORS

FETCHED: Final = {SourceStatus.ACTIVE, SourceStatus.DEGRADED, SourceStatus.NEEDS_ATTENTION}
LEFT_ALONE: Final = {SourceStatus.PAUSED, SourceStatus.DISABLED}
POLL: Final = timedelta(minutes=10)
SOONEST: Final = timedelta(minutes=1)
FIRST_RETRY: Final = timedelta(minutes=2)
LONGEST_WAIT: Final = timedelta(hours=6)
DEGRADED_AFTER: Final = 3
VISITS_KEPT: Final = 100
FAULTS: Final = 3
OF_A_PLACE: Final = {"moved_to", "etag", "modified"}
FOR_GOOD: Final = frozenset(
    {"gone", "denied", "sealed", "address", "scheme", "port", "private", "html", "not_a_feed", "fault"}
)


def fetch_source(lease: Lease) -> None:
    """The worker's service. A failing source is slowed down and says why; it is never parked.

    So is one over which the worker died, or failed with something that nobody has foreseen, three times in a row.
    """
    with organization_scope(lease.organization_id):
        source = Source.objects.select_related("brand").get(job__pk=lease.pk)
    if source.status not in FETCHED or source.brand.archived_at:
        # The order stands: whoever resumes the source at this very moment finds it still there.
        with lease.effect(again_at=timezone.now() + POLL):
            return
    if lease.attempt > FAULTS:
        _note_failure(lease, source, FetchError("fault", _("Reading it failed three times. The log says how.")))
        return
    try:
        page = read_page(source)
    except FetchError as fault:
        _note_failure(lease, source, fault)
        return
    _store(lease, source, page)


def read_page(source: Source) -> Page:
    """What the source shows now; nothing is stored. Raises FetchError."""
    asking = Asking(
        source.settings,
        source.cursor,
        timezone.now(),
        source.brand.words,
        secret=opened(source.secret),
        session=opened(source.session),
    )
    return CONNECTORS[source.kind].fetch(asking)


def _store(lease: Lease, source: Source, page: Page) -> None:
    """All but the last batch are steps: what was stored stays, and the cursor moves with the last one."""
    with organization_scope(lease.organization_id):
        items, is_urgent = concerning(source, page.items), _is_urgent(source)
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)] or [[]]
    report = NOTHING
    for batch in batches[:-1]:
        understood = understand(lease.organization_id, batch)
        with lease.step():
            report += ingest(source=source, understood=understood)
    understood = understand(lease.organization_id, batches[-1])
    with lease.effect(again_at=timezone.now() + _pause(source, page, is_urgent=is_urgent)):
        if understood:
            report += ingest(source=source, understood=understood)
        _note_success(source, page, report)
        if report.added or source.kind != SourceKind.DEMO:
            note_visit(source, added=report.added, known=report.known, reason=page.note)


def _pause(source: Source, page: Page, *, is_urgent: bool) -> timedelta:
    """What the host asks for, within the pace of the kind. Who says "more" and stands still is not run after.

    Where every minute counts, as soon as the kind allows.
    """
    if page.more and page.cursor != source.cursor:
        return page.come_back_after or timedelta()
    pace = CONNECTORS[source.kind].pace
    if page.come_back_after:
        return max(pace.soonest, page.come_back_after)
    return pace.soonest if is_urgent else max(pace.soonest, _jittered(page.best_after or pace.usual))


def _is_urgent(source: Source) -> bool:
    answers = brand_looked_after.send(Source, brand_id=source.brand_id)
    return any(is_urgent for _receiver, is_urgent in answers)


def _jittered(wait: timedelta) -> timedelta:
    """Sources that were connected together should not knock together for ever."""
    return wait * random.uniform(0.9, 1.1)  # noqa: S311 -- spreads load, hides nothing


def _note_success(source: Source, page: Page, report: IngestReport) -> None:
    rows, now = Source.objects.filter(pk=source.pk), timezone.now()
    rows.update(cursor=page.cursor, failures=0, reason=page.note, last_fetch_at=now)
    if not page.more:
        # A feed shows its last items: where all of them are new, others may have come and gone meanwhile.
        see_again(source, now, is_filled=source.kind != SourceKind.FEED or not report.added)
    if source.silent_since or not report.added:
        judge_silence(source, now)
    if page.session is not None:
        # Not that of a secret which was replaced while this page was on its way.
        rows.filter(secret=source.secret).update(session=seal(page.session))
    rows.exclude(status__in=LEFT_ALONE).update(status=SourceStatus.ACTIVE)


def _note_failure(lease: Lease, source: Source, fault: FetchError) -> None:
    failures = source.failures + 1
    status = SourceStatus.DEGRADED if failures >= DEGRADED_AFTER else SourceStatus.ACTIVE
    if fault.code in FOR_GOOD:
        status = SourceStatus.NEEDS_ATTENTION
    # Where it moved to is forgotten, and what that place said of its age: the next visit begins anew.
    cursor = {name: value for name, value in source.cursor.items() if name not in OF_A_PLACE}
    with lease.effect(again_at=timezone.now() + wait_after(failures, fault)):
        rows = Source.objects.filter(pk=source.pk)
        rows.update(failures=failures, reason=str(fault), last_fetch_at=timezone.now(), cursor=cursor)
        rows.exclude(status__in=LEFT_ALONE).update(status=status)
        go_blind(source)
        note_visit(source, failed=True, reason=str(fault))


def note_visit(source: Source, **found: Any) -> None:  # noqa: ANN401 -- figures and words of a visit
    visits = FetchVisit.objects.filter(source=source)
    FetchVisit.objects.create(organization_id=source.organization_id, source=source, at=timezone.now(), **found)
    visits.exclude(pk__in=visits.order_by("-pk").values("pk")[:VISITS_KEPT]).delete()


def wait_after(failures: int, fault: FetchError) -> timedelta:
    """Twice as long each time, up to six hours; never less than the host asked for."""
    return max(fault.come_back_after or SOONEST, _jittered(min(LONGEST_WAIT, FIRST_RETRY * 2 ** min(failures - 1, 8))))
