"""Which feeds a web page names in its head."""

import re
from html import unescape
from typing import Final
from urllib.parse import urljoin

READ_BYTES: Final = 512 * 1024
# Not an HTML parser: the one at hand needs hours for pages made to keep it busy.
LINK: Final = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r"""([a-z]{1,12})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
KINDS: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
MOST: Final = 10


def feeds_named_by(page: bytes, url: str) -> list[str]:
    """Absolute, in the page's own order: the first is usually the one for everything."""
    text = page[:READ_BYTES].decode("utf-8", "replace")
    links = (_attributes(found.group(1)) for found in LINK.finditer(text))
    named = [_joined(url, link["href"]) for link in links if _is_feed(link)]
    return list(dict.fromkeys(address for address in named if address))[:MOST]


def _attributes(inside: str) -> dict[str, str]:
    return {name.lower(): unescape("".join(values)).strip() for name, *values in ATTRIBUTE.findall(inside)}


def _is_feed(link: dict[str, str]) -> bool:
    kind = link.get("type", "").split(";")[0].strip().lower()
    return bool(link.get("href")) and kind in KINDS and "alternate" in link.get("rel", "").lower().split()


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""
