"""The bars that every page is held to. Each gives its faults as words; nothing is good but an empty list."""

import re
from collections.abc import Iterator
from typing import Any

import brotli
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

HEAVIEST = 80_000
MOST_REQUESTS = 12
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# Names and abbreviations that Russian readers see in Latin letters too.
LATIN = {
    *("CrisisDesk", "RSS", "Atom", "JSON", "CSV", "XLSX", "JSONL", "HTTP", "HTTPS", "URL", "API", "UTC", "MSK", "Ctrl"),
    *("Enter", "Shift", "Esc", "Alt", "English", "Webhook", "webhook", "HMAC", "UTF", "Feed"),
    *("Standard", "Webhooks", "Meltwater", "Talkwalker", "POST", "Freshfields"),
    *(
        "GDELT",
        "Hacker",
        "News",
        "Mastodon",
        "mastodon",
        "social",
        "Bluesky",
        "bsky",
        "YouTube",
        "Telegram",
        "BotFather",
    ),
    *("IMAP", "INBOX", "UC", "Google", "Cloud", "Data", "dev", "vk", "com", "imap", "example", "brand"),
    "Coyhaique",  # a zone so young that CLDR knows no Russian name of its city
}
WORDS = """() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, at = node.parentElement;
    if (at.closest('script, style, noscript, [lang]:not(html), kbd, code, .av')) continue;
    said.push(node.data);
  }
  for (const at of document.querySelectorAll('[aria-label], [title]')) {
    said.push(at.getAttribute('aria-label') || '', at.tagName === 'TIME' ? '' : at.getAttribute('title') || '');
  }
  return said.join('\\n') + '\\n' + document.title;
}"""
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map((entry) => ({ name: entry.name, size: entry.encodedBodySize, type: entry.entryType }))"""


def accessible(page: Page) -> Iterator[str]:
    result: dict[str, Any] = Axe().run(page, options=AXE).response
    for fault in result["violations"]:
        nodes = "; ".join(node["html"][:160] for node in fault["nodes"][:3])
        yield f"axe {fault['id']} ×{len(fault['nodes'])}: {nodes}"


def fits(page: Page) -> Iterator[str]:
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > inner:
        yield f"{wide} px wide in {inner}"


def has_one_heading(page: Page) -> Iterator[str]:
    count = page.locator("h1").count()
    if count != 1:
        yield f"{count} headings of the first level"
    if not page.title().strip(" ·").removesuffix("CrisisDesk").strip(" ·"):
        yield "no title"


def is_light(page: Page, document: Response) -> Iterator[str]:
    """Brotli counts: our files carry it, for the page itself the front server's stands in."""
    entries = page.evaluate(WEIGHT)
    files = [entry for entry in entries if entry["type"] == "resource"]
    weight = sum(entry["size"] for entry in files) + len(brotli.compress(document.body(), quality=5))
    if weight > HEAVIEST:
        yield f"{weight:,} bytes: {sorted(((entry['size'], entry['name']) for entry in files), reverse=True)[:3]}"
    if len(entries) > MOST_REQUESTS:
        yield f"{len(entries)} requests"


def stands_still(page: Page) -> Iterator[str]:
    if shift := page.evaluate("window.desk.shift"):
        yield f"moved by {shift:.4f} while it loaded"


def is_russian(page: Page, content: set[str]) -> Iterator[str]:
    """No Latin word of three letters but names, what people wrote, addresses and what carries its own language."""
    said = re.sub(r"\S+@\S+|https?://\S+|\S+\.(?:test|csv|com)\b|[\w.-]+/[\w./-]+", " ", page.evaluate(WORDS))
    if strange := sorted(set(re.findall(r"[A-Za-z]{3,}", said)) - LATIN - content):
        yield f"not in Russian: {' '.join(strange)}"
