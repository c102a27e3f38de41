"""RSS, Atom and JSON Feed into items: whatever can be read of a hostile document, or one reason why nothing can."""

import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import text_of_html
from mentions.enums import Precision
from mentions.sources.encoding import decoded
from mentions.sources.feed.discovery import feeds_named_by
from mentions.sources.feed.reading import MOMENTS, SECONDS, Document, Entry, TooCostlyError, read_document
from mentions.sources.identity import is_of_the_world
from mentions.sources.item import Item, make_item
from mentions.sources.moments import read_moment

ITEMS_LIMIT: Final = 1_000
DAY_PARTS: Final = 3  # year, month, day
PROLOGUE: Final = 64 * 1024
XML_ENCODING: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding=['"]([\w.:-]{1,40})['"]""")
HTTP_CHARSET: Final = re.compile(r"charset=[\"']?([\w.:-]{1,40})")
BARE_AMPERSAND: Final = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#?\w{1,31};)", re.DOTALL)  # and what to step over
NO_LETTER: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
AHEAD: Final = timedelta(days=1)
UTC_ZONE: Final = ZoneInfo("UTC")


class UnreadableFeedError(FetchError):
    """It answered, with something that is no feed; `feeds` are the addresses that a web page names."""

    def __init__(self, code: str, sentence: str, feeds: Sequence[str] = ()) -> None:
        super().__init__(code, sentence)
        self.feeds = feeds


def parse_feed(body: bytes, url: str, now: datetime, content_type: str = "", seconds: float = SECONDS) -> list[Item]:
    """Oldest first, each identity once. Raises UnreadableFeedError with the one reason."""
    if not body.strip():
        raise UnreadableFeedError("empty", _("The address answers with an empty page."))
    if _is_json(body):
        entries = list(_json_entries(body, url, now))
    else:
        document = _document(body, url, content_type, seconds)
        entries = list(_items(document.entries, url, now))
    if not entries:
        raise UnreadableFeedError("no_items", _("The feed can be read but holds no items."))
    unique = {item.identity: item for item in entries}
    return sorted(unique.values(), key=lambda item: item.published_at or now)


def _is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _document(body: bytes, url: str, content_type: str, seconds: float) -> Document:
    try:
        document = read_document(_utf8(body, content_type), seconds)
    except TooCostlyError as error:
        raise UnreadableFeedError("costly", _("Reading the document took too long; no feed needs that.")) from error
    if not document.entries and not document.version:
        raise _not_a_feed(body, url, document)
    return document


def _utf8(body: bytes, content_type: str) -> bytes:
    """Without the letters and the bare ampersands for which a parser would give up the whole document."""
    declared = [found.group(1).decode("ascii", "replace") for found in [XML_ENCODING.search(body[:PROLOGUE])] if found]
    told = [found.group(1) for found in [HTTP_CHARSET.search(content_type)] if found]
    text = NO_LETTER.sub("", decoded(body, *declared, *told))
    return BARE_AMPERSAND.sub(_escape, text).encode("utf-8", "replace")


def _escape(found: re.Match[str]) -> str:
    return "&amp;" if found.group() == "&" else found.group()


def _not_a_feed(body: bytes, url: str, document: Document) -> UnreadableFeedError:
    if b"<html" in body[:PROLOGUE].lower():
        return UnreadableFeedError("html", _("This is a web page that names no feed."), feeds_named_by(body, url))
    if document.broken:
        return UnreadableFeedError("broken", _("The document is too broken to be read as a feed."))
    return UnreadableFeedError("not_a_feed", _("The document is neither RSS nor Atom nor JSON Feed."))


def _items(entries: Iterable[Entry], url: str, now: datetime) -> Iterator[Item]:
    for entry in entries:
        item = _item(entry, url, now)
        if item.words or item.url:
            yield item


def _item(entry: Entry, url: str, now: datetime) -> Item:
    published_at, precision = _moment(entry, now)
    name = entry["author_name"]
    return make_item(
        title=text_of_html(entry["title"]),
        text=text_of_html(next((body for body in entry["content"] if body), entry["summary"])),
        url=_absolute(entry["link"], url),
        network=_host(url),
        kind="article",
        external_id=_lasting_id(entry["id"], name, published_at),
        author_name=name,
        author_handle=_handle(name),
        author_url=entry["author_url"],
        language=entry["language"],
        published_at=published_at,
        precision=precision,
    )


def _handle(name: str) -> str:
    """Feeds have one field for both: one word is how a network calls its people."""
    return name if name.startswith("@") or " " not in name else ""


def _lasting_id(given: str, author: str, at: datetime | None) -> str:
    """A counter of the feed's own would hide that other roads bring the same post: who said it when names it better."""
    return given if is_of_the_world(given) or not (author and at) else ""


def _moment(entry: Entry, now: datetime) -> tuple[datetime | None, Precision]:
    """A date in the future is a mistake of the feed; one that cannot be read is unknown."""
    for name in MOMENTS:
        written = entry[name]
        try:
            moment = datetime.fromtimestamp(timegm((*written, 0, 0, 0)[:6]), UTC) if written else None
        except (ValueError, OverflowError, TypeError, OSError):
            moment = None
        if moment and moment <= now + AHEAD:
            return moment, Precision.EXACT if len(written) > DAY_PARTS else Precision.DAY
    return None, Precision.NONE


def _absolute(link: object, base: str) -> str:
    try:
        return urljoin(base, str(link)) if link else ""
    except ValueError:
        return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _json_entries(body: bytes, url: str, now: datetime) -> Iterator[Item]:
    try:
        document = json.loads(decoded(body))
    except (ValueError, RecursionError) as error:
        raise UnreadableFeedError("broken", _("The document is too broken to be read as a feed.")) from error
    entries = document.get("items") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise UnreadableFeedError("not_a_feed", _("The document is neither RSS nor Atom nor JSON Feed."))
    items = (_json_item(entry, url, now) for entry in entries[:ITEMS_LIMIT] if isinstance(entry, dict))
    return (item for item in items if item.words or item.url)


def _json_item(entry: dict[str, Any], url: str, now: datetime) -> Item:
    moment = read_moment(str(entry.get("date_published") or entry.get("date_modified") or ""), UTC_ZONE)
    published_at, precision = moment if moment and moment[0] <= now + AHEAD else (None, Precision.NONE)
    authors = entry.get("authors") if isinstance(entry.get("authors"), list) else [entry.get("author")]
    author = next((each for each in authors or [] if isinstance(each, dict)), {})
    name = str(author.get("name") or "")
    return make_item(
        title=entry.get("title", ""),
        text=entry.get("content_text") or text_of_html(entry.get("content_html") or entry.get("summary") or ""),
        url=_absolute(entry.get("url") or entry.get("external_url"), url),
        network=_host(url),
        kind="article",
        external_id=_lasting_id(str(entry.get("id") or ""), name, published_at),
        author_name=name,
        author_handle=_handle(name),
        author_url=author.get("url", ""),
        language=entry.get("language") or "",
        published_at=published_at,
        precision=precision,
    )
