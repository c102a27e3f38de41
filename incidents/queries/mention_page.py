"""One mention: its words, who wrote it, which sources showed it, in which stories it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Brand, Membership
from incidents.queries.headlines import Spans, brand_spans, shortened
from mentions.models import Match, Mention, Sighting
from mentions.queries.spread import mentions_by_author

EARLIER = 10


@dataclass(frozen=True)
class MentionPage:
    mention: Mention
    spans: Spans
    matches: Sequence[Match]
    sightings: Sequence[Sighting]
    earlier: Sequence[Mention]

    @property
    def title(self) -> str:
        return shortened(self.mention.title or self.mention.text or self.mention.url)


def mention_rows(member: Membership) -> QuerySet[Mention]:
    """A mention belongs to nobody until it concerns a brand: whoever is limited sees those of their brands."""
    rows: QuerySet[Mention] = Mention.objects.all()
    if not member.limited:
        return rows
    return rows.filter(Exists(_matches(member).filter(mention=OuterRef("pk"))))


def read_mention(member: Membership, mention: Mention) -> MentionPage:
    matches = list(_matches(member).filter(mention=mention).select_related("story", "brand").order_by("pk"))
    sightings = Sighting.objects.filter(mention=mention, source__brand__in=Brand.objects.for_member(member))
    return MentionPage(
        mention=mention,
        spans=sorted({span for match in matches for span in brand_spans(match.brand, mention.text)}),
        matches=matches,
        sightings=list(sightings.select_related("source__brand").order_by("seen_at")),
        earlier=list(mentions_by_author(mention_rows(member), mention)[:EARLIER]),
    )


def _matches(member: Membership) -> QuerySet[Match]:
    rows = Match.objects.all()
    return rows.filter(brand__in=Brand.objects.for_member(member)) if member.limited else rows
