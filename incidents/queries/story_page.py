"""One story as the detail and the context pane show it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Membership
from crisisdesk.web import charts
from crisisdesk.web.pagination import CountUpTo
from crisisdesk.web.wording import clock_time, compact_number
from incidents.models import Incident, TriageVerdict
from incidents.queries.headlines import Headline, Spans, brand_spans, headline
from incidents.queries.matching_risks import MatchingRisk, matching_risks
from incidents.queries.mention_page import mention_rows
from incidents.queries.queue import CLOCK_RUNS, FEW, few, stories_for
from mentions.enums import WAITING_STORIES, StoryStatus
from mentions.models import Match, Mention, Story
from mentions.queries.levels import reasons_in_words
from mentions.queries.rhythm import rhythms
from mentions.queries.spread import Spread, mentions_by_author, spread_of
from mentions.queries.stories import StoryFigures, story_figures

ALSO: Final = 4
CHART_HOURS: Final = 24
EARLIER: Final = 3


@dataclass(frozen=True)
class StoryDetail:
    story: Story
    words: Headline
    spans: Spans
    why: list[str]
    figures: StoryFigures
    verdict: TriageVerdict | None
    also: Sequence[Mention]
    chart: charts.Volume

    @property
    def lead(self) -> Mention:
        return self.story.lead

    @property
    def growth(self) -> str:
        """The last hour over the hour before, in per cent; without an hour before it is new."""
        growth = self.figures.growth
        return pgettext("growth", "new") if growth is None else f"{growth - 1:+.0%}".replace("%", "\N{NO-BREAK SPACE}%")

    @property
    def negative(self) -> str:
        return f"{self.figures.negative_share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")

    @property
    def waits(self) -> bool:
        return self.story.status in WAITING_STORIES

    @property
    def is_answered_here(self) -> bool:
        return self.story.status == StoryStatus.REPLYING

    @property
    def chart_subtitle(self) -> str:
        zone = timezone.localtime(self.story.last_at).tzname() or ""
        return _("Mentions of %(brand)s by the hour, %(zone)s") % {"brand": self.story.brand.name, "zone": zone}

    @property
    def is_due(self) -> bool:
        return self.story.due_at is not None and self.story.status in CLOCK_RUNS


def story_rows(member: Membership) -> QuerySet[Story]:
    return stories_for(member).select_related("brand", "lead", "owner__user").defer("signature", "exact", "pace")


def read_story(story: Story) -> StoryDetail:
    verdict = TriageVerdict.objects.in_force().filter(story=story).select_related("actor__user").first()
    figures = story_figures(story)
    return StoryDetail(
        story=story,
        words=headline(story.brand, story.lead.title, story.lead.text, otherwise=story.title),
        spans=brand_spans(story.brand, story.lead.text),
        why=reasons_in_words(story.level_reasons),
        figures=figures,
        verdict=verdict,
        also=[match.mention for match in matches_of(story).exclude(mention=story.lead_id)[:ALSO]],
        chart=_chart(story),
    )


def matches_of(story: Story) -> QuerySet[Match]:
    """The story's mentions as they came, the newest first."""
    return Match.objects.filter(story=story).select_related("mention").order_by("-pk")


def _chart(story: Story) -> charts.Volume:
    """The brand's hours around the story, over what is usual for the brand."""
    rhythm = rhythms([story.brand_id], story.last_at, CHART_HOURS)[story.brand_id]
    low, high = rhythm.usual or (None, None)
    now = timezone.now()
    points = [
        charts.Point(_hour(start, now), count, low, high, start)
        for start, count in zip(rhythm.starts, rhythm.hours, strict=True)
    ]
    first = bisect_right(rhythm.starts, story.first_at) - 1
    words = _("first post %(time)s") % {"time": clock_time(story.first_at, now)}
    return charts.volume(points, title=_finding(rhythm.last, rhythm.usual), marks=[charts.Mark(first, words)])


def _hour(start: datetime, now: datetime) -> str:
    return (
        clock_time(start, now) if timezone.localtime(start).hour == 0 else timezone.localtime(start).strftime("%H:%M")
    )


def _finding(last: int, usual: tuple[int, int] | None) -> str:
    sentence = ngettext(
        "%(figure)s mention of the brand in the last hour", "%(figure)s mentions of the brand in the last hour", last
    ) % {"figure": compact_number(last)}
    if usual is None:
        return sentence
    return _("%(finding)s, usual %(low)s–%(high)s") % {
        "finding": sentence,
        "low": compact_number(usual[0]),
        "high": compact_number(usual[1]),
    }


@dataclass(frozen=True)
class StoryContext:
    incident: Incident | None
    earlier: Sequence[Mention]
    earlier_count: int
    risks: list[MatchingRisk]
    spread: list[Spread]

    @property
    def earlier_words(self) -> str:
        return few(self.earlier_count)


def read_context(member: Membership, story: Story) -> StoryContext:
    incidents = Incident.objects.for_member(member).select_related("lead__user")
    by_author = mentions_by_author(mention_rows(member), story.lead)
    earlier = list(by_author.annotate(of_author=CountUpTo(by_author, FEW))[:EARLIER])
    return StoryContext(
        incident=incidents.of_story(story).first(),
        earlier=earlier,
        earlier_count=earlier[0].of_author if earlier else 0,
        risks=matching_risks(member, story.brand, f"{story.lead.title}\n{story.lead.text}"),
        spread=spread_of(story),
    )
