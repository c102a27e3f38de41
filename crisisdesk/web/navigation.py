"""The places of the shell. A place whose page is not there, or would refuse this role, is not shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from crisisdesk.web.badges import Words


@dataclass(frozen=True)
class Place:
    """`under`: other parts of the organization's address that belong here. `alone`: what lies below does not."""

    view: str
    word: Words
    icon: str
    keys: str = ""
    count: str = ""
    under: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Entry:
    place: Place
    url: str
    is_current: bool
    count: int | None
    worst: int | None


PLACES: Final = (
    Place("incidents:overview", _("Overview"), "overview", "g o", alone=True),
    Place("incidents:queue", _("Queue"), "queue", "g q", "queue", ("stories/", "m/")),
    Place("incidents:list", _("Incidents"), "incidents", "g i", "incidents"),
    Place("playbooks:approvals", _("Approvals"), "approvals", "g a", "approvals"),
    Place("risks:list", _("Risks"), "risks", "g r"),
    Place("playbooks:templates", _("Templates"), "templates", "g t"),
)
SETTINGS: Final = Place("accounts:settings", _("Settings"), "settings", "g s", "", ("settings/", "playbooks/"))
SETTINGS_PLACES: Final = (
    Place("accounts:settings", _("Organization"), "settings", alone=True),
    Place("accounts:brands", _("Brands"), "brands"),
    Place("accounts:people", _("People"), "people"),
    Place("mentions:sources", _("Sources"), "sources"),
    Place("risks:categories", _("Risk categories"), "categories"),
    Place("playbooks:playbook", _("Playbook"), "playbook"),
    Place("notifications:mail", _("Outgoing mail"), "mail"),
    Place("accounts:audit", _("Audit log"), "audit"),
)
HOT_FROM_LEVEL: Final = 3


def entries(
    places: Collection[Place], *, org: str, role: str, path: str, brand: str = "", counts: Mapping[str, int]
) -> list[Entry]:
    """`counts` may hold, beside each figure, the worst level behind it: `incidents` and `incidents_level`."""
    shown = []
    for place in places:
        try:
            url = reverse(place.view, args=[org])
        except NoReverseMatch:
            continue
        if not _admits(place.view, role):
            continue
        worst = counts.get(f"{place.count}_level", 0)
        shown.append(
            Entry(
                place=place,
                url=f"{url}?brand={brand}" if brand else url,
                is_current=_contains(place, url, path, home=f"/o/{org}/"),
                count=counts.get(place.count) if place.count else None,
                worst=worst if worst >= HOT_FROM_LEVEL else None,
            )
        )
    return shown


def _contains(place: Place, url: str, path: str, *, home: str) -> bool:
    if path == url or (not place.alone and path.startswith(url)):
        return True
    return any(path.startswith(home + part) for part in place.under)


def _admits(view: str, role: str) -> bool:
    permitted = _permitted(view)
    return permitted is None or role in permitted


@cache
def _permitted(view: str) -> frozenset[str] | None:
    return getattr(resolve(reverse(view, args=["any"])).func, "allowed_roles", None)
