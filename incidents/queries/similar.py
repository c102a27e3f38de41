"""Open incidents that a story looks like: before a second one is opened for the same matter."""

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.aggregates import StringAgg

from incidents.models import Incident
from mentions.models import Story

WORD: Final = re.compile(r"[^\W\d_]{4,}")
STEM: Final = 5  # letters: enough to tell words apart, few enough to see through endings
ALIKE: Final = 0.34  # of the shorter one's words
FEWEST: Final = 2
MOST: Final = 30


def similar_incident(story: Story) -> Incident | None:
    """Of the same brand, by the words of titles; the most alike. One query."""
    words = _stems([story.title])
    rows = (
        Incident.objects.active()
        .filter(brand=story.brand)
        .annotate(told=StringAgg("story_links__story__title", delimiter=" ", default=""))
        .order_by("-declared_at")[:MOST]
    )
    scored = [(_alike(words, _stems([row.title, row.told])), row) for row in rows]  # type: ignore[attr-defined]  # annotated above
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= ALIKE else None


def _alike(left: set[str], right: set[str]) -> float:
    both = len(left & right)
    return both / min(len(left), len(right)) if both >= FEWEST else 0.0


def _stems(texts: Iterable[str]) -> set[str]:
    return {word[:STEM].replace("ё", "е") for text in texts for word in WORD.findall(text.lower())}
