"""Reads RSS and Atom with feedparser; what is large or oddly shaped in a process of its own that can be killed.

Measured: 209 KB with 20,000 attributes on one tag keep the library busy for 4 seconds, 600 KB for 40. This file
is also that process: it knows nothing of the rest of the product, so that it starts quickly.
"""

import json
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any, Final

import feedparser

ENTRIES_LIMIT: Final = 1_000
MODEST: Final = 128 * 1024
SECONDS: Final = 8.0
MEMORY: Final = 256 * 1024**2  # measured: 5 MB of small items take 80 MB, 200,000 tags one in the other 146 MB
# A tag of 4 KB; 200 tags opened one in the other.
ODD_SHAPES: Final = (re.compile(rb"<[^<>!?][^<>]{4096}"), re.compile(rb"(?:<[a-zA-Z][^<>/]*>\s*){200}"))
HEADERS: Final = {"content-type": "application/xml; charset=utf-8"}  # else the library guesses, and often wrongly
TEXTS: Final = ("title", "summary", "id", "language")
# `anna@example.com (Anna Berg)` and `Anna Berg <anna@example.com>`: the library stumbles over long domains.
IN_BRACKETS: Final = re.compile(r"^\s*[^\s@]+@[^\s()]+\s*\(([^()]+)\)\s*$")
BEFORE_ADDRESS: Final = re.compile(r"^\s*([^<>@]+?)\s*<[^<>\s]+@[^<>\s]+>\s*$")
MOMENTS: Final = ("published", "updated", "created")

# On documents that nobody sane would write the library lets faults of its own through.
FAULTS: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

Entry = dict[str, Any]


class TooCostlyError(Exception):
    """Reading it would take longer than any feed is worth."""


@dataclass(frozen=True)
class Document:
    """`version` is empty for what is no feed; `broken` when the XML is not well-formed, which many feeds are not."""

    version: str
    broken: bool
    entries: list[Entry]


def read_document(body: bytes, seconds: float = SECONDS) -> Document:
    """UTF-8. Raises TooCostlyError. A document that breaks the library is a broken document without entries."""
    if not _is_suspicious(body):
        return _read(body)
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, nothing of the document is in the command
            [sys.executable, __file__], input=body, capture_output=True, timeout=seconds, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise TooCostlyError from error
    return Document(**json.loads(done.stdout))


def _is_suspicious(body: bytes) -> bool:
    return len(body) > MODEST or b"<!ENTITY" in body or any(shape.search(body) for shape in ODD_SHAPES)


def _read(body: bytes) -> Document:
    try:
        feed = feedparser.parse(
            body,
            response_headers=HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except FAULTS:
        return Document("", broken=True, entries=[])
    return Document(feed.version or "", bool(feed.bozo), [_plain(entry) for entry in feed.entries[:ENTRIES_LIMIT]])


def _plain(entry: Any) -> Entry:  # noqa: ANN401 -- the library has no types
    author = entry.get("author_detail") or {}
    written = _text(entry.get("author"))
    named = IN_BRACKETS.match(written) or BEFORE_ADDRESS.match(written)
    return {
        **{name: _text(entry.get(name)) for name in TEXTS},
        "link": _link(entry),
        "author_name": named.group(1).strip() if named else _text(author.get("name")) or written,
        "author_url": _text(author.get("href")),
        "content": [_text(part.get("value")) for part in entry.get("content") or [] if isinstance(part, dict)],
        # Not `entry.get`: it takes one moment for the other where only one was given, and warns that it will not.
        **{name: _moment(dict.get(entry, f"{name}_parsed"), dict.get(entry, name)) for name in MOMENTS},
    }


def _link(entry: Any) -> str:  # noqa: ANN401 -- the library has no types
    """By the letter of RSS every guid is an address unless it says no; most that are not forget to say so."""
    link = _text(entry.get("link"))
    only_guid = entry.get("guidislink") and link == entry.get("id")
    return "" if only_guid and not link.startswith(("http://", "https://")) else link


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _moment(parsed: object, written: object) -> list[int] | None:
    """Year to second in UTC, or year to day where no time of the day was written."""
    if not isinstance(parsed, time.struct_time):
        return None
    return list(parsed[: 6 if ":" in _text(written) or "T" in _text(written) else 3])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(json.dumps(vars(_read(sys.stdin.buffer.read()))))
