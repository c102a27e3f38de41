"""The order in which the world is made. What is there already stays as people have left it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from playbooks.services.demo_world.agency import Desk, found
from playbooks.services.demo_world.answers import answer_questions
from playbooks.services.demo_world.cast import HARBOUR_AND_FINCH, PELICAN_ROAD
from playbooks.services.demo_world.fires import light_next_fire
from playbooks.services.demo_world.listening import listen
from playbooks.services.demo_world.moments import ago
from playbooks.services.demo_world.past import play_past
from playbooks.services.demo_world.register import fill_register
from playbooks.services.demo_world.triaged import triage
from playbooks.services.demo_world.words import approve_words


def make_world() -> Desk:
    """Each step leaves alone what it finds, so an interrupted start goes on where it stopped."""
    now = timezone.now()
    found(PELICAN_ROAD, ago(now, days=21))
    desk = found(HARBOUR_AND_FINCH, ago(now, days=40))
    fill_register(desk, now)
    approve_words(desk, now)
    listen(desk, now)
    play_past(desk, now)
    answer_questions(desk, now)
    triage(desk, now)
    return desk


@transaction.atomic
def light_fire(desk: Desk, wait: timedelta) -> datetime | None:
    """Counted from now, since making the world takes a while."""
    return light_next_fire(desk, timezone.now(), wait)
