"""Figures of a story, measured at its own last minute, so that an old week reads as it was lived."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from mentions.models import Match, Story


@dataclass(frozen=True)
class StoryFigures:
    """`growth` is the last hour over the hour before; None when there was no hour before."""

    mentions: int
    last_hour: int
    hour_before: int
    authors: int
    reach: int | None
    negative_share: float

    @property
    def growth(self) -> float | None:
        return self.last_hour / self.hour_before if self.hour_before else None


def story_figures(story: Story) -> StoryFigures:
    hour = timedelta(hours=1)
    end: datetime = story.last_at
    counted = Match.objects.filter(story=story).aggregate(
        last_hour=Count("pk", filter=Q(mention__published_at__gt=end - hour)),
        hour_before=Count(
            "pk", filter=Q(mention__published_at__gt=end - 2 * hour, mention__published_at__lte=end - hour)
        ),
    )
    return StoryFigures(
        mentions=story.mentions_count,
        last_hour=counted["last_hour"],
        hour_before=counted["hour_before"],
        authors=story.authors_count,
        reach=story.reach,
        negative_share=story.negative_count / story.mentions_count if story.mentions_count else 0.0,
    )
