"""The one border for text from outside. Behind it there is no NUL, no lone surrogate and no endless word."""

import html
import re
import unicodedata
from typing import Final

import nh3

TEXT_LIMIT: Final = 20_000
NAME_LIMIT: Final = 255
URL_LIMIT: Final = 2_000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
# What changes the direction of the page around it; ordinary Arabic and Hebrew need none of these.
DIRECTION: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
BLOCK: Final = re.compile(r"</?(?:p|div|ul|ol|li|h[1-6]|table|tr|blockquote)\b[^<>]*>|<br\b[^<>]*>", re.IGNORECASE)
SPACES: Final = re.compile(r"[^\S\n]+")
BLANK_LINES: Final = re.compile(r"\n{3,}")
MOST_MARKS: Final = 4  # combining marks on one letter: real scripts use two or three


def clean_text(text: object, limit: int = TEXT_LIMIT) -> str:
    """Plain text of several lines, normalised (NFC), capped in characters."""
    raw = str(text if text is not None else "")[: limit * 4]
    words = CONTROL.sub("", DIRECTION.sub("", SURROGATE.sub("\N{REPLACEMENT CHARACTER}", raw)))
    words = _few_marks(unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")))
    lines = (SPACES.sub(" ", line).strip() for line in words.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:limit]


def clean_line(text: object, limit: int = NAME_LIMIT) -> str:
    return " ".join(clean_text(text, limit).split())


def text_of_html(markup: object, limit: int = TEXT_LIMIT) -> str:
    """The words a reader would see. Scripts and styles are no words."""
    with_breaks = BLOCK.sub("\n", str(markup if markup is not None else "")[: limit * 20])
    plain = nh3.clean(SURROGATE.sub("\N{REPLACEMENT CHARACTER}", with_breaks), tags=set())
    return clean_text(html.unescape(plain), limit)


def _few_marks(text: str) -> str:
    """Zalgo: letters with towers of combining marks cover the lines around them."""
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
