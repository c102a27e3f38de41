"""States and kinds of sources, mentions and stories."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    FEED = "feed", _("Feed")
    WEBHOOK = "webhook", _("Webhook")
    FILE = "file", _("File import")
    EMAIL = "email", _("E-mail")
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    VK = "vk", _("VK")
    TELEGRAM = "telegram", "Telegram"
    YOUTUBE = "youtube", "YouTube"
    HACKER_NEWS = "hacker_news", "Hacker News"
    GDELT = "gdelt", _("World news")
    DEMO = "demo", _("Demo stream")


# By the words of the brand.
SEARCHED_KINDS: Final = frozenset(
    {
        SourceKind.MASTODON,
        SourceKind.BLUESKY,
        SourceKind.VK,
        SourceKind.YOUTUBE,
        SourceKind.HACKER_NEWS,
        SourceKind.GDELT,
    }
)
FETCHED_KINDS: Final = frozenset(SourceKind) - {SourceKind.WEBHOOK, SourceKind.FILE}  # those two are handed in


# With a password or a token that a person typed.
SIGNING_IN_KINDS: Final = frozenset(
    {
        SourceKind.EMAIL,
        SourceKind.MASTODON,
        SourceKind.BLUESKY,
        SourceKind.VK,
        SourceKind.TELEGRAM,
        SourceKind.YOUTUBE,
    }
)


class SourceStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    DEGRADED = "degraded", _("Degraded")
    NEEDS_ATTENTION = "needs_attention", _("Needs attention")
    DISABLED = "disabled", _("Disabled")


class HoleKind(models.TextChoices):
    BLIND = "blind", _("Could not be read")
    SILENT = "silent", _("Far below its usual pace")


class Tone(models.TextChoices):
    NEGATIVE = "negative", _("Negative")
    NEUTRAL = "neutral", _("Neutral")
    POSITIVE = "positive", _("Positive")


class Precision(models.TextChoices):
    EXACT = "exact", _("Exact")
    MINUTE = "minute", _("To the minute")
    DAY = "day", _("To the day")
    NONE = "none", _("Unknown")


class StoryStatus(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    NOISE = "noise", _("Noise")
    NO_ACTION = "no_action", _("No action")
    WATCHING = "watching", _("Watching")
    REPLYING = "replying", _("Replying")
    ESCALATED = "escalated", _("Escalated")


WAITING_STORIES: Final = (StoryStatus.NEW, StoryStatus.OPEN)
DECIDED_STORIES: Final = frozenset(StoryStatus) - frozenset(WAITING_STORIES)
# From waiting to any verdict; from a verdict back to waiting (undo, growth) or on to another verdict.
ALLOWED_MOVES: Final[dict[str, frozenset[str]]] = {
    StoryStatus.NEW: frozenset({StoryStatus.OPEN}) | DECIDED_STORIES,
    StoryStatus.OPEN: DECIDED_STORIES,
    **{status: frozenset(StoryStatus) - {status, StoryStatus.NEW} for status in DECIDED_STORIES},
}


class Level(models.IntegerChoices):
    """One scale for stories, signals and incidents (docs/words.md §4)."""

    COMMENT = 0, _("Comment")
    ISSUE = 1, _("Issue")
    THREAT = 2, _("Threat")
    CRISIS = 3, _("Crisis")
    CRITICAL = 4, _("Critical")


# The first answer is due so long after a story began to wait at this level (docs/words.md §4).
ANSWER_WITHIN: Final[dict[int, timedelta]] = {
    Level.COMMENT: timedelta(hours=4),
    Level.ISSUE: timedelta(hours=2),
    Level.THREAT: timedelta(hours=1),
    Level.CRISIS: timedelta(minutes=30),
    Level.CRITICAL: timedelta(minutes=15),
}
