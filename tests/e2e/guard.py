"""What no page of ours may do, whatever a test is about: speak to strangers, complain, break."""

import json
import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Counts what moved without a hand (layout shift), what the policy refused, and how long each key took.
PROBE = """
window.desk = { shift: 0, refused: [], keys: [] };
document.addEventListener('securitypolicyviolation', (e) =>
  desk.refused.push(`${e.violatedDirective} ${e.blockedURI}`));
const seen = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take))
  .observe({ type, buffered: true, ...more });
seen('layout-shift', (e) => { if (!e.hadRecentInput) desk.shift += e.value; });
seen('event', (e) => { if (e.interactionId) desk.keys.push(e.duration); }, { durationThreshold: 16 });
"""


class Guard:
    """Listens to every page of a context; `faults` must be empty at the end."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.faults: list[str] = []
        self.expected: set[int] = set()  # statuses that this test provokes: the browser and HTMX tell of each
        context.add_init_script(PROBE)
        context.on("page", self._listen)
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _listen(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        provoked = any(re.search(rf"(status of|Error Code) {status}\b", message.text) for status in self.expected)
        if message.type in {"error", "warning"} and not provoked:
            self.faults.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != self.site:
            self.faults.append(f"asked a stranger: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def refused(self, page: Page) -> list[str]:
        """What the content security policy kept from running on this page."""
        found: list[str] = json.loads(page.evaluate("JSON.stringify(window.desk?.refused ?? [])"))
        return found
