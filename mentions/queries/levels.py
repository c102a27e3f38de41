"""Which level the measured criteria of docs/words.md §4 give a story: the highest row where any two hold.

Surprise against a brand's rhythm and the hard triggers come with detection; what is here is counted
from rows that are there. Everything is measured at the story's own last minute.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from mentions.enums import Level
from mentions.queries.pace import mentions_within

SMALLEST: Final = 5  # below this many mentions no two criteria can hold
LIVELY: Final = 10  # mentions in the hour: "ten times" two lonely mentions a week would mean nothing
HISTORY_HOURS: Final = 24  # a shorter memory does not know what is usual
TWO: Final = 2

Reason = dict[str, Any]


@dataclass(frozen=True)
class LevelReading:
    level: Level
    reasons: list[Reason]


@dataclass(frozen=True)
class Measures:
    """`times_usual` is None while the usual volume is unknown."""

    authors: int
    followers: int
    reach: int
    networks: int
    negative_share: float
    mentions: int
    before_2h: int
    before_6h: int
    hour_volume: int
    times_usual: float | None


def measured_levels(organization_id: int, story_ids: Collection[int]) -> Mapping[int, LevelReading]:
    """Only stories that two criteria may concern are in the answer; one query."""
    return {story_id: reading_of(measures) for story_id, measures in _measures(organization_id, story_ids)}


def reading_of(measures: Measures) -> LevelReading:
    for level, criteria in _criteria(measures).items():
        if len(criteria) >= TWO:
            return LevelReading(level, criteria)
    return LevelReading(Level.COMMENT, [])


def _criteria(m: Measures) -> dict[Level, list[Reason]]:
    """By level, from the highest, the criteria that hold. A higher row's criterion counts in the lower rows too."""
    volume = m.times_usual or 0.0
    lively = m.hour_volume >= LIVELY
    doubled_2h = m.mentions >= LIVELY and m.mentions >= 2 * m.before_2h
    doubled_6h = m.mentions >= LIVELY and m.mentions >= 2 * m.before_6h
    reach, times = ("reach", m.reach), ("times_usual", round(volume, 1))
    rows: dict[Level, list[tuple[bool, str, Any]]] = {
        Level.CRITICAL: [(lively and volume > 30, *times), (m.reach > 5_000_000, *reach)],  # noqa: PLR2004 -- words.md §4
        Level.CRISIS: [
            (lively and volume > 10, *times),  # noqa: PLR2004 -- words.md §4
            (doubled_2h, "doubling_hours", 2),
            (m.reach > 500_000, *reach),  # noqa: PLR2004 -- words.md §4
        ],
        Level.THREAT: [
            (lively and volume > 3 and m.negative_share > 0.5, "negative_share", round(m.negative_share, 2)),  # noqa: PLR2004 -- words.md §4
            (doubled_6h, "doubling_hours", 6),
            (m.networks >= TWO, "networks", m.networks),
        ],
        Level.ISSUE: [
            (m.authors >= 5, "authors", m.authors),  # noqa: PLR2004 -- words.md §4
            (m.followers > 50_000, "followers", m.followers),  # noqa: PLR2004 -- words.md §4
        ],
    }
    held: dict[str, Reason] = {}
    levels: dict[Level, list[Reason]] = {}
    for level, criteria in rows.items():
        for holds, name, value in criteria:
            if holds:
                held.setdefault(name, {"criterion": name, "value": value})
        levels[level] = list(held.values())
    return levels


def _measures(organization_id: int, story_ids: Collection[int]) -> Iterator[tuple[int, Measures]]:
    with connection.cursor() as cursor:
        cursor.execute(STORIES, {"organization": organization_id, "stories": list(story_ids), "smallest": SMALLEST})
        for pk, authors, followers, reach, networks, negative, mentions, pace, last_at, hour, usual, history in cursor:
            yield (
                pk,
                Measures(
                    authors=authors,
                    followers=followers or 0,
                    reach=reach or 0,
                    networks=networks,
                    negative_share=negative / mentions,
                    mentions=mentions,
                    before_2h=mentions - mentions_within(json.loads(pace), last_at, 2),
                    before_6h=mentions - mentions_within(json.loads(pace), last_at, 6),
                    hour_volume=hour,
                    times_usual=float(hour) / max(float(usual), 1.0) if history >= HISTORY_HOURS else None,
                ),
            )


# The volume is read once for a brand and a moment, not once for a story: those that grow together share it.
STORIES: Final = """
WITH story AS MATERIALIZED (
    SELECT id, brand_id, authors_count, followers, reach, cardinality(networks) AS networks, negative_count,
           mentions_count, pace, last_at, date_bin('5 minutes', last_at, 'epoch') AS moment
    FROM mentions_story
    WHERE organization_id = %(organization)s AND id = ANY(%(stories)s) AND mentions_count >= %(smallest)s
), volume AS MATERIALIZED (
    SELECT brand_id, moment, hour, usual, history
    FROM (SELECT DISTINCT brand_id, moment FROM story) place
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(mentions) FILTER (WHERE start > moment - interval '1 hour'), 0) AS hour,
               coalesce(sum(mentions) FILTER (WHERE start <= moment - interval '1 hour'), 0)
                   / greatest(1, extract(epoch FROM moment - min(start)) / 3600 - 1) AS usual,
               coalesce(extract(epoch FROM moment - min(start)) / 3600, 0) AS history
        FROM mentions_volumebucket bucket
        WHERE organization_id = %(organization)s AND bucket.brand_id = place.brand_id
          AND start > moment - interval '7 days' AND start <= moment
    ) sums
)
SELECT id, authors_count, followers, reach, networks, negative_count, mentions_count, pace::text, last_at,
       hour, usual, history
FROM story JOIN volume USING (brand_id, moment)
"""


def reasons_in_words(reasons: Collection[Reason]) -> list[str]:
    """The criteria that hold, in the reader's language."""
    sentences = {
        "times_usual": _("%(value)s times the usual volume in the last hour"),
        "reach": _("Reach of %(value)s people"),
        "doubling_hours": _("Doubled in less than %(value)s hours"),
        "negative_share": _("%(value)s of the mentions are negative, at over three times the usual volume"),
        "networks": _("Seen on %(value)s networks"),
        "authors": _("%(value)s different authors"),
        "followers": _("An author with %(value)s followers"),
        "raised_at_once": _("Raised by %(by)s"),
        "raised": _("Raised by %(by)s: %(value)s"),
        "lowered": _("Lowered by %(by)s: %(value)s"),
    }
    return [
        sentences[reason["criterion"]] % {"by": reason.get("by", ""), "value": _in_words(reason)}
        for reason in reasons
        if reason.get("criterion") in sentences
    ]


def _in_words(reason: Reason) -> str:
    if reason["criterion"] == "negative_share":
        return f"{reason['value']:.0%}"
    value = reason["value"]
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if isinstance(value, int) else str(value)
