"""Every page, in both languages, both themes, on a phone and on a desk: held to the same bars."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Response

from tests.addresses import OPEN, TENANT
from tests.e2e import bars
from tests.e2e.conftest import Open
from tests.world import World

WIDTHS = (360, 1440)
THEMES = ("light", "dark")
ANONYMOUS = [name for name, address in OPEN.items() if "GET" in address.methods and not address.needs_person]
PERSONAL = [name for name, address in OPEN.items() if "GET" in address.methods and address.needs_person]
FILES = {"accounts:audit_export", "mentions:import_rejected"}  # a browser stores them and shows nothing
PAGES = [name for name in TENANT.keys() - FILES if "GET" in TENANT[name].methods and TENANT[name].status == 200]
REFUSALS = {"accounts:invitation": 410, "account_reauthenticate": 403}  # it never was; there is no cause
NO_PAGE = {"healthz", "readyz"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_of_the_desk(name: str, language: str, world: World, content: set[str], visit: Open) -> None:
    page = visit(world.tenant.owner, locale=language, reduced_motion="reduce").new_page()

    assert_good(page, TENANT[name].url(name, world), language, content)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", [name for name in ANONYMOUS if name not in NO_PAGE])
def test_a_page_for_nobody(name: str, language: str, world: World, content: set[str], visit: Open) -> None:
    context = visit(locale=language, reduced_motion="reduce")

    assert_good(answering(context, name), reverse(name, kwargs=OPEN[name].kwargs(world)), language, content)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", PERSONAL)
def test_a_page_of_a_person(name: str, language: str, world: World, content: set[str], visit: Open) -> None:
    context = visit(world.tenant.agent, locale=language, reduced_motion="reduce")

    assert_good(answering(context, name), reverse(name, kwargs=OPEN[name].kwargs(world)), language, content)


def answering(context: BrowserContext, name: str) -> Page:
    """A page whose address may refuse as the table says."""
    context.guard.expected.update({REFUSALS[name]} if name in REFUSALS else ())  # type: ignore[attr-defined]  # ours
    return context.new_page()


def assert_good(page: Page, url: str, language: str, content: set[str]) -> None:
    found = list(faults(page, url, language, content))

    assert not found, "\n".join([url, *found])


def faults(page: Page, url: str, language: str, content: set[str]) -> Iterator[str]:
    """One load serves all: theme and width change under the page, as they do when a person turns a device."""
    answer = page.goto(url, wait_until="networkidle")
    assert isinstance(answer, Response)
    if answer.status >= 400 and answer.status not in {404, *REFUSALS.values()}:
        yield f"status {answer.status}"
    yield from bars.stands_still(page)
    yield from bars.is_light(page, answer)
    yield from bars.has_one_heading(page)
    if language == "ru":
        yield from bars.is_russian(page, content)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            yield from (f"{width} {theme}: {fault}" for fault in (*bars.fits(page), *bars.accessible(page)))
