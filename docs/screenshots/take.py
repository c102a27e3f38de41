"""Takes the pictures of README from a running demo desk: `make screenshots` (needs Debian's chromium)."""

import os
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

FOLDER: Final = Path(__file__).parent
SITE: Final = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
DESK: Final = (1440, 900)
PHONE: Final = (390, 844)
PICTURES: Final = (
    ("queue", "queue/", DESK, "en"),
    ("incident", "incidents/1/", DESK, "en"),
    ("risks", "risks/", DESK, "en"),
    ("postmortem", "incidents/1/post-mortem/", DESK, "en"),
    ("queue-ru", "queue/", DESK, "ru"),
    ("queue-phone-ru", "queue/", PHONE, "ru"),
)


def main() -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, path, (width, height), language in PICTURES:
            (FOLDER / f"{name}.png").write_bytes(_take(browser, path, width, height, language))


def _take(browser: Browser, path: str, width: int, height: int, language: str) -> bytes:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=language, reduced_motion="reduce", color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"{SITE}/login/")
    page.fill("[name=login]", "approver@demo.crisisdesk.test")
    page.fill("[name=password]", "crisisdesk-demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/o/**")
    page.goto(f"{SITE}/o/demo/{path}", wait_until="networkidle")
    picture = page.screenshot()
    context.close()
    return picture


if __name__ == "__main__":
    main()
