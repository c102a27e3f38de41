"""The past is written as if it were now: every service asks one clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """In here it is `moment`, for everybody in this process: never in one that serves."""
    with patch.object(timezone, "now", return_value=moment):
        yield


def ago(now: datetime, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
    return now - timedelta(days=days, hours=hours, minutes=minutes)
