"""What stands in an address as a value of ours, whoever has typed it there."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def whole_number(text: str) -> int | None:
    """A figure that may be a key of ours; anything else, and what no column holds, is None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004 -- bigint


def moment(text: str) -> datetime | None:
    """A time with its zone, as we wrote it ourselves."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return in_utc(found) if found else None


def in_utc(found: datetime) -> datetime | None:
    """None without a zone. PostgreSQL knows no zone further than 16 hours away, but Python knows 24."""
    try:
        return found.astimezone(UTC) if timezone.is_aware(found) else None
    except OverflowError:  # before the first year, or after the last
        return None
