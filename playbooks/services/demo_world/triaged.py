"""What the agents have decided about everything that began before the last hour and a half."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from crisisdesk.tenancy import organization_scope
from incidents.enums import Verdict
from incidents.models import TriageVerdict
from incidents.services.triage import give_verdicts
from mentions.enums import WAITING_STORIES
from mentions.models import Story
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.moments import ago, clock_at

LEFT_WAITING: Final = timedelta(minutes=90)
WATCHED_FOR: Final = timedelta(hours=20)
AFTER_THE_HOUR: Final = timedelta(minutes=10)
AGENTS: Final = ("agent", "agent2")


def triage(desk: Desk, now: datetime) -> None:
    """An agency that has put something aside is left alone."""
    with organization_scope(desk.id), transaction.atomic():
        if TriageVerdict.objects.exclude(verdict__in=[Verdict.REPLY, Verdict.INCIDENT]).exists():
            return
        latest = ago(now, minutes=20)
        begun = Q(first_at__lt=now - LEFT_WAITING, waiting_since__lt=latest)
        rows = Story.objects.filter(begun, status__in=WAITING_STORIES, owner=None)
        shifts: dict[tuple[datetime, str, str], list[Story]] = defaultdict(list)
        for story in rows.order_by("last_at", "pk"):
            shifts[_hour_of(story), AGENTS[story.pk % 2], _verdict(story, now)].append(story)
        for (hour, agent, verdict), stories in shifts.items():
            with clock_at(min(hour + AFTER_THE_HOUR, latest)):
                give_verdicts(actor=desk.people[agent], stories=stories, verdict=verdict)


def _hour_of(story: Story) -> datetime:
    last_at: datetime = story.last_at
    return last_at.replace(minute=59, second=0, microsecond=0)


def _verdict(story: Story, now: datetime) -> str:
    """Complaints of today are watched now and then; what needs no answer is most of it."""
    turn = story.pk % 10
    if story.negative_count and story.last_at > now - WATCHED_FOR and turn == 0:
        return Verdict.WATCH
    return Verdict.NOISE if turn > 6 else Verdict.NO_ACTION  # noqa: PLR2004 -- three in ten
