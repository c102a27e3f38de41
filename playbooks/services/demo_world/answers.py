"""Answers of the last days: most of them sent, some waiting for the approver, one returned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from crisisdesk.tenancy import organization_scope
from incidents.enums import Verdict
from incidents.services.triage import give_verdict
from mentions.enums import WAITING_STORIES, Tone
from mentions.models import Story
from playbooks.enums import Stage
from playbooks.models import Response
from playbooks.services.approvals import approve_response, return_response
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.moments import ago, clock_at
from playbooks.services.responses import submit_response, write_reply
from playbooks.services.sending import begin_sending, confirm_sent

WORDS: Final = {
    "en": (
        "We are sorry, this is not how it should be. Write to care@{brand}.example with the day and the place"
        " and we will settle it with you today."
    ),
    "ru": (
        "Нам жаль, так быть не должно. Напишите на care@{brand}.example день и место, и мы решим это с вами сегодня же."
    ),
}
NOTE: Final = "Say what the person can do right now, before the apology."


@dataclass(frozen=True)
class Question:
    """Which complaint of the brand is answered, counted back from now, and how far the answer has come."""

    brand: str
    newer_than_hours: float
    agent: str
    end: str  # sent, waiting, returned


ANSWERED_IN: Final = timedelta(minutes=26)  # from the mention to the proof
QUESTIONS: Final = (
    Question("ternway", 23.5, "agent2", "sent"),
    Question("halcyra", 22, "agent", "sent"),
    Question("belyi-chai", 20, "agent", "sent"),
    Question("ternway", 18, "agent", "sent"),
    Question("halcyra", 15, "agent2", "sent"),
    Question("belyi-chai", 12, "agent2", "sent"),
    Question("ternway", 10, "agent2", "sent"),
    Question("belyi-chai", 8, "agent", "sent"),
    Question("halcyra", 6, "agent2", "returned"),
    Question("ternway", 1.7, "agent2", "waiting"),
    Question("belyi-chai", 1.3, "agent", "waiting"),
)


def answer_questions(desk: Desk, now: datetime) -> None:
    """An agency that has answered somebody is left alone."""
    with organization_scope(desk.id), transaction.atomic():
        if Response.objects.filter(stage=Stage.REPLY).exists():
            return
        for question in QUESTIONS:
            story = _complaint(desk, question, now)
            if story:
                _answer(desk, question, story, now)


def _complaint(desk: Desk, question: Question, now: datetime) -> Story | None:
    """The first one after that hour that two minutes of reading would choose: negative, and in one voice.

    In a quiet hour there may be none; then the newest complaint that still waits.
    """
    brand, since = desk.brands[question.brand], ago(now, hours=question.newer_than_hours)
    rows = Story.objects.filter(brand=brand, lead__tone=Tone.NEGATIVE, status__in=WAITING_STORIES)
    waiting = rows.filter(first_at__lt=now - ANSWERED_IN).select_related("lead", "brand")
    chosen = waiting.filter(mentions_count=1, first_at__gte=since).order_by("first_at").first()
    found: Story | None = chosen or waiting.order_by("-first_at").first()
    return found


def _answer(desk: Desk, question: Question, story: Story, now: datetime) -> None:
    """Each step at its minute after the mention; a text that waits was submitted seven minutes ago."""
    agent, approver, lead = desk.people[question.agent], desk.people["approver"], story.lead
    text = WORDS["ru" if lead.language == "ru" else "en"].format(brand=story.brand.slug)
    said = story.first_at
    with clock_at(ago(said, minutes=-6)):
        give_verdict(actor=agent, story=story, verdict=Verdict.REPLY, seen=story.status)
    submitted_at = ago(now, minutes=7) if question.end == "waiting" else ago(said, minutes=-11)
    with clock_at(submitted_at):
        response = write_reply(actor=agent, story=story, mention=lead, text=text)
        submit_response(actor=agent, response=response)
    response.refresh_from_db()
    if question.end == "waiting":
        return
    with clock_at(ago(said, minutes=-19)):
        if question.end == "returned":
            return_response(actor=approver, response=response, text_hash=response.text_hash, note=NOTE)
            return
        approve_response(actor=approver, response=response, text_hash=response.text_hash)
    with clock_at(ago(said, minutes=-23)):
        begin_sending(actor=agent, response=response)
    with clock_at(ago(said, minutes=-26)):
        address = f"https://{lead.network}.example/{lead.author_handle.strip('@')}/{lead.pk}#answer"
        confirm_sent(actor=agent, response=response, address=address, proof="Seen below the post, screenshot kept.")
