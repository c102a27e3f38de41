"""A message as items: itself, or, where a service sends alerts, what these lead to. What is broken in it stays out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from html import unescape
from typing import Final

from mentions.cleaning import clean_line, text_of_html
from mentions.sources.encoding import decoded
from mentions.sources.identity import canonical_url
from mentions.sources.item import Item, make_item

ALERTS: Final = "googlealerts-noreply@google.com"
# `<a href="https://www.google.com/url?...&url=..." ...>Title</a>`, as alerts have it.
LINK: Final = re.compile(r'<a\b[^<>]{0,400}?\bhref="([^"<>]{1,2000})"[^<>]{0,800}>(.{1,2000}?)</a>', re.DOTALL)
LEADS_ON: Final = "google.com/url?"
OF_ITS_OWN: Final = re.compile(r"^https://(?:[\w-]+\.)*google\.com(?:/|$)")  # its settings and its feedback
MOST_PARTS: Final = 200
MOST_LINKS: Final = 50
LONGEST_HEADER: Final = 4_000  # the library takes quadratic time over what is longer
CHARSET: Final = re.compile(r"\bcharset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def items_of(raw: bytes, place: str, now: datetime) -> list[Item]:
    """`place` names it where it has no id of its own."""
    try:
        message = message_from_bytes(_short_headers(raw), policy=policy.compat32)  # reads a header when it is asked for
        plain, markup = _words_of(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return []  # a mail that its own library cannot read
    name, address = _sender(_header(message, "From"))
    at = _moment(_header(message, "Date"), now)
    if address.lower() == ALERTS and markup:
        return list(_alerts(markup, at))
    identity = clean_line(_header(message, "Message-ID")) or sha256(place.encode()).hexdigest()
    item = make_item(
        network="E-mail",
        kind="message",
        external_id=identity,
        title=_header(message, "Subject"),
        text=plain or text_of_html(markup),
        author_name=name or address,
        author_handle=address,
        published_at=at,
    )
    return [item] if item.words else []


def _short_headers(raw: bytes) -> bytes:
    """Headers stand at the beginning and behind each line that may be a boundary, down to an empty one."""
    kept, in_headers, length = list[bytes](), True, 0
    for line in raw.splitlines(keepends=True):
        if line.startswith(b"--"):
            in_headers, length = True, 0
        elif not line.strip():
            in_headers = False
        elif in_headers:
            length = length + len(line) if line[:1] in {b" ", b"\t"} else len(line)
            if length > LONGEST_HEADER:
                kept += [line[:LONGEST_HEADER], b"\r\n"] if length == len(line) else []
                continue
        kept.append(line)
    return b"".join(kept)


def _words_of(message: Message) -> tuple[str, str]:
    """The first plain text and the first HTML that are no attachment."""
    words = {"text/plain": "", "text/html": ""}
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS or all(words.values()):
            break
        kind = part.get_content_type()
        is_attached = str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")
        if part.is_multipart() or kind not in words or words[kind] or is_attached:
            continue
        raw = part.get_payload(decode=True)
        charset = CHARSET.search(str(part.get("Content-Type") or ""))
        words[kind] = _decoded(raw if isinstance(raw, bytes) else b"", charset[1] if charset else "")
    return words["text/plain"], words["text/html"]


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decoded(raw)


def _header(message: Message, name: str) -> str:
    """As a reader would see it; what cannot be decoded, as it stands."""
    raw = str(message.get(name) or "")
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, ValueError, LookupError, TypeError):
        return raw


def _sender(written: str) -> tuple[str, str]:
    try:
        return parseaddr(written)
    except RecursionError:  # a thousand brackets
        return "", ""


def _moment(written: str, now: datetime) -> datetime | None:
    try:
        at = parsedate_to_datetime(written)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return at if at <= now + timedelta(days=1) else None


def _alerts(markup: str, at: datetime | None) -> Iterator[Item]:
    """Each article once, under its own address."""
    seen = set[str]()
    for found in LINK.finditer(markup):
        address, title = canonical_url(unescape(found[1])), clean_line(text_of_html(found[2]))
        if LEADS_ON not in found[1] or OF_ITS_OWN.match(address) or not address or not title or address in seen:
            continue
        seen.add(address)
        yield make_item(kind="article", url=address, title=title, published_at=at)
        if len(seen) >= MOST_LINKS:
            return
