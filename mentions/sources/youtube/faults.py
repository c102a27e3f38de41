"""What YouTube refuses, and why: three kinds of 403 that mean quite different things."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.interface import Answer, trusted

CLOSED: Final = frozenset({"commentsDisabled"})
SPENT: Final = frozenset({"quotaExceeded", "dailyLimitExceeded"})
HURRIED: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
NO_KEY: Final = frozenset({"keyInvalid", "keyExpired", "badRequest", "forbidden", "API_KEY_INVALID"})
SWITCHED_OFF: Final = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
NOBODY: Final = frozenset({"channelNotFound", "videoNotFound"})
PURSE: Final = ZoneInfo("America/Los_Angeles")  # at whose midnight it is filled again


def reason_of(answer: Answer) -> str:
    errors = answer.member("error", "errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return str(first.get("reason") or "")


def checked(answer: Answer, now: datetime) -> Answer:
    """The answer itself, or FetchError."""
    reason = reason_of(answer)
    if reason in SPENT:
        sentence = _("The key has spent what YouTube allows a day. It goes on when the day begins in California.")
        raise FetchError("busy", sentence, _until_midnight(now))
    if reason in HURRIED:
        raise FetchError("busy", _("YouTube asks to be asked more slowly."), timedelta(minutes=1))
    if reason in SWITCHED_OFF:
        sentence = _("The YouTube Data API is switched off in the project of this key. Switch it on at Google Cloud.")
        raise FetchError("denied", sentence)
    if reason in NO_KEY:
        raise FetchError("denied", _("YouTube does not accept the API key. Enter another one."))
    if reason in NOBODY:
        raise FetchError("gone", _("YouTube knows no such channel."))
    return trusted(answer, now)


def _until_midnight(now: datetime) -> timedelta:
    there = now.astimezone(PURSE)
    tomorrow = (there + timedelta(days=1)).date()
    return datetime.combine(tomorrow, datetime.min.time(), PURSE) - now
