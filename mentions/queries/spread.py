"""Where a story goes on, and what its first author said before."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from mentions.models import Match, Mention, Story

SAMPLE: Final = 1_000  # the newest of a large story: a person reads shares, nobody waits for an exact count


@dataclass(frozen=True)
class Spread:
    network: str
    mentions: int


def spread_of(story: Story) -> list[Spread]:
    """By network, the largest first, of the story's newest mentions; one query."""
    newest = Match.objects.filter(story=story).order_by("-pk").values("mention_id")[:SAMPLE]
    rows = Mention.objects.filter(pk__in=newest).values("network").annotate(count=Count("pk")).order_by("-count")
    return [Spread(row["network"], row["count"]) for row in rows]


def mentions_by_author(rows: "QuerySet[Mention]", mention: Mention) -> "QuerySet[Mention]":
    """Of `rows` the others of the same account in the same network, the newest first. A name alone is nobody."""
    if not mention.author_handle:
        return rows.none()
    same = rows.filter(author_handle=mention.author_handle, network=mention.network).exclude(pk=mention.pk)
    return same.order_by("-published_at", "-pk")
