"""The timeline as it is read: newest first, on the incident's own clock, with the silences between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from crisisdesk.web.pagination import keyset_page
from crisisdesk.web.wording import clock_time, exact_time, span
from incidents.enums import EntryKind
from incidents.models import Incident, TimelineEntry
from incidents.queries.telling import Told, tell

SIZE: Final = 40
MINUTE: Final = 60
DAY_HOURS: Final = 24
SILENCE: Final = timedelta(minutes=30)
AFTERWARDS: Final = timedelta(minutes=2)  # recorded so much later: somebody entered it from memory
# What the reader may narrow it to -> the kinds of entries.
VIEWS: Final[dict[str, tuple[str | Promise, tuple[EntryKind, ...]]]] = {
    "updates": (gettext_lazy("Updates"), (EntryKind.UPDATE,)),
    "status": (
        gettext_lazy("Status and level"),
        (EntryKind.OPENED, EntryKind.STATUS, EntryKind.LEVEL, EntryKind.RISK, EntryKind.POST_MORTEM),
    ),
    "responses": (gettext_lazy("Responses"), (EntryKind.RESPONSE,)),
    "notes": (gettext_lazy("Notes"), (EntryKind.NOTE,)),
    "desk": (gettext_lazy("People and tasks"), (EntryKind.ROLE, EntryKind.TASK, EntryKind.STORY)),
}


@dataclass(frozen=True)
class Line:
    """An entry, or with `gap_seconds` the silence between two of them."""

    entry: TimelineEntry | None = None
    told: Told | None = None
    offset: str = ""
    clock: str = ""
    exact: str = ""
    is_zero: bool = False
    is_pinned: bool = False
    is_afterwards: bool = False
    gap_seconds: float = 0


@dataclass(frozen=True)
class View:
    key: str
    name: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Timeline:
    lines: list[Line]
    views: list[View]
    newest: int  # the id up to which the reader has seen it
    next_cursor: str
    previous_cursor: str


def read_timeline(incident: Incident, params: Mapping[str, str]) -> Timeline:
    """Two queries, however long it is."""
    shown = params.get("show", "")
    page = keyset_page(
        _shown(incident, shown).select_related("actor__user", "pin"),
        order=("-happened_at", "-pk"),
        cursor=params.get("cursor", ""),
        size=SIZE,
    )
    counts = _counts(incident)
    return Timeline(
        lines=_lines(incident, page.rows),
        views=[View(key, name, counts[key], key == shown) for key, name in _names().items()],
        newest=counts["newest"],
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def last_updates(incident: Incident, most: int) -> list[TimelineEntry]:
    rows = TimelineEntry.objects.filter(incident=incident, kind=EntryKind.UPDATE).select_related("actor__user")
    return list(rows.order_by("-happened_at", "-pk")[:most])


def count_news(incident: Incident, member: Membership, after: int) -> int:
    """What others have written since; one's own deeds are no news."""
    return TimelineEntry.objects.filter(incident=incident, pk__gt=after).exclude(actor=member).count()


def _shown(incident: Incident, shown: str) -> QuerySet[TimelineEntry]:
    rows: QuerySet[TimelineEntry] = TimelineEntry.objects.filter(incident=incident)
    if shown == "pinned":
        return rows.filter(pin__isnull=False)
    return rows.filter(kind__in=VIEWS[shown][1]) if shown in VIEWS else rows


def _names() -> dict[str, str]:
    return {"": _("All"), "pinned": _("Pinned"), **{key: str(name) for key, (name, _kinds) in VIEWS.items()}}


def _counts(incident: Incident) -> dict[str, int]:
    """How many entries each view has; the id of the newest under `newest`."""
    wanted = {f"of_{key}": Count("pk", filter=Q(kind__in=kinds)) for key, (_name, kinds) in VIEWS.items()}
    rows = TimelineEntry.objects.filter(incident=incident)
    found = rows.aggregate(
        of_=Count("pk"), of_pinned=Count("pk", filter=Q(pin__isnull=False)), newest=Max("pk"), **wanted
    )
    return {name.removeprefix("of_"): value or 0 for name, value in found.items()}


def _lines(incident: Incident, entries: tuple[TimelineEntry, ...]) -> list[Line]:
    lines: list[Line] = []
    later: datetime | None = None
    for entry in entries:
        if later and later - entry.happened_at > SILENCE:
            lines.append(Line(gap_seconds=(later - entry.happened_at).total_seconds()))
        lines.append(_line(incident, entry))
        later = entry.happened_at
    return lines


def _line(incident: Incident, entry: TimelineEntry) -> Line:
    is_zero = entry.kind == EntryKind.STORY and entry.detail.get("event") == "first_mention"
    return Line(
        entry=entry,
        told=tell(entry),
        offset=_("T-zero") if is_zero else offset(incident, entry.happened_at),
        clock=clock_time(entry.happened_at, timezone.now()),
        exact=exact_time(entry.happened_at),
        is_zero=is_zero,
        is_pinned=hasattr(entry, "pin"),
        is_afterwards=entry.actor_id is not None and entry.recorded_at - entry.happened_at > AFTERWARDS,
    )


def offset(incident: Incident, at: datetime) -> str:
    """+28 min after the first mention; −5 min for what came before it; +2 h 08, so that it fits one line."""
    seconds = int((at - incident.started_at).total_seconds())
    hours, minutes = divmod(abs(seconds) // MINUTE, MINUTE)
    passed = _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{minutes:02}"}
    sign = "+" if seconds >= 0 else "−"
    return f"{sign}{passed if 0 < hours < DAY_HOURS and minutes else span(abs(seconds))}"
