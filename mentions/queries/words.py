"""How the words of a brand will match, shown while they are typed."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from mentions.matching.brand_words import CYRILLIC, Hit, Matcher, folded, forms_of
from mentions.sources.demo.script import BRANDS
from mentions.sources.demo.words import MOMENTS, MOMENTS_RU, PLACES, PLACES_RU

SEPARATORS: Final = re.compile(r"[\n,;]+")
MOST_WORDS: Final = 30
LONGEST_WORD: Final = 200
SHORT: Final = 3
SHOWN_FORMS: Final = 6
SHOWN_SENTENCES: Final = 5
# Words of every day: a brand that is called like one of them needs another word beside it.
COMMON: Final = frozenset(
    """
    apple orange target delta united gap visa shell next time life sun star home house city world group people best
    first post net bank box cafe market one day today news sport go fox bird dove ford mars galaxy virgin amazon
    лента магнит пятерочка дикси мечта связной ростик дом мир жизнь время день город вода чай кофе хлеб звезда солнце
    банк открытие восток запад авто еда лето спорт мода точка дети мама семья утро первый новый
    """.split()  # noqa: SIM905 -- three lines of words, not seventy of strings
)


@dataclass(frozen=True)
class TypedWord:
    """`forms` are other shapes of it that are found too; `pitfall` says what may go wrong with it."""

    word: str
    forms: list[str]
    more_forms: int
    sentences: int
    pitfall: str


@dataclass(frozen=True)
class Found:
    text: str
    spans: list[tuple[int, int]]


@dataclass(frozen=True)
class WordPreview:
    words: list[TypedWord]
    found: list[Found]
    sentences: int
    of_sentences: int


@dataclass(frozen=True)
class _Typed:
    """The brand that is being typed."""

    words: list[str]
    pk: int = 0
    handles: tuple[str, ...] = ()


def preview_words(typed: str, brand: str = "") -> WordPreview:
    words = _apart(typed) or _apart(brand)
    sentences = _sentences()
    hits = [(text, _hits(words, text)) for text in sentences]
    found = [Found(text, [(hit.start, hit.end) for hit in of_text]) for text, of_text in hits if of_text]
    counts = {word: sum(any(hit.word == word for hit in of_text) for _, of_text in hits) for word in words}
    return WordPreview([_word(word, counts[word]) for word in words], found[:SHOWN_SENTENCES], len(found), len(hits))


def _apart(typed: str) -> list[str]:
    parts = (" ".join(part.replace("\\0", " ").split())[:LONGEST_WORD] for part in SEPARATORS.split(typed[:20_000]))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_WORDS]


def _hits(words: list[str], text: str) -> list[Hit]:
    return Matcher.for_brands([_Typed(words)]).match(text)  # type: ignore[list-item]  # a tuple of handles will do


def _word(word: str, sentences: int) -> TypedWord:
    others = [form for form in forms_of(word) if form != folded(word)] if CYRILLIC.search(folded(word)) else []
    return TypedWord(word, others[:SHOWN_FORMS], max(0, len(others) - SHOWN_FORMS), sentences, _pitfall(word))


def _pitfall(word: str) -> str:
    plain = folded(word).lstrip("@#")
    if len(plain) < SHORT:
        return _("Very short: it will be found in talk about other things. Add a longer form.")
    if plain in COMMON:
        return _("Also a word of every day: expect mentions that are not about the brand.")
    if plain.isdigit():
        return _("Only digits: prices, dates and numbers of all kinds will match.")
    return ""


def _sentences() -> list[str]:
    """Everyday talk and fires of the demo stream, each once."""
    places, moments = (PLACES[0], PLACES_RU[0]), (MOMENTS[0], MOMENTS_RU[0])
    spoken: dict[str, None] = {}
    for script in BRANDS.values():
        fires = [words for fire in script.fires for words in (fire.opening, *fire.repeats, *fire.voices)]
        everyday = [words for kind in script.everyday.values() for words in kind]
        for words in (*everyday, *fires):
            russian = int(bool(CYRILLIC.search(words.lower())))
            spoken[words.format(place=places[russian], moment=moments[russian])] = None
    return list(spoken)
