"""The queue as a person asked for it: what stands in the address, and what it means for the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Membership
from crisisdesk.web.query_values import whole_number
from mentions.enums import StoryStatus, Tone
from mentions.models import Story
from mentions.models.story import StoryQuerySet, free_for

FREE, WAITING, MINE, WATCHING, REPLYING, DECIDED, ALL = "", "waiting", "mine", "watching", "replying", "decided", "all"
STATUSES: Final[Mapping[str, str | Promise]] = {
    FREE: _("Mine and free"),
    WAITING: _("All waiting"),
    MINE: _("Mine"),
    REPLYING: _("Replying"),
    WATCHING: _("Watching"),
    DECIDED: _("Decided"),
    ALL: _("All"),
}
DUE, NEWEST, BY_LEVEL = "due", "newest", "level"
SORTS: Final[Mapping[str, str | Promise]] = {
    DUE: _("Due first"),
    NEWEST: _("Newest first"),
    BY_LEVEL: _("Highest level first"),
}
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    DUE: ("due_order", "-last_at", "-pk"),
    NEWEST: ("-last_at", "-pk"),
    BY_LEVEL: ("-level", "-last_at", "-pk"),
}
LEVELS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("1", _("1 Issue and higher")),
    ("2", _("2 Threat and higher")),
    ("3", _("3 Crisis and higher")),
    ("4", _("4 Critical")),
)
TONES: Final = Tone.choices
SEARCHED: Final = 20_000  # the newest stories; all of them in most organizations
WITH_CLOCK: Final = (FREE, WAITING)  # elsewhere nothing is due, so the order of clocks would say nothing


@dataclass(frozen=True)
class QueueFilter:
    """What stands in the address. A value that means nothing is left out, not an error."""

    brand: str = ""
    status: str = FREE
    level: str = ""  # this level and higher
    tone: str = ""
    source: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "QueueFilter":
        given = {name: params.get(name, "").replace("\0", "").strip()[:200] for name in cls.__dataclass_fields__}
        known: dict[str, Sequence[str]] = {
            "status": tuple(STATUSES),
            "level": tuple(value for value, _words in LEVELS),
            "tone": Tone.values,
            "sort": tuple(SORTS),
        }
        return cls(**given | {name: "" for name, values in known.items() if given[name] not in values})

    @property
    def order(self) -> str:
        """How the rows stand: the chosen sort where it says something."""
        if self.status in WITH_CLOCK:
            return self.sort or DUE
        return self.sort if self.sort in (NEWEST, BY_LEVEL) else NEWEST

    def apply(self, stories: StoryQuerySet, member: Membership) -> StoryQuerySet:
        stories = stories.filter(_of_status(self.status, member))
        if self.brand:  # by its key: an index of the brand's stories is used for nothing else
            stories = stories.filter(brand=Subquery(Brand.objects.filter(slug=self.brand).values("pk")[:1]))
        if self.level:
            stories = stories.filter(level__gte=int(self.level))
        if self.tone:
            stories = stories.filter(lead__tone=self.tone)
        if (source := whole_number(self.source)) is not None:
            stories = stories.filter(lead__sightings__source=source)
        if self.q:
            stories = stories.filter(title__icontains=self.q)
            if since := searched_since():
                stories = stories.filter(last_at__gte=since)
        return stories

    def query(self, **changes: str) -> str:
        """The query string that differs from this one by `changes`; an empty value takes a filter off."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__} | changes
        return urlencode({name: value for name, value in values.items() if value})

    def only(self, **changes: str) -> "QueueFilter":
        """Another view of the same brand in the same order."""
        return replace(QueueFilter(brand=self.brand, sort=self.sort), **changes)

    def taken_off(self, sources: Mapping[str, str]) -> list[tuple[str, str]]:
        """What hides rows, in words, each with the query string without it."""
        words = {
            "level": str(dict(LEVELS).get(self.level, "")),
            "tone": str(dict(TONES).get(self.tone, "")),
            "source": sources.get(self.source, self.source),
            "q": f"“{self.q}”" if self.q else "",
        }
        return [(word, self.query(**{name: ""})) for name, word in words.items() if word]

    @property
    def has_clock(self) -> bool:
        return self.status in WITH_CLOCK

    @property
    def narrows(self) -> bool:
        """Whether something other than a chip hides rows."""
        return any((self.brand, self.level, self.tone, self.source, self.q))


def searched_since() -> datetime | None:
    """From when on a search reads the titles; None when it reads all.

    Row-level security keeps every index for words out of use: PostgreSQL runs no operator that is not
    leakproof before the policy. So a search walks the titles, and only so many. The moment is asked for by
    itself because the planner trusts an index of times only for a time that it knows.
    """
    return Story.objects.order_by("-last_at", "-pk").values_list("last_at", flat=True)[SEARCHED : SEARCHED + 1].first()


def _of_status(status: str, member: Membership) -> Q:
    waiting = Q(status__in=[StoryStatus.NEW, StoryStatus.OPEN])
    if status == FREE:
        return waiting & free_for(member)
    return {
        WAITING: waiting,
        MINE: Q(owner=member, status__in=[StoryStatus.NEW, StoryStatus.OPEN, StoryStatus.REPLYING]),
        REPLYING: Q(status=StoryStatus.REPLYING),
        WATCHING: Q(status=StoryStatus.WATCHING),
        DECIDED: Q(status__in=[StoryStatus.NOISE, StoryStatus.NO_ACTION, StoryStatus.ESCALATED]),
        ALL: Q(),
    }[status]
