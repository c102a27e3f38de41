"""A search that shows the newest first, walked back to where the walk before began.

By bounds of time and never by numbers of pages: what arrives meanwhile pushes nothing over an edge. What a page
repeats is known by its identity. Moments are unix seconds, of the source's own clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Step:
    """What to keep of a walk. `crowded`: one moment held more than a page shows, and the rest of it stays unseen."""

    kept: dict[str, int]
    is_over: bool
    crowded: bool = False


@dataclass(frozen=True)
class Walk:
    """`high` is the newest of all walks before; `until` the oldest that this walk has reached, None as it begins."""

    since: int
    high: int
    until: int | None

    @classmethod
    def begin(cls, kept: Mapping[str, Any], now: datetime, *, first_look: timedelta, overlap: timedelta) -> "Walk":
        """`overlap` is looked at once more each time: search engines learn of some things late."""
        high = int(kept.get("high", 0))
        since = kept.get("since") or (high - overlap.total_seconds() if high else (now - first_look).timestamp())
        return cls(int(since), high, kept.get("until"))

    def went(self, moments: Sequence[int], now: datetime, *, is_full: bool) -> Step:
        """`moments` of the page. A moment ahead of our clock does not move the place from which we look next."""
        high = max([self.high, *(min(moment, int(now.timestamp())) for moment in moments)])
        oldest = min(moments, default=0)
        if not is_full or oldest <= self.since:
            return Step({"high": high}, is_over=True)
        crowded = oldest == self.until
        return Step({"high": high, "since": self.since, "until": oldest - crowded}, is_over=False, crowded=crowded)


class Turns:
    """Several questions that take turns, each with a walk of its own; one that is new begins at its beginning."""

    def __init__(self, questions: Sequence[str], cursor: Mapping[str, Any]) -> None:
        known = cursor.get("walks", {})
        self.walks: dict[str, dict[str, int]] = {question: known.get(question, {}) for question in questions}
        self._questions = list(self.walks)
        self._place = int(cursor.get("place", 0)) % len(self._questions)

    @property
    def question(self) -> str:
        return self._questions[self._place]

    @property
    def kept(self) -> Mapping[str, int]:
        return self.walks[self.question]

    def after(self, step: Step) -> tuple[dict[str, Any], bool]:
        """The cursor, and whether somebody's turn is left in this visit."""
        place = (self._place + step.is_over) % len(self._questions)
        walks = self.walks | {self.question: step.kept}
        return {"place": place, "walks": walks}, not step.is_over or place != 0
