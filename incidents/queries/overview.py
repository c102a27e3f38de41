"""The first page after signing in: what needs this person, and how each brand stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, Membership
from crisisdesk.web import charts
from crisisdesk.web.wording import compact_number, span
from incidents.models import Incident, TriageVerdict
from incidents.models.triage import TriageVerdictQuerySet
from incidents.queries.board import open_incidents
from incidents.queries.headlines import shortened
from incidents.queries.history import midnight
from incidents.queries.queue import few, stories_for
from incidents.queries.sources import sources_for
from mentions.enums import Level, SourceStatus
from mentions.models import Source, Story
from mentions.models.story import DUE_ORDER
from mentions.queries.rhythm import Rhythm, rhythms
from mentions.queries.waiting import Waiting, waiting_at

SHOWN_HOURS: Final = 36
FIRST_STORIES: Final = 3
MOST_FIRST: Final = 8
SOON: Final = timedelta(hours=1)
MEASURED: Final = 200
PEOPLE: Final = 5
AILING: Final = (SourceStatus.NEEDS_ATTENTION, SourceStatus.DEGRADED)
MORNING, AFTERNOON, EVENING = 5, 12, 18


@dataclass(frozen=True)
class BrandCard:
    brand: Brand
    waiting: Waiting
    incidents: list[Incident]
    rhythm: Rhythm
    chart: charts.Sparkline

    @property
    def level(self) -> int:
        """The worst of what is open and of what waits."""
        return max([self.waiting.worst, *(row.level for row in self.incidents)])

    @property
    def burns(self) -> bool:
        return any(row.level >= Level.CRISIS for row in self.incidents)

    @property
    def waiting_words(self) -> str:
        return few(self.waiting.count)

    @property
    def rate(self) -> str:
        return _rate(self.rhythm)


def _rate(rhythm: Rhythm) -> str:
    if rhythm.usual is None:
        return _("an hour; what is usual is not known yet")
    low, high = map(compact_number, rhythm.usual)
    return _("an hour, usual %(low)s–%(high)s") % {"low": low, "high": high}


@dataclass(frozen=True)
class Overview:
    cards: Sequence[BrandCard]
    incidents: Sequence[Incident]
    stories: Sequence[Story]
    sources: Sequence[Source]
    mine: int
    minutes: int | None
    people: Sequence[tuple[Membership, int]]
    has_source: bool

    @property
    def greeting(self) -> str:
        hour = timezone.localtime().hour
        if MORNING <= hour < AFTERNOON:
            return _("Good morning, %(name)s")
        if AFTERNOON <= hour < EVENING:
            return _("Good afternoon, %(name)s")
        return _("Good evening, %(name)s")

    @property
    def above_usual(self) -> int:
        return sum(card.rhythm.is_over for card in self.cards)

    @property
    def median_words(self) -> str:
        return span((self.minutes or 0) * 60)

    @property
    def is_calm(self) -> bool:
        return not (self.incidents or self.stories or self.sources)


def read_overview(member: Membership) -> Overview:
    """A constant number of queries, however many brands there are."""
    brands = list(Brand.objects.for_member(member).active().order_by("name"))
    found, sources = open_incidents(member), list(sources_for(member))
    return Overview(
        cards=_cards(member, brands, found.rows),
        incidents=_pressing(found.rows),
        stories=_first_stories(member),
        sources=[row for row in sources if row.status in AILING or row.is_silent],
        mine=_decided_today(member).filter(actor=member).count(),
        minutes=_minutes_to_decide(member),
        people=_people(member),
        has_source=bool(sources),
    )


def _cards(member: Membership, brands: Sequence[Brand], incidents: Sequence[Incident]) -> list[BrandCard]:
    keys = [brand.pk for brand in brands]
    waiting, rhythm = waiting_at(member.organization_id, keys), rhythms(keys, timezone.now(), SHOWN_HOURS)
    cards = [_card(brand, waiting, rhythm[brand.pk], incidents) for brand in brands]
    return sorted(cards, key=lambda card: (-card.level, card.waiting.first_due or _far(), card.brand.name))


def _card(brand: Brand, waiting: Mapping[int, Waiting], rhythm: Rhythm, incidents: Sequence[Incident]) -> BrandCard:
    title = f"{brand.name}: {compact_number(rhythm.last)} {_rate(rhythm)}"
    chart = charts.sparkline(rhythm.hours, title=title, usual=rhythm.usual)
    of_brand = [row for row in incidents if row.brand_id == brand.pk]
    return BrandCard(brand, waiting.get(brand.pk, Waiting()), of_brand, rhythm, chart)


def _far() -> datetime:
    return timezone.now() + timedelta(days=365)


def _pressing(incidents: Sequence[Incident]) -> list[Incident]:
    """Those that wait for an update within the hour, and those that nobody leads."""
    soon = timezone.now() + SOON
    pressing = [row for row in incidents if row.lead_id is None or _is_before(row.next_update_at, soon)]
    return pressing[:MOST_FIRST]


def _is_before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit


def _first_stories(member: Membership) -> list[Story]:
    """What is free or mine and needs an answer: the highest level first, then what is due first."""
    free = stories_for(member).waiting().filter(due_at__isnull=False).free_for(member)
    rows = list(
        free.select_related("brand", "lead")
        .defer("signature", "exact", "pace")
        .order_by("-level", DUE_ORDER, "-last_at", "-pk")[:FIRST_STORIES]
    )
    for row in rows:
        row.title = shortened(row.lead.title or row.lead.text or row.title)
    return rows


def _decided_today(member: Membership) -> TriageVerdictQuerySet:
    rows: TriageVerdictQuerySet = TriageVerdict.objects.for_member(member).filter(at__gte=midnight(), undone_at=None)
    return rows


def _minutes_to_decide(member: Membership) -> int | None:
    """From the moment a story began to wait to this person's verdict: the median of today's last ones."""
    times = _decided_today(member).filter(actor=member).order_by("-at").values_list("at", "story__waiting_since")
    minutes = [(at - since).total_seconds() / 60 for at, since in times[:MEASURED] if at >= since]
    return round(median(minutes)) if minutes else None


def _people(member: Membership) -> list[tuple[Membership, int]]:
    """Who has decided most today, and how much."""
    rows = _decided_today(member).values("actor").annotate(count=Count("pk")).order_by("-count", "actor")[:PEOPLE]
    counts = {row["actor"]: row["count"] for row in rows}
    people = Membership.objects.select_related("user").in_bulk(counts)
    return [(people[pk], count) for pk, count in counts.items()]
