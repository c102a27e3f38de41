"""Which brands a text speaks of: their words and handles as people write and inflect them.

A word is expanded once, when the matcher is made: Russian words to all their case forms (measured: exact
words find only half of the mentions of an inflected brand). Texts are then looked up as plain strings.
The query language will stand beside this module and use the same hits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from typing import Any, Final, Protocol

from ahocorasick_rs import AhoCorasick, MatchKind

CYRILLIC: Final = re.compile(r"[а-яё]")
JOINED: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")  # scripts without spaces
CASES: Final = ("nomn", "gent", "datv", "accs", "ablt", "loct")
NAMES: Final = frozenset({"NOUN", "ADJF"})  # "чай" is tea, not an order to hope
SHORTEST: Final = 3  # prepositions and initials do not change
INFLECTED_WORDS: Final = 4  # a longer phrase is a quotation: it stands as it is written
FORMS_OF_A_CASE: Final = 200  # forms of a phrase multiply with every word
INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), " ")


class Named(Protocol):
    """A brand, as far as matching is concerned."""

    pk: int
    words: list[str]
    handles: list[str]


@dataclass(frozen=True)
class Hit:
    """`text[start:end]` speaks of the brand because of `word`, as the brand's people wrote it."""

    brand_id: int
    word: str
    start: int
    end: int


class Matcher:
    def __init__(self, words: tuple[tuple[int, str], ...]) -> None:
        self._meaning: dict[str, list[tuple[int, str]]] = {}
        for brand_id, word in words:
            for form in forms_of(word):
                meant = self._meaning.setdefault(form, [])
                if (brand_id, word) not in meant:
                    meant.append((brand_id, word))
        self._forms = list(self._meaning)
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.Standard)

    @classmethod
    def for_brands(cls, brands: Iterable[Named]) -> "Matcher":
        """Kept while the brands' words stay the same."""
        return _matcher(tuple((brand.pk, word) for brand in brands for word in (*brand.words, *brand.handles)))

    def match(self, text: str) -> list[Hit]:
        """In the order of the text; of overlapping hits of one brand the longest."""
        plain = folded(text)
        found = self._automaton.find_matches_as_indexes(plain, overlapping=True) if self._forms else []
        spans = [(start, end, self._forms[index]) for index, start, end in found]
        spans = [span for span in spans if JOINED.search(span[2]) or _stands_alone(plain, span[0], span[1])]
        spans.sort(key=lambda span: (span[0], -span[1]))
        return list(self._longest(spans))

    def _longest(self, spans: list[tuple[int, int, str]]) -> Iterator[Hit]:
        reached: dict[int, int] = {}
        for start, end, form in spans:
            for brand_id, word in self._meaning[form]:
                if end > reached.get(brand_id, 0):
                    reached[brand_id] = end
                    yield Hit(brand_id, word, start, end)


@lru_cache(maxsize=256)
def _matcher(words: tuple[tuple[int, str], ...]) -> Matcher:
    return Matcher(words)


def folded(text: str) -> str:
    """Letter for letter, so that positions stay those of the text the reader sees."""
    if text.isascii():  # most texts, and ten times as fast
        return text.lower()
    plain = text.translate(INVISIBLE).replace("ё", "е").replace("Ё", "е").replace("ς", "σ")
    low = plain.lower().replace("ς", "σ")  # which of the two it becomes depends on what follows
    if len(low) == len(plain):
        return low
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """`#` and `@` before a word do not hide it; a letter or digit beside it does."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def forms_of(word: str) -> list[str]:
    """The word and, for Russian, its case forms. The words of a phrase change together, each case by itself."""
    plain = " ".join(folded(word).split())
    if not plain:
        return []
    parts = plain.split(" ")
    if len(parts) > INFLECTED_WORDS:
        return [plain]
    by_case = [_forms_by_case(part) for part in parts]
    phrases = {
        " ".join(phrase)
        for case in CASES
        for phrase in islice(product(*(part[case] for part in by_case)), FORMS_OF_A_CASE)
    }
    return [plain, *sorted(phrases - {plain})]


def _forms_by_case(part: str) -> dict[str, list[str]]:
    """Genders and numbers of a case together, the likely ones first; what does not change stands as it is."""
    forms: dict[str, dict[str, None]] = {case: {} for case in CASES}
    if CYRILLIC.search(part) and len(part) >= SHORTEST:
        parses = _morphology().parse(part)
        names = [parse for parse in parses if parse.tag.POS in NAMES]
        for form in (form for parse in names or parses for form in parse.lexeme):
            if form.tag.case in forms:
                forms[form.tag.case][form.word.replace("ё", "е")] = None
    return {case: list(found) or [part] for case, found in forms.items()}


@cache
def _morphology() -> Any:  # noqa: ANN401 -- the library has no types
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 -- loads its dictionary, which most commands never need

    return MorphAnalyzer(lang="ru")
