"""Time zones by their cities: `Moscow, UTC+3`, in the language of the page."""

from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crisisdesk.web.badges import Words

UTC: Final = "UTC"
NO_CITIES: Final = ("Etc/", "SystemV/", "posix/", "right/")


class ZoneField(forms.ChoiceField):
    """Offers each city once; any name that the system knows is taken."""

    default_error_messages = {"invalid_choice": _("Choose a time zone from the list.")}

    def __init__(self, *, empty_label: Words | None = None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own words
        first = [] if empty_label is None else [("", empty_label)]
        super().__init__(choices=lambda: [*first, *zone_choices()], **kwargs)

    def valid_value(self, value: Any) -> bool:  # noqa: ANN401 -- Django's signature
        return is_zone(str(value))


def is_zone(name: str) -> bool:
    return name == UTC or name in _known()


def zone_choices() -> list[tuple[str, str]]:
    """UTC first, then the cities by name."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    return [(UTC, UTC), *_labels(get_language() or "en", hour)]


@lru_cache(maxsize=4)
def _labels(language: str, hour: datetime) -> list[tuple[str, str]]:
    """Offsets change with the seasons, never within an hour."""
    return [(zone, f"{city}, {_offset(zone, hour)}") for zone, city in _cities(language)]


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _cities(language: str) -> list[tuple[str, str]]:
    """One name per place: what CLDR calls an alias of another zone is left out, but may know its city."""
    aliases: Any = get_global("zone_aliases")
    names: Any = Locale.parse(language, sep="-").time_zones
    cities = {aliases.get(zone, zone): known["city"] for zone, known in names.items() if "city" in known}
    zones = [zone for zone in _known() if "/" in zone and zone not in aliases and not zone.startswith(NO_CITIES)]
    named = [(zone, cities.get(zone) or zone.rsplit("/", 1)[1].replace("_", " ")) for zone in zones]
    return sorted(named, key=lambda pair: pair[1].casefold().replace("ё", "е"))


def _offset(zone: str, now: datetime) -> str:
    """UTC+3, UTC−3:30: as it is today, summer time included."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    minutes = round(abs(offset.total_seconds()) / 60)
    if not minutes:
        return UTC
    sign = "+" if offset > timedelta() else "\u2212"
    return f"{UTC}{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
