"""The words of a story as a row and a page show them: a headline, what follows it, and why it concerns the brand."""

from dataclasses import dataclass, field
from typing import Final

from accounts.models import Brand
from mentions.matching.brand_words import Matcher

TITLE: Final = 72  # on a page
ROW: Final = 44  # in a row of the list, where a longer one is cut by the pane anyhow
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Headline:
    """`spans` are those of `rest` that speak of the brand."""

    title: str
    rest: str
    spans: Spans = field(default_factory=list)


def headline(brand: Brand, title: str, text: str, length: int = TITLE, *, otherwise: str = "") -> Headline:
    """A post without a title of its own is told in two lines: its beginning, and how it goes on.

    `otherwise` stands for a post that has no words at all: a picture, or a link.
    """
    title, text = " ".join(title.split()), " ".join(text.split())
    if title:
        return Headline(title, text, brand_spans(brand, text))
    text = text or otherwise
    beginning = shortened(text, length)
    if beginning == text:
        return Headline(text, "")
    rest = f"…{text[len(beginning) - 1 :].strip()}"
    return Headline(beginning, rest, brand_spans(brand, rest))


def shortened(text: str, length: int = TITLE) -> str:
    """In one line, cut at a space."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text.rfind(" ", length // 2, length)
    return f"{text[: length if cut < 0 else cut]}…"


def brand_spans(brand: Brand, text: str) -> Spans:
    """Where the text speaks of the brand."""
    return [(hit.start, hit.end) for hit in Matcher.for_brands([brand]).match(text)]
