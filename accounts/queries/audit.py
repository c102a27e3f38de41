"""The audit log as a person asked for it: newest first, by who, what and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import AuditEntry, Membership
from accounts.queries.verbs import DETAILS, VERBS, words_of
from crisisdesk.web.badges import Words
from crisisdesk.web.pagination import Page, keyset_page
from crisisdesk.web.wording import exact_time

AT_ONCE: Final = 50
SYSTEM: Final = "system"
LONGEST_FIGURE: Final = 200
MOST_PARTS: Final = 6
HIGHEST_ID: Final = 2**63 - 1


@dataclass(frozen=True)
class AuditFilter:
    """What stands in the address. A value that means nothing is left out, not an error."""

    person: str = ""  # a membership's number, or `system`
    verb: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "AuditFilter":
        person, verb = params.get("person", ""), params.get("verb", "")
        is_number = person.isascii() and person.isdigit() and len(person) < len(str(HIGHEST_ID))
        return cls(
            person=person if person == SYSTEM or is_number else "",
            verb=verb if verb in VERBS else "",
            since=params.get("since", "") if _day(params.get("since", "")) else "",
            until=params.get("until", "") if _day(params.get("until", "")) else "",
        )

    @property
    def query(self) -> str:
        """For links to the same choice."""
        return urlencode({name: value for name, value in vars(self).items() if value})


@dataclass(frozen=True)
class Line:
    """An entry in words. `figures` are its details, each with its name."""

    entry: AuditEntry
    deed: Words
    figures: tuple[tuple[Words, str], ...]


def audit_entries(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    found: QuerySet[AuditEntry] = AuditEntry.objects.select_related("actor__user")
    if wanted.person:
        found = found.filter(actor=None if wanted.person == SYSTEM else int(wanted.person))
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if since := _day(wanted.since):
        found = found.filter(at__gte=_midnight(since))
    if until := _day(wanted.until):
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def audit_page(wanted: AuditFilter, cursor: str) -> tuple[Page[AuditEntry], list[Line]]:
    found = keyset_page(audit_entries(wanted), order=("-at", "-pk"), cursor=cursor, size=AT_ONCE)
    return found, [Line(entry, words_of(entry.verb), tuple(_figures(entry.detail))) for entry in found.rows]


def people_of_the_log() -> QuerySet[Membership]:
    """Everybody who ever belonged here: their deeds stay."""
    people: QuerySet[Membership] = Membership.objects.select_related("user").order_by("user__name", "pk")
    return people


def verb_choices() -> list[tuple[str, str]]:
    return sorted(((verb, str(words)) for verb, words in VERBS.items()), key=lambda pair: pair[1])


def _figures(detail: dict[str, Any]) -> Iterator[tuple[Words, str]]:
    """`before` and `after` read as one change."""
    rest = dict(detail)
    if {"before", "after"} <= rest.keys():
        yield _("change"), f"{_figure(rest.pop('before'))} → {_figure(rest.pop('after'))}"
    for name, value in rest.items():
        if value not in (None, "", []):
            yield DETAILS.get(name, name), _figure(value)


def _figure(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        shown = [_figure(part) for part in value[:MOST_PARTS]]
        return ", ".join([*shown, "…"] if len(value) > MOST_PARTS else shown)
    if isinstance(value, str) and (moment := _moment(value)):
        return exact_time(moment)
    if isinstance(value, str) and value in Role.values:
        return str(Role(value).label)
    return str(value)[:LONGEST_FIGURE]


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and date.min.year < day.year < date.max.year else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
