"""Two incidents that are over: the one that was learned from, and the one whose lessons are still to be written."""

from dataclasses import dataclass
from typing import Final

from playbooks.enums import Stage
from playbooks.services.demo_world.listening import OLD_FIRES, OldFire


@dataclass(frozen=True)
class Said:
    """Minutes after the first mention; `stage` of a statement, empty for an update of the room."""

    minute: int
    text: str
    stage: str = ""


@dataclass(frozen=True)
class Lesson:
    summary: str
    went_well: str
    surprised: str
    differently: str
    factors: str
    impact: tuple[int, int, int]
    actions: tuple[tuple[str, str, int], ...]  # title, who, days until due after the end
    score: tuple[int, int, int, int]
    reason: str


@dataclass(frozen=True)
class OldIncident:
    fire: OldFire
    title: str
    level: int
    level_reason: str
    risk: str
    lead: str
    said: tuple[Said, ...]
    contained_minute: int
    resolved_minute: int
    skipped: str  # a step that was not done, and why
    skipped_reason: str
    lesson: Lesson | None = None


LEAK: Final = OldIncident(
    fire=OLD_FIRES[0],
    title="Passenger data on a forum",
    level=3,
    level_reason="Passport data in public, volume far above usual, the press asks",
    risk="Passenger data leaks",
    lead="agent",
    said=(
        Said(16, "The leak is real: bookings of spring, 2,100 people. The old booking system is closed."),
        Said(
            27,
            "Data of passengers who flew with us in spring has been published. We have closed the way in and are"
            " finding out who is affected.\n\nChange the password of your booking account now. If somebody asks for"
            " your card in our name, it is not us.\n\nNext word here within two hours. Questions:"
            " privacy@ternway.example.",
            Stage.HOLDING,
        ),
        Said(75, "Regulator informed. Letters to all 2,100 go out within the hour. No card numbers in the file."),
        Said(
            168,
            "2,100 passengers of spring are affected: names, dates of birth, passport numbers. No cards and no"
            " passwords. Each of them has a letter from us by now, and we pay for a new passport and for a year of"
            " identity watch.\n\nThe old booking system is closed for good. What happened is our fault, and we are"
            " sorry.\n\nQuestions: privacy@ternway.example, answered by people until midnight.",
            Stage.STATEMENT,
        ),
        Said(240, "Volume is back to usual. Twelve letters answered, nobody reports misuse."),
    ),
    contained_minute=255,
    resolved_minute=1_560,
    skipped="Tell the stakeholders",
    skipped_reason="The airport heard it from us an hour before, in the call about the gates.",
    lesson=Lesson(
        summary=(
            "An old copy of the booking system was reachable from outside. A file with 2,100 passengers of spring was"
            " published on a forum in the morning. We knew after six minutes because the agent on shift had the"
            " forum in view, said the first word after half an hour and the whole story after less than three"
            " hours. Interest fell within the same day."
        ),
        went_well=(
            "The holding statement was approved in four minutes because its words stood ready.\n"
            "Letters went out before the first newspaper wrote."
        ),
        surprised="Most anger was not about the data but about the question when we wanted to tell.",
        differently="Give the number of people affected as soon as it is known, even when it may still change.",
        factors="Nobody owned the old system after the move. The yearly test did not cover it.",
        impact=(3, 4, 3),
        actions=(
            ("Switch off the copy of the old booking system", "admin", 2),
            ("Test every system that holds passengers' data each quarter", "admin", 30),
            ("Template for a leak: what was touched, what was not, what we pay", "agent2", 14),
        ),
        score=(3, 4, 4, 4),
        reason="It happened, with an old system that nobody owned; the next one is likelier than we thought.",
    ),
)
GIVEAWAY: Final = OldIncident(
    fire=OLD_FIRES[1],
    title="Giveaway that stole from cards",
    level=2,
    level_reason="People lose money, our own account had shared the link",
    risk="Fake giveaway in our name",
    lead="agent2",
    said=(
        Said(14, "Our account shared a link of a partner whose own account was taken over. The post is gone."),
        Said(
            24,
            "A link that we shared today leads to a fraud. Do not enter your card there. If you did, ask your"
            " bank to block it now.\n\nWe are finding out how it came to our page. Next word here within two hours.\n\n"
            "Help: care@halcyra.example.",
            Stage.HOLDING,
        ),
        Said(95, "41 people have written to us, the bank has blocked 38 cards. The network has removed the page."),
        Said(
            140,
            "The link came from a partner whose account was taken over, and nobody here checked it before it was"
            " shared. 41 people lost money. We pay it back to each of them this week, whatever their bank decides.\n\n"
            "From today nothing is shared in our name before a second person has opened it. We are sorry.",
            Stage.STATEMENT,
        ),
    ),
    contained_minute=200,
    resolved_minute=1_320,
    skipped="Note to staff",
    skipped_reason="Everybody was in the call.",
)
