"""The rows of the queue in their groups, and the counts of its chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crisisdesk.web.pagination import CountUpTo, Page, count_up_to, cursor_after, keyset_page
from crisisdesk.web.wording import compact_number
from incidents.queries.headlines import ROW, Headline, headline
from incidents.queries.queue_filter import DUE, FREE, MINE, ORDERS, STATUSES, WAITING, WATCHING, QueueFilter
from mentions.enums import WAITING_STORIES, Level, StoryStatus
from mentions.models import Story
from mentions.models.story import DUE_ORDER, StoryQuerySet

ROWS: Final = 50
FEW: Final = 100
MOST_COUNTED: Final = 1_001  # reads as "more than 1,000"
EXCERPT: Final = 400
CLOCK_RUNS: Final = frozenset({StoryStatus.NEW, StoryStatus.OPEN, StoryStatus.REPLYING})
FIELDS: Final = (
    *("pk", "organization_id", "title", "status", "level", "mentions_count", "reach", "last_at", "due_at"),
    *("brand__name", "brand__slug", "brand__colour", "brand__words", "brand__handles"),
    *("lead__title", "lead__network", "lead__author_handle", "lead__author_name"),
    *("owner__user__name", "owner__user__email"),
)
GROUPS: Final[Mapping[str, str | Promise]] = {
    "late": _("Late"),
    "hour": _("Due within the hour"),
    "today": _("Due today"),
    "later": _("Due later"),
    "none": _("No answer needed yet"),
    "": _("Stories"),
}


@dataclass(frozen=True)
class QueueRow:
    story: Story
    words: Headline
    is_due: bool

    @property
    def is_decided(self) -> bool:
        return self.story.status not in WAITING_STORIES


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `count` is that of the whole queue, not of this page, where it is known."""

    key: str
    title: str | Promise
    rows: list[QueueRow]
    count: int | None = None

    @property
    def counted(self) -> str:
        return "" if self.count is None else counted(self.count)


@dataclass(frozen=True)
class Queue:
    groups: list[Group]
    page: Page[Story]
    total: int

    @property
    def first(self) -> Story | None:
        return self.page.rows[0] if self.page.rows else None

    @property
    def last_group(self) -> str:
        return self.groups[-1].key if self.groups else ""


def counted(count: int) -> str:
    """A figure that was counted no further than we count."""
    return f"{compact_number(MOST_COUNTED - 1)}+" if count >= MOST_COUNTED else compact_number(count)


def stories_for(member: Membership) -> StoryQuerySet:
    """Whatever this person may see in the queue."""
    rows: StoryQuerySet = Story.objects.for_member(member)
    return rows


def read_queue(member: Membership, wanted: QueueFilter, cursor: str = "") -> Queue:
    """Two queries, however many rows there are."""
    found = wanted.apply(stories_for(member), member).with_due_order()
    counts = _counts(found, wanted.order)
    shown = found.select_related("brand", "lead", "owner__user").annotate(excerpt=Left("lead__text", EXCERPT))
    page = keyset_page(shown.only(*FIELDS), order=ORDERS[wanted.order], cursor=cursor, size=ROWS)
    return Queue(_grouped(page.rows, wanted.order, counts), page, counts["total"])


def story_after(member: Membership, wanted: QueueFilter, story: Story) -> Story | None:
    """Whose turn it is when this one has been decided: the one below it, else the first."""
    order = ORDERS[wanted.order]
    row = stories_for(member).with_due_order().get(pk=story.pk)
    others = (
        wanted.apply(stories_for(member), member).with_due_order().exclude(pk=story.pk).only("pk", "level", "last_at")
    )
    rows = keyset_page(others, order=order, cursor=cursor_after(row, order), size=1).rows
    return rows[0] if rows else None


def _ends() -> dict[str, datetime]:
    """Until when a clock belongs to a group; whatever ends later comes into the next one."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {"late": now, "hour": now + timedelta(hours=1), "today": max(midnight, now + timedelta(hours=1))}


def _counts(found: StoryQuerySet, order: str) -> dict[str, int]:
    """In the order of clocks the groups follow each other: one walk over the first 1,001 rows counts them all."""
    if order != DUE:
        return {"total": count_up_to(found, MOST_COUNTED)}
    counted: dict[str, int] = found.order_by(DUE_ORDER)[:MOST_COUNTED].aggregate(
        total=Count("pk"),
        promised=Count("due_at"),
        **{key: Count("pk", filter=Q(due_at__lt=end)) for key, end in _ends().items()},
    )
    late, hour, today, promised = (counted[key] for key in ("late", "hour", "today", "promised"))
    total = counted["total"]
    return {
        "total": total,
        "late": late,
        "hour": hour - late,
        "today": today - hour,
        "later": promised - today,
        "none": total - promised,
    }


def _grouped(stories: Sequence[Story], order: str, counts: Mapping[str, int]) -> list[Group]:
    groups, ends = dict[str, list[QueueRow]](), _ends()
    for story in stories:
        key = _group_of(story, ends) if order == DUE else ""
        groups.setdefault(key, []).append(_row(story))
    return [Group(key, GROUPS[key], rows, counts.get(key)) for key, rows in groups.items()]


def _group_of(story: Story, ends: Mapping[str, datetime]) -> str:
    if story.due_at is None:
        return "none"
    return next((key for key, end in ends.items() if story.due_at < end), "later")


def _row(story: Story) -> QueueRow:
    excerpt: Any = story.excerpt  # type: ignore[attr-defined]  # annotated by read_queue
    words = headline(story.brand, story.lead.title, excerpt, ROW, otherwise=story.title)
    return QueueRow(story, words, is_due=story.status in CLOCK_RUNS and story.due_at is not None)


def waiting_count(member: Membership) -> int:
    """What the navigation shows beside the queue."""
    return count_up_to(stories_for(member).waiting(), MOST_COUNTED)


@dataclass(frozen=True)
class Chip:
    label: str | Promise
    query: str
    count: int
    is_current: bool

    @property
    def counted(self) -> str:
        return counted(self.count)


def chips_of(member: Membership, wanted: QueueFilter) -> list[Chip]:
    """The views one key away, each with its count; one query for all."""
    views = [
        (STATUSES[FREE], wanted.only()),
        (_("Level 2+"), wanted.only(status=WAITING, level=str(Level.THREAT.value))),
        *((STATUSES[status], wanted.only(status=status)) for status in (MINE, WATCHING, WAITING)),
    ]
    stories = stories_for(member)
    counts = [CountUpTo(view.apply(stories, member), MOST_COUNTED) for _label, view in views]
    found = Membership.objects.filter(pk=member.pk).values_list(*counts).get()
    return [
        Chip(label=label, query=view.query(), count=count, is_current=view == wanted)
        for (label, view), count in zip(views, found, strict=True)
    ]


def arrivals(member: Membership, wanted: QueueFilter, since: datetime) -> int:
    """How many stories of this view came, or came back, after this moment; counted to 100."""
    return count_up_to(wanted.apply(stories_for(member), member).filter(waiting_since__gt=since), FEW)


def few(count: int) -> str:
    """A figure that was counted to 100."""
    return f"{FEW}+" if count >= FEW else compact_number(count)
