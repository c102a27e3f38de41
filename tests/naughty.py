"""Strings that break software: everybody's list, where it is at hand, and what is missing in it.

Usually a test takes some of them; with NAUGHTY=all it takes each.
"""

import json
import os
from typing import Final
from urllib.parse import quote_from_bytes

from tests.outside import DATA

ALL: Final = os.environ.get("NAUGHTY") == "all"
FILE: Final = DATA / "naughty_strings.json"
OWN: Final = (
    *("\x00", "a\x00b", "\ud800", "a\udfffb", "x" * 1_000_000, "\u202e\u2066", "💥" * 400, "\r\n.\r\n", "%00"),
    *("{secret}", "\ufeff", "\u2028", "-1", "1e400", "9" * 400, "{{ 7|add:7 }}", "%(count)s", "<!--", "&#0;"),
)


def naughty() -> list[str]:
    known: list[str] = json.loads(FILE.read_text()) if FILE.is_file() else []
    return known


def some(every: int, first: int = 0) -> list[str]:
    """One of so many, so that tests with other beginnings take other strings."""
    return naughty() if ALL else naughty()[first % every :: every]


def as_body(words: dict[str, str]) -> str:
    """As a form sends it, byte by byte: half a pair of surrogates too."""
    pairs = [(_bytes(name), _bytes(value)) for name, value in words.items()]
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
