"""What every connector gives: one public item, cleaned, and the identity that all roads to it share."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from mentions.cleaning import NAME_LIMIT, URL_LIMIT, clean_line, clean_text
from mentions.enums import Precision

TRACKING: Final = re.compile(r"^(utm_\w+|fbclid|gclid|yclid|_openstat|igshid|mc_[ce]id|ref_src|ref_url)$")
SAME_HOST: Final = {"twitter.com": "x.com", "mobile.twitter.com": "x.com", "old.reddit.com": "reddit.com"}
RUINED_ID: Final = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d+$")  # a spreadsheet has rounded it: many rows share it
WRAPPED: Final = {"www.google.com", "google.com"}


@dataclass(frozen=True)
class Item:
    """Unknown is None or empty, never 0. `published_at` is aware, in UTC."""

    text: str = ""
    title: str = ""
    url: str = ""
    network: str = ""
    kind: str = "post"
    external_id: str = ""
    author_name: str = ""
    author_handle: str = ""
    author_url: str = ""
    followers: int | None = None
    reach: int | None = None
    location: str = ""
    language: str = ""
    published_at: datetime | None = None
    precision: str = Precision.EXACT
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Title and text as one, for reading; a title that only repeats the text is left out."""
        if self.title and not self.text.startswith(self.title.rstrip("…. ")):
            return f"{self.title}\n{self.text}".strip()
        return self.text or self.title

    @cached_property
    def identity(self) -> bytes:
        """32 bytes, the same for the same item whichever way it came.

        A public address names an item best; then a network's own id; else who said what when. Ids that a
        spreadsheet has rounded name nothing.
        """
        if address := canonical_url(self.url):
            return _hash("url", address)
        if self.network and self.external_id:
            return _hash("id", self.network.lower(), self.external_id)
        said_at = self.published_at.astimezone(UTC).isoformat() if self.published_at else ""
        said = " ".join(self.words.split()).casefold()
        return _hash("said", self.author_handle.lstrip("@").casefold(), said_at, said)


def make_item(**fields: object) -> Item:
    """An Item from raw values: every text cleaned and capped, times in UTC, ruined ids dropped."""
    capped: dict[str, Callable[[object], str]] = {
        "text": clean_text,
        "title": clean_line,
        "url": _clean_url,
        "author_url": _clean_url,
    }
    short = {"network": 40, "kind": 12, "language": 8}
    values: dict[str, object] = {}
    for name, value in fields.items():
        if name in capped:
            values[name] = capped[name](value)
        elif name in {"followers", "reach", "published_at", "precision", "extra"}:
            values[name] = value
        else:
            values[name] = clean_line(value, short.get(name, NAME_LIMIT))
    if RUINED_ID.match(str(values.get("external_id", ""))):
        values["external_id"] = ""
    return Item(**values)  # type: ignore[arg-type]  # the names are checked by Item itself


def _clean_url(value: object) -> str:
    """Only http and https: a link of another kind is never shown as one."""
    url = clean_line(value, URL_LIMIT)
    return url if url.lower().startswith(("http://", "https://")) else ""


def canonical_url(url: str) -> str:
    """Without what only tracks, with one name for hosts that are the same. Empty for what is no web address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode() if parts.hostname else ""
        port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    if host in WRAPPED and parts.path == "/url" and (inner := dict(query).get("url") or dict(query).get("q")):
        return canonical_url(unquote(inner))
    host = host.removeprefix("www.")
    kept = urlencode([(name, value) for name, value in query if not TRACKING.match(name.lower())])
    return urlunsplit(("https", SAME_HOST.get(host, host) + port, parts.path.rstrip("/"), kept, ""))


def _hash(*parts: str) -> bytes:
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()
