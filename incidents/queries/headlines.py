"""The words of a story as a row and a page show them: a headline, what follows it, and why it concerns the brand."""

from dataclasses import dataclass, field
from typing import Final

from accounts.models import Brand
from mentions.matching.brand_words import Matcher

LENGTH: Final = 72
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Headline:
    """`spans` are those of `rest` that speak of the brand."""

    title: str
    rest: str
    spans: Spans = field(default_factory=list)


def headline(brand: Brand, title: str, text: str) -> Headline:
    """A post without a title of its own is told in two lines: its beginning, and how it goes on."""
    title, text = " ".join(title.split()), " ".join(text.split())
    if title or len(text) <= LENGTH:
        return Headline(title or text, text, brand_spans(brand, text))
    beginning = shortened(text)
    rest = f"…{text[len(beginning) - 1 :].strip()}"
    return Headline(beginning, rest, brand_spans(brand, rest))


def shortened(text: str) -> str:
    """In one line, cut at a space."""
    text = " ".join(text.split())
    if len(text) <= LENGTH:
        return text
    cut = text.rfind(" ", LENGTH // 2, LENGTH)
    return f"{text[: LENGTH if cut < 0 else cut]}…"


def brand_spans(brand: Brand, text: str) -> Spans:
    """Where the text speaks of the brand."""
    return [(hit.start, hit.end) for hit in Matcher.for_brands([brand]).match(text)]
