"""Times as people and spreadsheets write them, into UTC with how exactly they were known."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from dateutil import parser as dates

from mentions.enums import Precision

OLDEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
EPOCH_SECONDS: Final = re.compile(r"^\d{10}(?:\.\d+)?$")
EPOCH_MILLISECONDS: Final = re.compile(r"^\d{13}(?:\.0)?$")
LONGEST: Final = 80
CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|T\d{4}(\d{2})?")
DAY_FIRST: Final = re.compile(r"^\s*\d{1,2}\.\d{1,2}\.\d{2,4}")
# The way spreadsheets write it; known here because millions of rows would spend most of their time on it.
AMERICAN: Final = re.compile(r"^(1[0-2]|0?[1-9])/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$", re.ASCII)
RUSSIAN_MONTH: Final = re.compile(r"\b(янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?", re.IGNORECASE)
MONTHS: Final = {
    "янв": "Jan",
    "фев": "Feb",
    "мар": "Mar",
    "апр": "Apr",
    "май": "May",
    "мая": "May",
    "июн": "Jun",
    "июл": "Jul",
    "авг": "Aug",
    "сен": "Sep",
    "окт": "Oct",
    "ноя": "Nov",
    "дек": "Dec",
}
RUSSIAN_FILLERS: Final = re.compile(r"\bг\.|\bгода?\b|\bв\b", re.IGNORECASE)
HOURS_OF_ZONE: Final = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
}
# What is missing in the writing comes from these; two days that share nothing tell that something was missing.
MISSING: Final = (datetime(2001, 2, 3), datetime(2002, 3, 4))  # noqa: DTZ001 -- local, like the time that is read


def read_moment(written: str, zone: ZoneInfo) -> tuple[datetime, Precision] | None:
    """None where no day of a year can be read. Without a zone of its own a time is local to `zone`."""
    if len(written) > LONGEST:
        return None
    try:
        if EPOCH_MILLISECONDS.match(written):
            return datetime.fromtimestamp(float(written) / 1000, UTC), Precision.EXACT
        if EPOCH_SECONDS.match(written):
            return datetime.fromtimestamp(float(written), UTC), Precision.EXACT
        moment = _read(written)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(UTC), _precision(written)
    except (ValueError, OverflowError, OSError):
        return None


def _precision(written: str) -> Precision:
    clock = CLOCK.search(written)
    if clock is None:
        return Precision.DAY
    return Precision.EXACT if clock.group(1) or clock.group(2) else Precision.MINUTE


def _read(written: str) -> datetime:
    if found := AMERICAN.match(written):
        month, day, year, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hours, minutes, seconds)  # noqa: DTZ001 -- local, its zone is added next
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        plain = RUSSIAN_MONTH.sub(
            lambda found: MONTHS[found.group(1).lower()], RUSSIAN_FILLERS.sub(" ", written)
        ).replace("МСК", "MSK")
        first, second = (_parse(plain, missing) for missing in MISSING)
        if first != second:
            raise ValueError(written) from None
        return first


def _parse(plain: str, missing: datetime) -> datetime:
    moment: datetime = dates.parse(plain, dayfirst=bool(DAY_FIRST.match(plain)), default=missing, tzinfos=_zone)
    return moment


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """An abbreviation that we do not know could be any of several zones: better no time than a wrong one."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name.upper() not in HOURS_OF_ZONE:
        raise ValueError(name)
    return timezone(timedelta(hours=HOURS_OF_ZONE[name.upper()]))
