"""What makes two sightings the same mention, whichever way they came and whatever was lost on the way.

An address names an item best, then an id that is unique in the world, then a network's own id. What has none of
them is named by who said what in which minute: exports drop seconds, spreadsheets round ids.
"""

import re
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

TRACKING: Final = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|yclid|ysclid|msclkid|_openstat|igshid|igsh|mc_[ce]id|ref_src|ref_url|at_\w+|cmpid)$"
)
SAME_HOST: Final = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "mobile.x.com": "x.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "telegram.me": "t.me",
    "vk.ru": "vk.com",
}
OTHER_FACE: Final = re.compile(r"^(?:www\d?|m|amp)\.(?=[^.]+\.)")  # the same page for another screen
WRAPPING: Final = re.compile(r"^(?:www\.)?google\.[a-z.]+$")
# Comments of one page differ in nothing else.
ANCHOR: Final = re.compile(r"^[\w:-]{0,40}\d[\w:-]{0,24}$")
# A spreadsheet keeps fifteen digits: many rows share what is left of their ids.
RUINED_ID: Final = re.compile(r"^(?:\d[.,]\d+[eE]\+?\d{2}|\d[eE]\+\d{2}|\d{15}0+(?:\.0+)?|\d{16,}\.0+)$")
OF_THE_WORLD: Final = re.compile(
    r"^(?:\d{15,}|[0-9a-f]{32,}|[0-9a-f-]{36}|[a-z][a-z0-9+.-]{1,15}:\S{6,})$", re.IGNORECASE
)


def identity_of(*, url: str, network: str, external_id: str, author: str, at: datetime | None, words: str) -> bytes:
    """32 bytes."""
    if address := canonical_url(url):
        return _hash("url", address)
    if is_of_the_world(external_id):
        return _hash("id", external_id)
    if network and external_id and not is_ruined(external_id):
        return _hash("id", network.lower(), external_id)
    minute = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}" if at else ""
    loose_id = "" if is_ruined(external_id) else external_id
    return _hash("said", loose_id, author.strip().lstrip("@").casefold(), minute, _bare(words))


def is_ruined(external_id: str) -> bool:
    return bool(RUINED_ID.match(external_id))


def is_of_the_world(external_id: str) -> bool:
    """Nobody else gives the same id to something else: a snowflake, a UUID, a hash, a URI."""
    return bool(OF_THE_WORLD.match(external_id)) and not is_ruined(external_id)


def canonical_url(url: str) -> str:
    """Without what only tracks, with one name for hosts that are the same. Empty for what names no page."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode() if parts.hostname else ""
        port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    if WRAPPING.match(host) and parts.path == "/url" and (inner := dict(query).get("url") or dict(query).get("q")):
        return canonical_url(inner)
    host = OTHER_FACE.sub("", SAME_HOST.get(host, host))
    host = SAME_HOST.get(host, host)
    path = parts.path.rstrip("/")
    if any(is_ruined(unquote(part)) for part in path.split("/")):
        return ""
    if host == "t.me":
        path = path.removeprefix("/s") if path.startswith("/s/") else path
    kept = urlencode([(name, value) for name, value in query if not TRACKING.match(name.lower())])
    return urlunsplit(("https", host + port, path, kept, parts.fragment if ANCHOR.match(parts.fragment) else ""))


def _bare(words: str) -> str:
    """Letters and digits: roads differ in markup, entities, line ends and quotation marks."""
    plain = unicodedata.normalize("NFKC", unescape(words)).casefold()
    return "".join(filter(str.isalnum, plain)) or " ".join(words.split())


def _hash(*parts: str) -> bytes:
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()
