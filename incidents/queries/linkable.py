"""Stories that may belong to an incident: they are not part of an open one."""

from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Membership
from incidents.enums import OPEN_INCIDENTS
from incidents.models import Incident, IncidentStory
from mentions.enums import StoryStatus
from mentions.models import Story

MOST: Final = 30


def linkable_stories(incident: Incident, words: str) -> QuerySet[Story]:
    """Of the incident's brand, the loudest first; `words` narrow them by title."""
    return _free(Story.objects.filter(brand=incident.brand), words)[:MOST]


def openable_stories(member: Membership, words: str) -> QuerySet[Story]:
    """Of all brands that the member sees."""
    return _free(Story.objects.for_member(member), words).select_related("brand")[:MOST]


def _free(rows: QuerySet[Story], words: str) -> QuerySet[Story]:
    taken = IncidentStory.objects.filter(story=OuterRef("pk"), left_at=None, incident__status__in=OPEN_INCIDENTS)
    rows = rows.filter(~Exists(taken)).exclude(status=StoryStatus.NOISE)
    if words:
        rows = rows.filter(title__icontains=words)
    return rows.order_by("-level", "-last_at", "-pk")


def searched(words: str) -> str:
    """What may be looked for: no NUL, no novels."""
    return words.replace("\0", "")[:200]
