"""Which story a mention belongs to: the same words, nearly the same words, or a story of its own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from mentions.classification.signature import similarity
from mentions.services.newcomers import Newcomer
from mentions.services.rows import whole_numbers

ALIKE: Final = 0.6  # measured (docs/text.md): 88.5 % of two-word edits, no pair of 100,000 strangers
GOLDEN: Final = 0x9E3779B97F4A7C15
# Of an organization that is younger than its last analysis the planner believes that it has one row, whatever index
# it takes. So nothing is looked up here in a loop: at worst the rows of that organization are read once a batch.
SAME: Final = """
SELECT id, brand_id, exact, signature FROM mentions_story
WHERE organization_id = %s AND exact = ANY(%s::bytea[])
"""
SHARING: Final = "SELECT band, story_id FROM mentions_storyband WHERE organization_id = %s AND band = ANY(%s::bigint[])"
STORIES: Final = """
SELECT id, brand_id, exact, signature FROM mentions_story
WHERE organization_id = %s AND id = ANY(%s::bigint[])
"""


@dataclass
class Chapter:
    """A story of one brand, and who of the batch belongs to it. Without an id it is still to be made."""

    brand_id: int
    exact: bytes
    signature: bytes
    pk: int | None = None
    newcomers: list[Newcomer] = field(default_factory=list)


class StoryBook:
    """The stories that a batch may belong to, loaded in three queries."""

    def __init__(self, organization_id: int) -> None:
        self._organization_id = organization_id
        self._by_exact: dict[tuple[int, bytes], Chapter] = {}
        self._by_band: dict[int, list[Chapter]] = defaultdict(list)

    def place(self, newcomers: Sequence[Newcomer]) -> list[Chapter]:
        """The chapters that the batch adds to or begins."""
        self._load_exact(newcomers)
        self._load_alike([each for each in newcomers if (each.brand_id, each.signature.exact) not in self._by_exact])
        touched: dict[int, Chapter] = {}
        for each in newcomers:
            chapter = self._find(each) or self._begin(each)
            chapter.newcomers.append(each)
            touched[id(chapter)] = chapter
        return list(touched.values())

    def _load_exact(self, newcomers: Sequence[Newcomer]) -> None:
        exact = {each.signature.exact for each in newcomers}
        for pk, *columns in self._rows(SAME, list(exact)):
            chapter = _chapter(pk, *columns)
            self._by_exact[chapter.brand_id, chapter.exact] = chapter

    def _load_alike(self, newcomers: Sequence[Newcomer]) -> None:
        known = {chapter.pk: chapter for chapter in self._by_exact.values()}
        bands = {band for each in newcomers for band in bands_of(each)}
        shared = self._rows(SHARING, whole_numbers(bands))
        unread = {pk for _, pk in shared} - known.keys()
        known |= {pk: _chapter(pk, *columns) for pk, *columns in self._rows(STORIES, whole_numbers(unread))}
        for band, pk in shared:
            self._by_band[band].append(known[pk])

    def _rows(self, query: str, values: list[Any] | str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, [self._organization_id, values])
            return list(cursor.fetchall())

    def _find(self, each: Newcomer) -> Chapter | None:
        if chapter := self._by_exact.get((each.brand_id, each.signature.exact)):
            return chapter
        candidates = {id(other): other for band in bands_of(each) for other in self._by_band.get(band, ())}
        alike = ((similarity(each.signature.values, other.signature), other) for other in candidates.values())
        best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] >= ALIKE else None

    def _begin(self, each: Newcomer) -> Chapter:
        chapter = Chapter(each.brand_id, each.signature.exact, each.signature.values)
        self._by_exact[each.brand_id, chapter.exact] = chapter
        for band in bands_of(each):
            self._by_band[band].append(chapter)
        return chapter


def _chapter(pk: int, brand_id: int, exact: memoryview, signature: memoryview) -> Chapter:
    return Chapter(brand_id, bytes(exact), bytes(signature), pk)


def bands_of(each: Newcomer) -> list[int]:
    """Bands of different brands must not meet in the index: the brand is mixed in. Signed 64 bits."""
    salt = each.brand_id * GOLDEN
    return [((band ^ salt) & (2**64 - 1)) - 2**63 for band in each.signature.bands]
