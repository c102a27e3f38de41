"""The whole circle: mentions come in over HTTP, a crisis among them, two people answer it, the risk learns from it."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx
import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect
from standardwebhooks import Webhook

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import CorrectiveAction, Incident, TriageVerdict
from mentions.enums import SourceKind
from mentions.models import Source, Story
from mentions.services.sources import connect_source
from playbooks.models import Response
from playbooks.services.beginnings import add_default_playbook
from risks.models import Risk, RiskAssessment
from tests.e2e.conftest import Open
from tests.e2e.hands import Hands, Keys, Pointer
from tests.factories import Tenant, make_risk

PASSWORD: Final = "correct-horse-battery-7"
TRIAGED: Final = 20
PATIENCE: Final = 90.0  # seconds for the worker, which learns to read first
EVERYDAY: Final = {
    "en": "gate seat crew coffee window queue phone bag boarding ticket kids dinner music desk upgrade meal miles app "
    "lounge pilot snow taxi hotel Riga Oslo Berlin Tuesday morning friendly late early cold warm loud lovely",
    "ru": "выход кресло экипаж кофе окно очередь телефон сумка посадка билет дети ужин музыка стойка бонусы обед мили "
    "приложение зал пилот снег такси отель Рига Осло Берлин вторник утро вежливо поздно рано холодно тепло громко",
}
CRISIS: Final = {
    "en": "Nordwind lost every bag of flight 214 and nobody at the counter answers us",
    "ru": "Nordwind потеряла багаж всего рейса 214, и на стойке никто нам не отвечает",
}
WORD: Final = {"en": "bag", "ru": "багаж"}
ANSWER: Final = {
    "en": "We are sorry. Every bag of flight 214 is found and will be with you tonight.",
    "ru": "Нам очень жаль. Весь багаж рейса 214 найден и будет у вас сегодня вечером.",
}


@dataclass(frozen=True)
class Circle:
    """One organization, its people before their screens, and the words in their language."""

    tenant: Tenant
    site: str
    hook: tuple[Source, str]
    language: str
    desk: Hands
    chief: Hands

    def say(self, words: str) -> str:
        with translation.override(self.language):
            return gettext(words)

    def button(self, page: Page, words: str) -> Locator:
        return page.get_by_role("button", name=self.say(words), exact=True).first

    def send(self, texts: list[str]) -> None:
        """As a listening tool does: signed, over HTTP."""
        source, secret = self.hook
        at, message_id = datetime.now(UTC), f"msg_{random.getrandbits(64):x}"
        rows = [
            {"id": f"{message_id}-{number}", "text": text, "author": f"@p{number}", "published_at": at.isoformat()}
            for number, text in enumerate(texts)
        ]
        body = json.dumps(rows)
        headers = {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(message_id, at, body),
        }
        answer = httpx.post(
            f"{self.site}{reverse('mentions:webhook', args=[source.public_id])}", content=body.encode(), headers=headers
        )
        assert answer.status_code == httpx.codes.ACCEPTED


@pytest.fixture(params=["en by keys", "ru by keys", "en without JavaScript"])
def circle(request: pytest.FixtureRequest, tenant: Tenant, visit: Open, site: str) -> Circle:
    language, by_keys = request.param[:2], request.param.endswith("keys")
    for member in (tenant.agent, tenant.approver):
        member.user.set_password(PASSWORD)
        member.user.save()
    with organization_scope(tenant.id):
        make_risk(tenant.brand, number=1, title="Bags are lost", words=WORD[language], likelihood=2, impact=3)
        add_default_playbook(actor=tenant.owner, organization_id=tenant.id)
        hook = connect_source(actor=tenant.admin, brand=tenant.brand, kind=SourceKind.WEBHOOK, name="Listening tool")
    hands = Keys if by_keys else Pointer
    desk, chief = (hands(visit(locale=language, java_script_enabled=by_keys).new_page()) for _ in range(2))
    return Circle(tenant, site, hook, language, desk, chief)


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.2)


def test_from_the_first_mention_to_the_corrected_risk(circle: Circle) -> None:
    sign_in(circle, circle.desk, circle.tenant.agent)
    triage_the_everyday(circle)
    open_the_incident(circle)
    answer_it(circle)
    resolve_it(circle)
    begin_the_post_mortem(circle)
    sign_the_post_mortem(circle)

    risk_page = circle.chief.page.locator("main")
    expect(risk_page.get_by_text("4 × 4 = 16").first).to_be_visible()
    expect(risk_page.get_by_text("Nobody knew whom to call")).to_be_visible()
    with organization_scope(circle.tenant.id):
        incident, risk, response = Incident.objects.get(), Risk.objects.get(), Response.objects.get()
        learned = RiskAssessment.objects.get()
        assert TriageVerdict.objects.count() == TRIAGED + 1
        assert (incident.status, incident.risk) == ("closed", risk)
        assert (response.status, response.text, response.author) == (
            "sent",
            ANSWER[circle.language],
            circle.tenant.agent,
        )
        assert (risk.likelihood, risk.impact) == (4, 4)
        assert (learned.incident_number, learned.reason) == (incident.number, "Nobody knew whom to call")
        assert CorrectiveAction.objects.get().owner == circle.tenant.agent


def sign_in(circle: Circle, hands: Hands, member: Membership) -> None:
    page = hands.page
    page.goto("/login/")
    hands.write(page.locator("#id_login"), member.user.email)
    hands.write(page.locator("#id_password"), PASSWORD)
    hands.push(circle.button(page, "Sign in"))
    expect(page.locator("#main")).to_be_visible()


def triage_the_everyday(circle: Circle) -> None:
    chance = random.Random(circle.language)  # noqa: S311 -- everyday words are no secret
    words = EVERYDAY[circle.language].split()
    circle.send([f"Nordwind {' '.join(chance.sample(words, 9))}" for _ in range(TRIAGED)])
    waits_for(circle, TRIAGED)
    page = circle.desk.page
    circle.desk.push(page.get_by_role("link", name=circle.say("Queue")).first, keys="g q")
    rows = page.locator("[data-queue] > li")
    expect(rows).to_have_count(TRIAGED)
    for number in range(TRIAGED):
        expect(page.locator("#detail[inert]")).to_have_count(0)
        words_of_key, key = (("Noise", "1"), ("No action", "2"), ("Watch", "3"))[number % 3]
        circle.desk.push(circle.button(page, words_of_key), keys=key)
        expect(rows).to_have_count(TRIAGED - number - 1)


def waits_for(circle: Circle, stories: int) -> None:
    def holds() -> bool:
        with organization_scope(circle.tenant.id):
            return Story.objects.count() == stories

    eventually(holds)


def open_the_incident(circle: Circle) -> None:
    """Two keys: 5, Enter."""
    circle.send([f"{CRISIS[circle.language]} {'!' * number}" for number in range(6)])
    waits_for(circle, TRIAGED + 1)
    desk, page = circle.desk, circle.desk.page
    desk.push(page.get_by_role("link", name=circle.say("Queue")).first, keys="g q")
    desk.push(circle.button(page, "Incident"), keys="5")
    desk.push(circle.button(page, "Open incident"), keys="Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nordwind")
    expect(page.get_by_role("link", name="R-1 Bags are lost")).to_be_visible()


def answer_it(circle: Circle) -> None:
    """The agent writes, the approver approves, the agent publishes and says where."""
    desk, page = circle.desk, circle.desk.page
    desk.push(page.locator(".tabs").get_by_role("link", name=circle.say("Responses")))
    desk.pick(page.get_by_label(circle.say("Kind"), exact=True), circle.say("Holding statement"))
    desk.push(circle.button(page, "Write it"))
    desk.write(page.locator("#id_text"), ANSWER[circle.language])
    desk.push(circle.button(page, "Submit for approval"), keys="Control+Enter")
    expect(page.locator("#answer .standing")).to_be_visible()

    sign_in(circle, circle.chief, circle.tenant.approver)
    circle.chief.push(circle.chief.page.get_by_role("link", name=circle.say("Approvals")).first, keys="g a")
    circle.chief.push(circle.button(circle.chief.page, "Approve"), keys="y")
    expect(circle.chief.page.get_by_text(circle.say("Nothing waits for you"))).to_be_visible()

    page.reload()
    desk.push(circle.button(page, "Publish it now"))
    desk.write(page.get_by_label(circle.say("Address of the published answer")), "https://nordwind.test/214")
    desk.write(page.get_by_label(circle.say("Proof")), "12:04")
    desk.push(circle.button(page, "I published it"), keys="Control+Enter")
    expect(page.locator("#answer")).to_contain_text("12:04")


def resolve_it(circle: Circle) -> None:
    desk, page = circle.desk, circle.desk.page
    desk.push(page.locator(".crumb a"))
    desk.push(page.get_by_role("link", name=circle.say("Status"), exact=True), keys="s")
    desk.choose(page.locator("input[name=to][value=resolved]"))
    desk.push(circle.button(page, "Change status"))
    expect(page.locator(".steps [aria-current]")).to_contain_text(circle.say("Resolved"))


def begin_the_post_mortem(circle: Circle) -> None:
    desk, page = circle.desk, circle.desk.page
    desk.push(page.locator(".tabs").get_by_role("link", name=circle.say("Post-mortem")))
    desk.push(circle.button(page, "Begin the post-mortem"))
    desk.write(page.get_by_label(circle.say("What is to be done")), "A number to call at night")
    desk.pick(page.locator("#action-owner"), circle.tenant.agent.name)
    desk.push(circle.button(page, "Add action"))
    expect(page.get_by_role("rowheader", name="A number to call at night")).to_be_visible()


def sign_the_post_mortem(circle: Circle) -> None:
    chief, page = circle.chief, circle.chief.page
    chief.push(page.get_by_role("link", name=circle.say("Incidents")).first, keys="g i")
    chief.push(page.locator("main").get_by_role("link", name="Nordwind").first)
    chief.push(page.locator(".tabs").get_by_role("link", name=circle.say("Post-mortem")))
    chief.push(page.get_by_role("link", name=circle.say("Check and sign")))
    for axis in ("likelihood", "financial", "reputation", "brand_damage"):
        chief.choose(page.locator(f"#id_{axis}-4"))
    chief.write(page.get_by_label(circle.say("Why this score")), "Nobody knew whom to call")
    chief.push(circle.button(page, "Sign"))
    chief.push(page.get_by_role("link", name="R-1 Bags are lost").first)
