"""How soon a feed is looked at again: by the pace of its items, and not sooner than it wishes itself."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median
from typing import Final

from mentions.sources.item import Item

SOONEST: Final = timedelta(minutes=2)
LONGEST: Final = timedelta(hours=1)  # whatever it says: a crisis begins in quiet feeds too
JUDGED: Final = 20  # of its items, the newest
LEAST: Final = 3  # what fewer say is chance
HEAD: Final = 64 * 1024
TTL: Final = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
PERIOD: Final = re.compile(rb"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*</sy:updatePeriod>")
FREQUENCY: Final = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*</sy:updateFrequency>")
MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
PERIODS: Final = {b"hourly": 1, b"daily": 24, b"weekly": 168, b"monthly": 720, b"yearly": 8_760}


def next_look(items: Sequence[Item], body: bytes, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """None where nothing can be told: then the usual pace is as good as any."""
    known = [wait for wait in (_pace(items), _wish(body), _freshness(headers, now)) if wait is not None]
    return min(LONGEST, max(SOONEST, *known)) if known else None


def _pace(items: Sequence[Item]) -> timedelta | None:
    """Half of the time that usually lies between two items."""
    moments = sorted((item.published_at for item in items if item.published_at), reverse=True)[:JUDGED]
    gaps = [(newer - older).total_seconds() for newer, older in pairwise(moments)]
    return timedelta(seconds=median(gaps) / 2) if len(gaps) >= LEAST - 1 else None


def _wish(body: bytes) -> timedelta | None:
    """RSS says it in minutes; the syndication module as so many times in a period."""
    head = body[:HEAD]
    if found := TTL.search(head):
        return timedelta(minutes=int(found[1]))
    if period := PERIOD.search(head):
        times = FREQUENCY.search(head)
        return timedelta(hours=PERIODS[period[1]]) / max(1, int(times[1]) if times else 1)
    return None


def _freshness(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """As long as the answer stays fresh another question brings the same."""
    if found := MAX_AGE.search(headers.get("cache-control", "")):
        return timedelta(seconds=int(found[1]))
    try:
        return max(timedelta(), parsedate_to_datetime(headers.get("expires", "")) - now)
    except (ValueError, TypeError, OverflowError):
        return None
