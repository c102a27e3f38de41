"""The sources of an organization as its people look at them; four queries, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, Membership
from crisisdesk.web.pagination import Page, keyset_page
from crisisdesk.work import WorkState
from mentions.enums import SourceStatus
from mentions.models import FileImport, Sighting, Source, WebhookDelivery
from mentions.queries.source_health import Health, health_of, next_check

DAY: Final = timedelta(hours=24)
PAGE_SIZE: Final = 100


@dataclass(frozen=True)
class SourceRow:
    source: Source
    health: Health
    about: str  # the kind and what it reads
    mentions: int  # seen within a day
    next_at: datetime | None
    upload: FileImport | None


@dataclass(frozen=True)
class SourceList:
    rows: list[SourceRow]
    page: Page[Source]
    archived: int
    brands: list[Brand]

    @property
    def alarming(self) -> list[SourceRow]:
        return [row for row in self.rows if row.health.is_alarming]

    @property
    def mentions(self) -> int:
        return sum(row.mentions for row in self.rows)

    @property
    def newest(self) -> datetime | None:
        return max((row.source.last_mention_at for row in self.rows if row.source.last_mention_at), default=None)


def read_sources(member: Membership, *, brand: str = "", archived: bool = False, cursor: str = "") -> SourceList:
    brands = list(Brand.objects.for_member(member).active().order_by("name"))
    sources = Source.objects.for_member(member).with_brand_and_job().filter(brand__archived_at=None)
    if chosen := next((each for each in brands if each.slug == brand), None):
        sources = sources.filter(brand=chosen)
    shelved = sources.filter(status=SourceStatus.DISABLED)
    shown = shelved if archived else sources.exclude(status=SourceStatus.DISABLED)
    page = keyset_page(shown, order=("name", "pk"), cursor=cursor, size=PAGE_SIZE)
    rows = sorted(describe(page.rows), key=lambda row: row.health.rank)
    return SourceList(rows, page, shelved.count(), brands)


def listened_for() -> list[Brand]:
    """The brands whose words are looked for in whatever comes in."""
    return list(Brand.objects.active().order_by("pk"))


def describe(sources: Sequence[Source]) -> list[SourceRow]:
    now = timezone.now()
    seen = (
        Sighting.objects.filter(source__in=sources, seen_at__gt=now - DAY).values("source").annotate(count=Count("pk"))
    )
    mentions = {row["source"]: row["count"] for row in seen}
    parked = _parked(sources)
    uploads = _last_imports(sources)
    return [
        SourceRow(
            source=source,
            health=health_of(source, now, parked=parked.get(source.pk, 0), upload=uploads.get(source.pk)),
            about=about(source),
            mentions=mentions.get(source.pk, 0),
            next_at=next_check(source),
            upload=uploads.get(source.pk),
        )
        for source in sources
    ]


def _parked(sources: Sequence[Source]) -> dict[int, int]:
    rows = WebhookDelivery.objects.filter(source__in=sources, state=WorkState.PARKED)
    return {row["source"]: row["count"] for row in rows.values("source").annotate(count=Count("pk"))}


def _last_imports(sources: Sequence[Source]) -> dict[int, FileImport]:
    newest = FileImport.objects.filter(source__in=sources).values("source").annotate(last=Max("pk")).values("last")
    return {upload.source_id: upload for upload in FileImport.objects.filter(pk__in=newest).defer("content", "mapping")}


def about(source: Source) -> str:
    kind: str = source.get_kind_display()
    known = source.settings
    host = known.get("handle") or known.get("host") or urlsplit(known.get("url") or known.get("server") or "").hostname
    if not host:
        return kind
    return _("%(kind)s · %(host)s") % {"kind": kind, "host": host.removeprefix("www.")}
