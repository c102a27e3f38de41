"""Two weeks of what people have said, through the same door as everything that comes in later."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from accounts.models import Brand
from crisisdesk.tenancy import organization_scope
from mentions.enums import ANSWER_WITHIN, SourceKind
from mentions.models import FetchJob, Mention, Sighting, Source, Story
from mentions.services.ingest import ingest
from mentions.services.sources import connect_source
from mentions.services.understanding import understand
from mentions.sources.demo.stream import fire_moment, items_between
from mentions.sources.item import Item
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.moments import ago, clock_at

HISTORY: Final = timedelta(days=14)
IN_FULL: Final = timedelta(hours=8)  # before that people are terse: fewer sentences to read for the same figures
LOOKS: Final = (4, 8, 11, 13)  # on which of its days, before the last hours
SEEN_AFTER: Final = timedelta(seconds=4)
EDGES: Final = tuple(timedelta(minutes=minutes) for minutes in (2, 4, 8, 15, 45))  # how a fire was looked at


@dataclass(frozen=True)
class OldFire:
    """`number` of the brand's fires in the script; the hour of that day is UTC."""

    brand: str
    number: int
    days_ago: int
    hour: int

    def lit_at(self, now: datetime) -> datetime:
        day = ago(now, days=self.days_ago).replace(hour=self.hour, minute=12, second=0, microsecond=0)
        return fire_moment(self.brand, day, self.number)


OLD_FIRES: Final = (OldFire("ternway", 2, days_ago=9, hour=8), OldFire("halcyra", 2, days_ago=4, hour=12))


def listen(desk: Desk, now: datetime) -> None:
    """A source that has begun to fetch by itself is left alone."""
    sources = {slug: _source(desk, brand, now) for slug, brand in desk.brands.items()}
    new = {slug: source for slug, source in sources.items() if "until" not in source.cursor}
    for slug, source in new.items():
        _bring_in(source, list(_history(slug, now)))
    if new:
        _begin_to_fetch(desk, [source.pk for source in new.values()], now)


def _source(desk: Desk, brand: Brand, now: datetime) -> Source:
    with organization_scope(desk.id), transaction.atomic(), clock_at(now - HISTORY):
        known: Source | None = Source.objects.filter(brand=brand, kind=SourceKind.DEMO).first()
        if known:
            return known
        source, _ = connect_source(
            actor=desk.people["admin"],
            brand=brand,
            kind=SourceKind.DEMO,
            name="Demo stream",
            settings={"slug": brand.slug},
        )
        FetchJob.objects.filter(source=source).update(due_at=now + timedelta(minutes=10))  # the past comes first
        return source


def _history(slug: str, now: datetime) -> Iterator[tuple[datetime, list[Item]]]:
    """By the moment at which it was looked at: now and then, and more often while it burned."""
    fires = [fire.lit_at(now) for fire in OLD_FIRES if fire.brand == slug]
    days = (now - HISTORY + timedelta(days=day) for day in LOOKS)
    since = now - HISTORY
    for until in sorted({*days, now - IN_FULL, now, *fires, *(fire + edge for fire in fires for edge in EDGES)}):
        burning = next((fire for fire in fires if fire < until), None)
        terse = until <= now - IN_FULL
        yield until, items_between(slug, since, until, fire_at=burning, terse=terse)
        since = until


def _bring_in(source: Source, looks: Sequence[tuple[datetime, list[Item]]]) -> None:
    """All is understood at once, since the same sentence is then read once."""
    understood = iter(understand(source.organization_id, [item for _, items in looks for item in items]))
    for at, items in looks:
        with clock_at(at), organization_scope(source.organization_id):
            ingest(source=source, understood=list(islice(understood, len(items))))


def _begin_to_fetch(desk: Desk, sources: Collection[int], now: datetime) -> None:
    """What came in by the day was seen when it was said, as the stream itself does."""
    with organization_scope(desk.id):
        Mention.objects.update(received_at=F("published_at") + SEEN_AFTER)
        said = Mention.objects.filter(pk=OuterRef("mention_id")).values("received_at")
        Sighting.objects.update(seen_at=Subquery(said[:1]))
        Story.objects.update(waiting_since=F("last_at") + SEEN_AFTER)
        for level, within in ANSWER_WITHIN.items():
            Story.objects.filter(level=level, due_at__isnull=False).update(due_at=F("waiting_since") + within)
        Source.objects.filter(pk__in=sources).update(cursor={"until": now.isoformat()}, last_fetch_at=now)
        FetchJob.objects.filter(source__in=sources).update(due_at=now)
