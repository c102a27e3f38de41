"""What a batch adds to the sums of its stories, in one statement: a crisis touches hundreds at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from mentions.enums import ANSWER_WITHIN, Level, Tone
from mentions.models import Mention

GROW: Final = """
UPDATE mentions_story story SET
    mentions_count = story.mentions_count + grown.mentions,
    negative_count = story.negative_count + grown.negatives,
    authors_count = story.authors_count + grown.authors,
    reach = CASE WHEN grown.reach IS NULL THEN story.reach ELSE coalesce(story.reach, 0) + grown.reach END,
    due_at = CASE WHEN grown.negatives > 0 THEN coalesce(story.due_at, %s) ELSE story.due_at END,
    first_at = least(story.first_at, grown.first_at),
    last_at = greatest(story.last_at, grown.last_at)
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])
    AS grown (id, mentions, negatives, authors, reach, first_at, last_at)
WHERE story.organization_id = %s AND story.id = grown.id
"""
Sums = tuple[int, int, int, int, int | None, datetime, datetime]


def grow(organization_id: int, stories: Mapping[int, Sequence[Mention]], authors: Mapping[int, int]) -> None:
    """`authors`: how many people a story hears from for the first time. What is negative gets a time to answer."""
    if not stories:
        return
    due = timezone.now() + ANSWER_WITHIN[Level.COMMENT]
    columns: list[list[Any]] = [list(column) for column in zip(*_sums(stories, authors), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(GROW, [due, *columns, organization_id])


def _sums(stories: Mapping[int, Sequence[Mention]], authors: Mapping[int, int]) -> list[Sums]:
    """By id, so that two statements lock their rows in the same order."""
    return [_sum(pk, stories[pk], authors.get(pk, 0)) for pk in sorted(stories)]


def _sum(pk: int, mentions: Sequence[Mention], authors: int) -> Sums:
    negatives = sum(each.tone == Tone.NEGATIVE for each in mentions)
    reaches = [reach for each in mentions if (reach := each.reach or each.followers) is not None]
    times = [each.published_at for each in mentions]
    return pk, len(mentions), negatives, authors, sum(reaches) if reaches else None, min(times), max(times)
