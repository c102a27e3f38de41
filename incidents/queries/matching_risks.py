"""Which risks a story looks like: those of its brand whose detection words occur in its first post."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from accounts.models import Brand, Membership
from mentions.matching.brand_words import Matcher
from risks.models import Risk
from risks.queries.scales import band_of

MOST: Final = 3


@dataclass(frozen=True)
class MatchingRisk:
    risk: Risk
    words: list[str]

    @property
    def band(self) -> str:
        return band_of(self.risk.likelihood, self.risk.impact)


@dataclass
class _Words:
    """A risk as the matcher knows the things it looks for."""

    pk: int
    words: list[str]
    handles: list[str]


def matching_risks(member: Membership, brand: Brand, text: str) -> list[MatchingRisk]:
    """The most words first, then the highest score; one query."""
    risks = {risk.pk: risk for risk in Risk.objects.for_member(member).active().filter(brand=brand).exclude(words="")}
    found: dict[int, list[str]] = defaultdict(list)
    for hit in Matcher.for_brands(_words(risks.values())).match(text):
        if hit.word not in found[hit.brand_id]:
            found[hit.brand_id].append(hit.word)
    rows = [MatchingRisk(risks[pk], words) for pk, words in found.items()]
    return sorted(rows, key=lambda row: (-len(row.words), -row.risk.score, row.risk.number))[:MOST]


def _words(risks: Iterable[Risk]) -> list[_Words]:
    return [
        _Words(risk.pk, [line.strip() for line in risk.words.splitlines() if line.strip()], [])
        for risk in sorted(risks, key=lambda risk: risk.pk)
    ]
