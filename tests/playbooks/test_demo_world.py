"""The world that a newcomer meets. Its past is shortened here; the way is the same."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.enums import Role
from accounts.models import AuditEntry, Membership
from crisisdesk.tenancy import organization_scope
from crisisdesk.web.context import DEMO_PASSWORD
from incidents.enums import Verdict
from incidents.models import Incident, TimelineEntry, TriageVerdict
from mentions.enums import ANSWER_WITHIN, WAITING_STORIES
from mentions.models import FetchJob, Mention, Source, Story
from mentions.sources.demo import stream
from mentions.sources.demo.script import BRANDS
from playbooks.enums import TemplateStatus
from playbooks.models import Response, ResponseTemplate
from playbooks.services.demo_world import listening
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.cast import HARBOUR_AND_FINCH, PELICAN_ROAD
from playbooks.services.demo_world.fires import QUIET, light_next_fire
from playbooks.services.demo_world.triaged import triage
from playbooks.services.demo_world.world import make_world
from risks.models import Risk, RiskAssessment
from tests.factories import Tenant, make_story

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    """One mention an hour and fires of three minutes: the same rows, fewer of them. Each test undoes only its own."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(stream, "EVERYDAY_AN_HOUR", 1)
        patch.setattr(stream, "FIRE_ENDS", 3 * MINUTE)
        patch.setattr(listening, "IN_FULL", timedelta(hours=6))
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def desk(made: Desk, db: None) -> Desk:
    return made


def counts(organization_id: int) -> dict[str, int]:
    with organization_scope(organization_id):
        tables = (Membership, Risk, RiskAssessment, Source, Mention, Story, Incident, Response, ResponseTemplate)
        return {table.__name__: table.objects.count() for table in tables}


def test_the_same_world_is_made_once(desk: Desk) -> None:
    before = counts(desk.id)

    make_world()

    assert counts(desk.id) == before
    assert min(before.values()) > 0


def test_everybody_who_is_shown_at_the_sign_in_gets_in(desk: Desk) -> None:
    for agency in (HARBOUR_AND_FINCH, PELICAN_ROAD):
        for person in agency.people:
            client = Client()
            client.post(reverse("account_login"), {"login": person.email, "password": DEMO_PASSWORD})

            assert client.get(f"/o/{agency.slug}/").status_code == 200, person.email


def test_the_client_sees_one_brand_and_everybody_else_all(desk: Desk) -> None:
    with organization_scope(desk.id):
        limited = {member.role for member in desk.people.values() if member.limited}
        seen = set(Story.objects.for_member(desk.people["viewer"]).values_list("brand__slug", flat=True))

    assert limited == {Role.VIEWER}
    assert seen == {"belyi-chai"}


def test_one_incident_was_learned_from_and_one_waits_for_its_lessons(desk: Desk) -> None:
    with organization_scope(desk.id):
        leak, giveaway = Incident.objects.order_by("number")
        taught = RiskAssessment.objects.get(incident_number=leak.number)

        assert (leak.status, leak.post_mortem.status, giveaway.status) == ("closed", "final", "resolved")
        assert (taught.risk.title, taught.risk.score) == ("Passenger data leaks", 12)
        clocks = [leak.started_at, leak.declared_at, leak.holding_at, leak.meaningful_at, leak.resolved_at]
        assert clocks == sorted(clock for clock in clocks if clock)


def test_nothing_of_the_past_has_happened_tomorrow(desk: Desk) -> None:
    now = timezone.now()
    with organization_scope(desk.id):
        told = TimelineEntry.objects.filter(happened_at__gt=now).exists()
        recorded = AuditEntry.objects.filter(at__gt=now).exists()
        incidents = list(Incident.objects.all())
        left = {each.status: each.tasks.open().count() for each in incidents}
        due_later = {each.status: each.tasks.open().filter(due_at__gt=now).count() for each in incidents}

    assert not told
    assert not recorded
    assert left == due_later == {"closed": 0, "resolved": 1}


def test_the_clock_of_an_answer_begins_when_the_story_begins_to_wait(desk: Desk) -> None:
    with organization_scope(desk.id):
        rows = Story.objects.filter(due_at__isnull=False).annotate(within=F("due_at") - F("waiting_since"))
        promised = set(rows.values_list("level", "within"))

    assert promised
    assert promised <= ANSWER_WITHIN.items()


def test_the_agents_have_decided_within_two_hours_of_what_was_said(desk: Desk) -> None:
    with organization_scope(desk.id):
        past = TriageVerdict.objects.filter(verdict__in=[Verdict.NOISE, Verdict.NO_ACTION])
        waits = [at - since for at, since in past.values_list("at", "story__waiting_since")]

    assert waits
    assert timedelta() < min(waits)
    assert max(waits) < 2 * HOUR


def test_nobody_has_decided_about_what_was_heard_only_a_moment_ago(inside: Tenant) -> None:
    now, agents = timezone.now(), {"agent": inside.agent, "agent2": inside.admin}
    just_now, this_morning = now - 5 * MINUTE, now - 9 * HOUR
    heard = make_story(inside.brand, waiting_since=just_now, first_at=this_morning, last_at=just_now)
    waited = make_story(inside.brand, waiting_since=this_morning, first_at=this_morning, last_at=just_now)

    triage(Desk(inside.organization, agents, {}), now)

    with organization_scope(inside.id):
        assert set(TriageVerdict.objects.values_list("story", flat=True)) == {waited.pk}
        assert Story.objects.get(pk=heard.pk).status == "new"


def test_answers_wait_for_the_approver_in_words_that_stand_ready(desk: Desk) -> None:
    with organization_scope(desk.id):
        statuses = Counter(Response.objects.values_list("status", flat=True))
        templates = set(ResponseTemplate.objects.values_list("status", flat=True))
        languages = {text.language for template in ResponseTemplate.objects.all() for text in template.texts.all()}

    assert statuses["sent"] > 3
    assert statuses["in_review"] + statuses["changes_requested"] > 0
    assert (templates, languages) == ({TemplateStatus.APPROVED}, {"en", "ru"})


def test_the_queue_holds_what_is_new_and_the_stream_goes_on(desk: Desk) -> None:
    now = datetime.now(UTC)
    with organization_scope(desk.id):
        oldest = Story.objects.filter(status__in=WAITING_STORIES, owner=None).order_by("last_at").first()
        due = list(FetchJob.objects.values_list("due_at", flat=True))
        future = Mention.objects.filter(published_at__gt=now).exists()

    assert oldest is None or oldest.last_at > now - timedelta(hours=2)
    assert len(due) == 3
    assert max(due) <= now
    assert not future


def test_each_start_lights_the_next_brands_story_when_the_last_one_has_burned_down(desk: Desk) -> None:
    now, lit = datetime.now(UTC), []
    with organization_scope(desk.id):
        for turn in range(4):
            start = now + turn * QUIET * 2
            at = light_next_fire(desk, start, MINUTE)
            assert at is not None
            assert start + MINUTE <= at < start + MINUTE + timedelta(seconds=3)
            assert light_next_fire(desk, start + 2 * MINUTE, MINUTE) is None
            lit.append(Source.objects.get(settings__fire_at=at.isoformat()).brand)

    assert [brand.slug for brand in lit] == ["belyi-chai", "ternway", "halcyra", "belyi-chai"]


@pytest.mark.parametrize("number", range(3))
def test_a_fire_is_chosen_by_the_second_at_which_it_is_lit(number: int) -> None:
    at = stream.fire_moment("ternway", datetime(2026, 3, 2, 12, tzinfo=UTC), number)

    opening, *_ = stream.items_between("ternway", at, at + MINUTE, fire_at=at)

    assert opening.text == BRANDS["ternway"].fires[number].opening
