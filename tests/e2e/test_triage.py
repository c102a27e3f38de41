"""Keys that are faster than the network."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from crisisdesk.tenancy import organization_scope
from mentions.models import Story
from tests.e2e.conftest import Open
from tests.factories import Tenant, make_story

A_STORY = re.compile(r"/stories/\d+/(\?|$)")
TITLES = ("The seat is broken", "The crew was kind", "Two hours in the queue")


@pytest.fixture
def page(tenant: Tenant, visit: Open) -> Page:
    with organization_scope(tenant.id):
        for title in TITLES:
            make_story(tenant.brand, title)
    page = visit(tenant.agent).new_page()
    page.route(A_STORY, lambda route: route.continue_())  # requests are listened to from the first one on
    page.goto(f"/o/{tenant.slug}/queue/")
    return page


def title_of(page: Page, place: int) -> str:
    return page.locator("[data-queue] > li a.open").nth(place).inner_text()


def undecided(tenant: Tenant) -> set[str]:
    with organization_scope(tenant.id):
        return set(Story.objects.filter(status="new").values_list("title", flat=True))


def hold(page: Page) -> list[Route]:
    """The requests for stories, which wait until the test lets them go."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(A_STORY, keep)
    return held


def wait_for(page: Page, held: list[Route], count: int) -> None:
    for _ in range(100):
        if len(held) == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{len(held)} of {count} requests came")


def test_no_key_decides_about_a_story_that_is_not_read_yet(tenant: Tenant, page: Page) -> None:
    second, held = title_of(page, 1), hold(page)

    page.keyboard.press("j")
    page.keyboard.press("1")
    wait_for(page, held, 1)
    assert undecided(tenant) == set(TITLES)
    held.pop().continue_()
    expect(page.locator("#story-title")).to_have_text(second)
    page.keyboard.press("1")
    expect(page.locator("[data-queue] > li")).to_have_count(2)

    assert undecided(tenant) == {*TITLES} - {second}


def test_after_two_fast_steps_the_last_story_stands_there(page: Page) -> None:
    third, held = title_of(page, 2), hold(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    wait_for(page, held, 2)
    for route in reversed(held):  # the network turns their order round
        route.continue_()

    expect(page.locator("#story-title")).to_have_text(third)
    expect(page.locator("#detail[inert]")).to_have_count(0)
    page.wait_for_timeout(200)
    assert page.locator("#story-title").inner_text() == third


def test_a_story_that_does_not_come_leaves_the_desk_usable(page: Page) -> None:
    page.context.guard.expected.add(404)  # type: ignore[attr-defined]  # the fixture's own
    page.route(A_STORY, lambda route: route.fulfill(status=404))

    page.keyboard.press("j")

    expect(page.locator("#toasts .error")).to_be_visible()
    expect(page.locator("#detail[inert]")).to_have_count(0)
