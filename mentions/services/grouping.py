"""New mentions into the stories of the brands they concern, and what a story's growth changes about it.

Runs inside `ingest`, which holds the organization's lock: nobody else makes the same story meanwhile.
"""

from collections.abc import Collection, Mapping
from typing import Final

from django.db import connection
from django.db.models import F
from django.utils import timezone

from mentions.enums import ANSWER_WITHIN, Level, StoryStatus
from mentions.models import Source, Story
from mentions.queries.levels import measured_levels
from mentions.services.growth import write_chapters
from mentions.services.newcomers import newcomers_of
from mentions.services.promises import due_from
from mentions.services.rows import as_json
from mentions.services.story_book import StoryBook
from mentions.services.understanding import Understood
from mentions.services.volume import count_volume

COMES_BACK_FROM: Final = (StoryStatus.NOISE, StoryStatus.NO_ACTION, StoryStatus.WATCHING)
COMES_BACK_SIZE: Final = 5  # one answer to a lonely comment is no growth
# PostgreSQL's LEAST passes over what is not known: a promise only comes nearer.
RAISE: Final = """
UPDATE mentions_story story
SET level = raised.level, level_reasons = raised.reasons, due_at = least(story.due_at, raised.due_at)
FROM jsonb_to_recordset(%s::jsonb) AS raised (id bigint, level smallint, reasons jsonb, due_at timestamptz)
WHERE story.organization_id = %s AND story.id = raised.id AND story.level < raised.level
"""


def group_into_stories(source: Source, batch: Mapping[int, Understood]) -> set[int]:
    """Ids of the stories that grew or began."""
    newcomers = newcomers_of(source, batch)
    if not newcomers:
        return set()
    grown = write_chapters(source.organization_id, StoryBook(source.organization_id).place(newcomers))
    count_volume(source.organization_id, newcomers)
    _bring_back(grown)
    _raise_levels(source.organization_id, grown)
    return grown


def _bring_back(story_ids: Collection[int]) -> None:
    """A story that doubled since its verdict waits again, with a clock of its own."""
    now = timezone.now()
    grown = Story.objects.filter(pk__any=story_ids, status__in=COMES_BACK_FROM, mentions_count__gte=COMES_BACK_SIZE)
    grown.filter(mentions_count__gte=2 * F("decided_count")).update(
        status=StoryStatus.OPEN, decided_count=None, waiting_since=now, due_at=due_from(now)
    )


def _raise_levels(organization_id: int, story_ids: Collection[int]) -> None:
    """Up only: down is a person's decision, with a reason, and it holds until the story has doubled since."""
    now, readings = timezone.now(), measured_levels(organization_id, story_ids)
    high = {pk: reading for pk, reading in readings.items() if reading.level > Level.COMMENT}
    rows = [
        {
            "id": pk,
            "level": high[pk].level,
            "reasons": high[pk].reasons,
            "due_at": now + ANSWER_WITHIN[high[pk].level],
        }
        for pk in sorted(high.keys() - _lowered_by_people(high))
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(RAISE, [as_json(rows), organization_id])


def _lowered_by_people(story_ids: Collection[int]) -> set[int]:
    lowered = Story.objects.filter(pk__any=story_ids, level_reasons__0__criterion="lowered")
    sizes = lowered.values_list("pk", "mentions_count", "level_reasons")
    return {pk for pk, size, reasons in sizes if size < 2 * reasons[0]["mentions"]}
