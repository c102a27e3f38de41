"""How states look: word, then shape, then colour. A state that is not named here is grey and still has its word."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True)
class Badge:
    word: Words
    icon: str
    css: str


# The one scale of stories, signals and incidents (docs/words.md, section 4).
LEVELS: Final[tuple[Badge, ...]] = (
    Badge(_("Comment"), "level-0", "s0"),
    Badge(_("Issue"), "level-1", "s1"),
    Badge(_("Threat"), "level-2", "s2"),
    Badge(_("Crisis"), "level-3", "s3"),
    Badge(_("Critical"), "level-4", "s4"),
)

# Risks use the fills of levels 1 to 4.
BANDS: Final[dict[str, Badge]] = {
    "low": Badge(pgettext_lazy("risk", "Low"), "level-1", "s1"),
    "medium": Badge(pgettext_lazy("risk", "Medium"), "level-2", "s2"),
    "high": Badge(pgettext_lazy("risk", "High"), "level-3", "s3"),
    "critical": Badge(pgettext_lazy("risk", "Critical"), "level-4", "s4"),
}

# The sign and the word always; never red against green.
TONES: Final[dict[str, Badge]] = {
    "negative": Badge(_("Negative"), "−", "neg"),
    "neutral": Badge(_("Neutral"), "○", "neu"),
    "positive": Badge(_("Positive"), "+", "pos"),
}

GOOD: Final = ("ok", "ok")
DUE: Final = ("warn", "warn")
BAD: Final = ("bad", "bad")
BUSY: Final = ("current", "acc")
REST: Final = ("step", "")

# State of a story, source, incident, response, template, risk or task -> icon and colour of its pill.
STATUSES: Final[dict[str, tuple[str, str]]] = {
    "new": BUSY,
    "open": BUSY,
    "noise": ("noise", ""),
    "no_action": ("no_action", ""),
    "watching": ("watch", ""),
    "replying": ("reply", "acc"),
    "escalated": ("incident", "bad"),
    "active": GOOD,
    "paused": ("paused", ""),
    "degraded": DUE,
    "needs_attention": BAD,
    "disabled": REST,
    "candidate": ("waiting", ""),
    "declared": ("incident", "bad"),
    "contained": DUE,
    "resolved": GOOD,
    "reviewing": BUSY,
    "closed": ("ok", ""),
    "dismissed": REST,
    "merged": REST,
    "draft": ("edit", ""),
    "in_review": ("approvals", "warn"),
    "changes_requested": ("undo", "warn"),
    "approved": GOOD,
    "sending": ("send", "acc"),
    "sent": ("send", "ok"),
    "unknown": DUE,
    "failed": BAD,
    "superseded": REST,
    "withdrawn": REST,
    "expired": DUE,
    "returned": ("undo", "warn"),
    "treating": BUSY,
    "accepted": ("lock", ""),
    "hot_wash": ("edit", ""),
    "final": GOOD,
    "done": GOOD,
    "late": BAD,
    "running": BUSY,
    "queued": ("waiting", ""),
    "skipped": REST,
}


def status_look(state: str) -> tuple[str, str]:
    return STATUSES.get(state, REST)
