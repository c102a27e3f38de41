"""How long a host wants to be left alone, in the dialects in which hosts say it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = timedelta(hours=6)
RESETS: Final = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
UNIX: Final = 1_000_000_000  # what is smaller counts seconds from now


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date; at most six hours. None where it says nothing that can be read."""
    if value.strip().isascii() and value.strip().isdigit():
        return min(LONGEST, timedelta(seconds=int(value.strip()[:9])))
    try:
        return _until(parsedate_to_datetime(value), now)
    except (ValueError, OverflowError):
        return None


def asked_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """`Retry-After` first, else when the quota begins anew: an ISO time, unix seconds, or seconds from now."""
    if wait := retry_after(headers.get("retry-after", ""), now):
        return wait
    resets = (_reset(headers[name].strip(), now) for name in RESETS if name in headers)
    return next((wait for wait in resets if wait is not None), None)


def _reset(value: str, now: datetime) -> timedelta | None:
    try:
        seconds = float(value)
    except ValueError:
        try:
            return _until(datetime.fromisoformat(value), now)
        except (ValueError, OverflowError):
            return None
    if not 0 <= seconds < UNIX * UNIX:
        return None
    left = seconds - now.timestamp() if seconds >= UNIX else seconds
    return timedelta(seconds=min(LONGEST.total_seconds(), max(0.0, left)))


def _until(moment: datetime, now: datetime) -> timedelta:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(LONGEST, max(timedelta(), aware - now))
