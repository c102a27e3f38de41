"""Figures, names and spans of time as people read them, in the language of the page."""

import functools
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

THOUSAND: Final = 1_000
GROUPED_UP_TO: Final = 10_000
MILLION: Final = 1_000_000
WHOLE_FROM: Final = 100
MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
DAYS_AS_SPAN: Final = 7
DAY_ON_AN_AXIS: Final = {"ru": "j b"}  # elsewhere a month is written with a capital
DAY_AND_MONTH: Final = {"ru": "j E"}  # a month beside its day has another ending there; elsewhere it is abbreviated


def compact_number(value: float | None) -> str:
    """41, 3,822, 48.2 k, 5.2 M. Unknown is said, it is never 0."""
    if value is None:
        return _("unknown")
    size = abs(value)
    if size < GROUPED_UP_TO:
        places = 0 if float(value).is_integer() else 1
        return formats.number_format(value, places, force_grouping=True)
    if size < MILLION:
        return pgettext("thousands", "%(figure)s\u00a0k") % {"figure": _short(value / THOUSAND)}
    return pgettext("millions", "%(figure)s\u00a0M") % {"figure": _short(value / MILLION)}


def _short(value: float) -> str:
    rounded = round(value, 0 if abs(value) >= WHOLE_FROM else 1)
    return formats.number_format(rounded, 0 if rounded == int(rounded) else 1, force_grouping=True)


def span(seconds: float) -> str:
    """How long: under 1 min, 3 min, 2 h 14 min, 5 d."""
    seconds = abs(seconds)
    if seconds < MINUTE:
        return _("under 1 min")
    if seconds < HOUR:
        return _("%(minutes)d min") % {"minutes": seconds // MINUTE}
    if seconds < DAY:
        hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
        words = _("%(hours)d h %(minutes)d min") if minutes else _("%(hours)d h")
        return words % {"hours": hours, "minutes": minutes}
    return _("%(days)d d") % {"days": seconds // DAY}


def age(moment: datetime, now: datetime) -> str:
    """How long ago in the fewest signs: now, 3 min, 2 h, 5 d, then the date."""
    passed = (now - moment).total_seconds()
    if passed < MINUTE:
        return _("now") if passed > -MINUTE else clock_time(moment, now)
    if passed < DAY:
        return span(passed // HOUR * HOUR if passed >= HOUR else passed)
    if passed < DAY * DAYS_AS_SPAN:
        return span(passed)
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def clock_time(moment: datetime, now: datetime) -> str:
    """14:05 today, else the date with it."""
    local, today = timezone.localtime(moment), timezone.localtime(now)
    hour = local.strftime("%H:%M")
    return hour if local.date() == today.date() else f"{day_and_month(local)} {hour}"


def day_and_month(local: datetime) -> str:
    """3 Nov., 3 ноября. `local` stands in the reader's zone."""
    return formats.date_format(local, DAY_AND_MONTH.get(get_language() or "", "j N"))


def day_on_an_axis(local: datetime) -> str:
    """3 Nov, 3 ноя: as short as it can be. `local` stands in the reader's zone."""
    return formats.date_format(local, DAY_ON_AN_AXIS.get(get_language() or "", "j M"))


def exact_time(moment: datetime) -> str:
    """Date, time and zone: for the tooltip, for print and for proof."""
    local = timezone.localtime(moment)
    return f"{_day(local.date(), get_language())}, {local:%H:%M} {local.tzname() or ''}".strip()


@functools.lru_cache(1024)  # 100 times on a page of 50 rows, mostly the same days
def _day(day: date, _language: str | None) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def initials(name: str) -> str:
    """`Anna Kern` is AK, `Oleg` is OL."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()


def highlight(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """`spans` are [start, end) in characters; wrong, unsorted and overlapping ones do no harm."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        begin, stop = max(start, at), min(end, len(text))
        if begin >= stop:
            continue
        parts += [conditional_escape(text[at:begin]), format_html("<mark>{}</mark>", text[begin:stop])]
        at = stop
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))  # noqa: S308 -- every part is escaped above


def due(moment: datetime, now: datetime, warn_seconds: int) -> tuple[str, str]:
    """Words and colour of a clock: time left, or how late."""
    left = (moment - now).total_seconds()
    if left < 0:
        return _("%(span)s late") % {"span": span(left)}, "bad"
    return span(left), "warn" if timedelta(seconds=left) <= timedelta(seconds=warn_seconds) else ""
