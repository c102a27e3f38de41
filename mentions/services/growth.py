"""What a batch begins and adds to: stories, their bands, their sums, and the matches. One statement for each table.

A story that begins has its sums at once. To write it and then add to it would write all its index entries twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from mentions.enums import ANSWER_WITHIN, Level, StoryStatus, Tone
from mentions.models import Match, Story
from mentions.queries.pace import grown_pace
from mentions.services.newcomers import Newcomer
from mentions.services.rows import as_json, insert_rows, whole_numbers
from mentions.services.story_book import Chapter, bands_of

TITLE_LENGTH: Final = 200
GROW: Final = """
UPDATE mentions_story story SET
    mentions_count = story.mentions_count + grown.mentions,
    negative_count = story.negative_count + grown.negatives,
    authors_count = story.authors_count + grown.authors,
    reach = CASE WHEN grown.reach IS NULL THEN story.reach ELSE coalesce(story.reach, 0) + grown.reach END,
    due_at = CASE WHEN grown.negatives > 0 THEN coalesce(story.due_at, %s) ELSE story.due_at END,
    followers = greatest(story.followers, grown.followers),
    networks = grown.networks,
    pace = grown.pace,
    first_at = least(story.first_at, grown.first_at),
    last_at = greatest(story.last_at, grown.last_at)
FROM jsonb_to_recordset(%s::jsonb) AS grown (
    id bigint, mentions int, negatives int, authors int, reach bigint, followers bigint,
    networks varchar[], pace jsonb, first_at timestamptz, last_at timestamptz)
WHERE story.organization_id = %s AND story.id = grown.id
"""
BANDS: Final = """
INSERT INTO mentions_storyband (organization_id, story_id, band) SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[])
"""
# From the few mentions of each author to their stories, whatever the planner believes: a story has very many.
HEARD: Final = """
SELECT DISTINCT match.story_id, said.author_handle
FROM (
    SELECT id, author_handle FROM mentions_mention
    WHERE organization_id = %(organization)s AND author_handle = ANY(%(authors)s) AND author_handle <> '' OFFSET 0
) said
CROSS JOIN LATERAL (
    SELECT story_id FROM mentions_match
    WHERE organization_id = %(organization)s AND mention_id = said.id AND story_id = ANY(%(stories)s) OFFSET 0
) match
"""


@dataclass(frozen=True)
class Sums:
    """What newcomers bring into one story. `reach` and `followers` are None where nobody's are known."""

    mentions: int
    negatives: int
    reach: int | None
    followers: int | None
    networks: set[str]
    authors: set[str]
    times: list[datetime]


def sums_of(newcomers: Sequence[Newcomer]) -> Sums:
    reaches = [each.reach for each in newcomers if each.reach is not None]
    return Sums(
        mentions=len(newcomers),
        negatives=sum(each.tone == Tone.NEGATIVE for each in newcomers),
        reach=sum(reaches) if reaches else None,
        followers=max((each.followers for each in newcomers if each.followers is not None), default=None),
        networks={each.network for each in newcomers},
        authors={each.author for each in newcomers if each.author},  # a name alone is nobody: only handles count
        times=[each.published_at for each in newcomers],
    )


def write_chapters(organization_id: int, chapters: Sequence[Chapter]) -> set[int]:
    """Ids of the stories. What is negative gets a time to answer."""
    due = timezone.now() + ANSWER_WITHIN[Level.COMMENT]
    _grow(organization_id, {chapter.pk: sums_of(chapter.newcomers) for chapter in chapters if chapter.pk}, due)
    _begin(organization_id, [chapter for chapter in chapters if not chapter.pk], due)
    _match(organization_id, chapters)
    return {chapter.pk for chapter in chapters if chapter.pk}


def _grow(organization_id: int, chapters: Mapping[int, Sums], due: datetime) -> None:
    if not chapters:
        return
    authors = _new_authors(organization_id, chapters)
    before = Story.objects.filter(pk__any=chapters).values_list("pk", "networks", "pace", "last_at").order_by("pk")
    rows = []
    for pk, networks, pace, last_at in before:
        sums = chapters[pk]
        latest = max(last_at, *sums.times)
        rows.append(
            {
                "id": pk,
                "mentions": sums.mentions,
                "negatives": sums.negatives,
                "authors": authors[pk],
                "reach": sums.reach,
                "followers": sums.followers,
                "networks": sorted({*networks, *sums.networks}),
                "pace": grown_pace(pace, sums.times, latest),
                "first_at": min(sums.times),
                "last_at": latest,
            }
        )
    with connection.cursor() as cursor:
        cursor.execute(GROW, [due, as_json(rows), organization_id])


def _new_authors(organization_id: int, chapters: Mapping[int, Sums]) -> Counter[int]:
    """How many people a story hears from for the first time. Must run before the matches are written."""
    speaking = {(pk, author) for pk, sums in chapters.items() for author in sums.authors}
    places: dict[str, Any] = {
        "organization": organization_id,
        "stories": list(chapters),
        "authors": list({author for _, author in speaking}),
    }
    with connection.cursor() as cursor:
        cursor.execute(HEARD, places)
        return Counter(pk for pk, _ in speaking - set(cursor.fetchall()))


def _begin(organization_id: int, chapters: Sequence[Chapter], due: datetime) -> None:
    now = timezone.now()
    rows = [{"organization_id": organization_id, **_story(chapter, now, due)} for chapter in chapters]
    made = insert_rows(Story, rows, "RETURNING brand_id, exact, id")
    ids = {(brand_id, bytes(exact)): pk for brand_id, exact, pk in made}
    for chapter in chapters:
        chapter.pk = ids[chapter.brand_id, chapter.exact]
    bands = [(chapter.pk, band) for chapter in chapters for band in bands_of(chapter.newcomers[0])]
    if bands:
        with connection.cursor() as cursor:
            cursor.execute(BANDS, [organization_id, *map(whole_numbers, zip(*bands, strict=True))])


def _story(chapter: Chapter, now: datetime, due: datetime) -> dict[str, Any]:
    sums, lead = sums_of(chapter.newcomers), chapter.newcomers[0]
    return {
        "brand_id": chapter.brand_id,
        "lead_id": lead.mention_id,
        "title": lead.title[:TITLE_LENGTH],
        "status": StoryStatus.NEW,
        "level": Level.COMMENT,
        "level_reasons": [],
        "mentions_count": sums.mentions,
        "negative_count": sums.negatives,
        "authors_count": len(sums.authors),
        "reach": sums.reach,
        "followers": sums.followers,
        "networks": sorted(sums.networks),
        "pace": grown_pace({}, sums.times, max(sums.times)),
        "first_at": min(sums.times),
        "last_at": max(sums.times),
        "waiting_since": now,
        "due_at": due if sums.negatives else None,
        "exact": chapter.exact,
        "signature": chapter.signature,
    }


def _match(organization_id: int, chapters: Iterable[Chapter]) -> None:
    rows = [
        {
            "organization_id": organization_id,
            "mention_id": each.mention_id,
            "brand_id": each.brand_id,
            "story_id": chapter.pk,
            "words": each.words,
        }
        for chapter in chapters
        for each in chapter.newcomers
    ]
    insert_rows(Match, rows)
