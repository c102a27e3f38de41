"""The triage page in its parts: the list, the story that is being read, what stands around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from accounts.enums import DESK
from accounts.models import Membership
from incidents.queries.history import triaged_today
from incidents.queries.place import Place
from incidents.queries.queue import Chip, Group, Queue, chips_of, read_queue
from incidents.queries.queue_filter import LEVELS, SORTS, STATUSES, TONES, searched_since
from incidents.queries.sources import sources_for
from incidents.queries.story_page import read_context, read_story
from mentions.models import Source, Story

NO_GROUP: Final = "-"


@dataclass(frozen=True)
class QueueList:
    """The left pane."""

    queue: Queue
    chips: Sequence[Chip]
    sources: Sequence[Source]
    place: Place
    triaged_today: int
    since: datetime
    searched_since: datetime | None

    statuses = tuple(STATUSES.items())
    levels = LEVELS
    tones = tuple(TONES)

    @property
    def groups(self) -> list[Group]:
        return self.queue.groups

    @property
    def sorts(self) -> list[tuple[str, object, str]]:
        """Each with the query string that asks for it."""
        return [(value, words, self.place.wanted.query(sort=value)) for value, words in SORTS.items()]

    @property
    def taken_off(self) -> list[tuple[str, str]]:
        return self.place.wanted.taken_off({str(row.pk): f"{row.brand.name} · {row.name}" for row in self.sources})


def read_list(member: Membership, place: Place) -> QueueList:
    found = read_queue(member, place.wanted, place.cursor)
    return QueueList(
        queue=found,
        chips=chips_of(member, place.wanted),
        sources=list(sources_for(member)),
        place=place,
        triaged_today=0 if found.groups else triaged_today(member),
        since=timezone.now(),
        searched_since=searched_since() if place.wanted.q else None,
    )


def rows_context(member: Membership, place: Place, queue: Queue, follows: str = NO_GROUP) -> dict[str, Any]:
    """What the rows need. `follows` is the group that stands above them already."""
    more = place.wanted.query(cursor=queue.page.next_cursor, follows=queue.last_group)
    return {"queue": queue, "more_query": more, "follows": follows, "can_decide": member.role in DESK}


def story_context(member: Membership, place: Place, story: Story | None) -> dict[str, Any]:
    """The detail and the context pane; both empty without a story."""
    context: dict[str, Any] = {"place": place, "can_decide": member.role in DESK}
    if story is None:
        return context
    return context | {"detail": read_story(story), "around": read_context(member, story)}
