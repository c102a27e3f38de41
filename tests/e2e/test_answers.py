"""Two people answer: by keys, on a phone, at the same time, after a crash, and with JavaScript off."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crisisdesk.tenancy import organization_scope
from mentions.models import Story
from playbooks.models import Response
from tests.e2e.conftest import Open
from tests.factories import Tenant, make_story
from tests.playbooks.rows import submitted

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
APPROVE = re.compile(r"^Approve$")
WORDS = "We are sorry. Your bag is in Berlin and will be with you today."


@pytest.fixture
def story(tenant: Tenant) -> Story:
    with organization_scope(tenant.id):
        return make_story(tenant.brand, "My bag is gone", level=2, due_at=timezone.now() + timedelta(hours=1))


def home(tenant: Tenant) -> str:
    return f"/o/{tenant.slug}"


def state_of(tenant: Tenant) -> tuple[str, str]:
    with organization_scope(tenant.id):
        row = Response.objects.get()
        return row.status, row.text


def in_sight(page: Page, name: str | re.Pattern[str]) -> bool:
    box = page.get_by_role("button", name=name).bounding_box()
    size = page.viewport_size
    return box is not None and size is not None and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def test_an_answer_takes_three_keys(tenant: Tenant, story: Story, visit: Open) -> None:
    desk, chief = visit(tenant.agent).new_page(), visit(tenant.approver).new_page()

    desk.goto(f"{home(tenant)}/queue/")
    desk.keyboard.press("4")
    expect(desk.locator("#id_text")).to_be_focused()
    desk.keyboard.type(WORDS)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#answer")).to_contain_text("Waiting for an approver")
    chief.goto(f"{home(tenant)}/approvals/")
    chief.keyboard.press("y")
    expect(chief.get_by_text("Nothing waits for you")).to_be_visible()

    assert state_of(tenant) == ("approved", WORDS)


def test_submit_stands_in_sight_on_a_low_screen(tenant: Tenant, story: Story, visit: Open) -> None:
    page = visit(tenant.agent).new_page()

    page.goto(f"{home(tenant)}/stories/{story.pk}/reply/")
    page.locator("#id_text").fill("A long answer.\n" * 60)

    assert in_sight(page, "Submit for approval")


def test_words_survive_a_crash_and_are_there_on_another_device(tenant: Tenant, story: Story, visit: Open) -> None:
    page = visit(tenant.agent).new_page()
    page.goto(f"{home(tenant)}/stories/{story.pk}/reply/")
    page.locator("#id_text").press_sequentially("We are sorry")
    expect(page.locator("#composer-saved")).to_contain_text("Saved")
    page.close()

    other = visit(tenant.agent, **PHONE).new_page()
    other.goto(f"{home(tenant)}/stories/{story.pk}/reply/")

    expect(other.locator("#id_text")).to_have_value("We are sorry")


def test_a_colleague_takes_over_and_both_texts_stand_side_by_side(tenant: Tenant, story: Story, visit: Open) -> None:
    context = visit(tenant.agent)
    context.guard.expected.add(409)  # type: ignore[attr-defined]  # the fixture's own
    first, second = context.new_page(), visit(tenant.approver).new_page()
    first.goto(f"{home(tenant)}/stories/{story.pk}/reply/")
    first.locator("#id_text").press_sequentially("Mine")
    expect(first.locator("#composer-saved")).to_contain_text("Saved")

    second.goto(f"{home(tenant)}/stories/{story.pk}/reply/")
    expect(second.get_by_text(f"{tenant.agent.name} is replying")).to_be_visible()
    second.keyboard.press("a")
    expect(second.locator("#id_text")).to_have_value("Mine")
    first.locator("#id_text").press_sequentially(" and more")

    expect(first.get_by_text("Yours: kept as a draft")).to_be_visible()
    expect(first.locator("#my-words")).to_have_text("Mine and more")
    assert first.evaluate("document.activeElement.closest('#answer') !== null")
    assert state_of(tenant) == ("draft", "Mine")


def test_an_approver_approves_on_a_phone_with_two_taps(tenant: Tenant, story: Story, visit: Open) -> None:
    with organization_scope(tenant.id):
        response = submitted(tenant.agent, story, f"{WORDS}\n" * 20)
    page = visit(tenant.approver, **PHONE).new_page()

    page.goto(f"{home(tenant)}/responses/{response.pk}/")  # the first tap: on the notice
    assert in_sight(page, APPROVE)
    page.get_by_role("button", name=APPROVE).tap()

    expect(page.locator("#answer")).to_contain_text("approved these words")
    assert state_of(tenant)[0] == "approved"


def test_a_return_says_why_by_keys_alone(tenant: Tenant, story: Story, visit: Open) -> None:
    with organization_scope(tenant.id):
        submitted(tenant.agent, story, WORDS)
    page = visit(tenant.approver).new_page()

    page.goto(f"{home(tenant)}/approvals/")
    page.keyboard.press("r")
    page.keyboard.type("Name the day.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Returned with your note.").first).to_be_visible()
    assert state_of(tenant)[0] == "changes_requested"


def test_the_whole_way_without_javascript(tenant: Tenant, story: Story, visit: Open) -> None:
    desk = visit(tenant.agent, java_script_enabled=False).new_page()
    chief = visit(tenant.approver, java_script_enabled=False).new_page()

    desk.goto(f"{home(tenant)}/stories/{story.pk}/reply/")
    desk.locator("#id_text").fill("Half")
    desk.get_by_role("button", name="Save draft").click()
    desk.locator("#id_text").fill(WORDS)
    desk.get_by_role("button", name="Submit for approval").click()
    chief.goto(f"{home(tenant)}/approvals/")
    chief.get_by_role("button", name=APPROVE).click()
    desk.reload()
    desk.get_by_role("button", name="Publish it now").click()
    desk.get_by_label("Address of the published answer").fill("https://x.test/1")
    desk.get_by_label("Proof").fill("Seen at 12:04")
    desk.get_by_role("button", name="I published it").click()

    expect(desk.locator("#answer")).to_contain_text("Seen at 12:04")
    assert state_of(tenant) == ("sent", WORDS)
