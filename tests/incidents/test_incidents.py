"""How an incident begins, and which stories belong to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from accounts.models import AuditEntry
from crisisdesk.errors import DomainError
from crisisdesk.tenancy import organization_scope
from incidents.enums import IncidentRole
from incidents.models import Incident, IncidentStory, RoleHolder
from incidents.services.incidents import link_story, open_incident, unlink_story
from incidents.services.status import move_incident
from mentions.enums import StoryStatus
from mentions.models import Match
from playbooks.services.beginnings import add_default_playbook
from tests.factories import NOON, Tenant, make_brand, make_member, make_mention, make_risk, make_story, make_tenant
from tests.incidents.rows import opened, told
from tests.playbooks.races import at_once


def test_an_incident_begins_with_the_storys_first_mention_and_everybody_in_place(inside: Tenant) -> None:
    story = make_story(inside.brand, mentions=3)
    risk = make_risk(inside.brand)

    incident = opened(inside, story, title="  Lost bags ", risk=risk)

    story.refresh_from_db()
    assert (incident.title, incident.brand, incident.started_at, incident.risk) == (
        "Lost bags",
        inside.brand,
        NOON,
        risk,
    )
    assert (incident.lead, incident.communications_lead) == (inside.agent, inside.approver)
    assert incident.next_update_at == incident.declared_at + timedelta(minutes=60)
    assert incident.acknowledged_at is not None  # who opens and leads it knows
    assert story.status == StoryStatus.ESCALATED
    assert told(incident) == [
        ("story", "first_mention"),
        ("opened", ""),
        ("risk", "linked"),
        ("role", "assigned"),
        ("role", "assigned"),
    ]
    holders = RoleHolder.objects.filter(incident=incident).order_by("pk")
    assert [(row.role, row.member, row.acknowledged_at is not None) for row in holders] == [
        (IncidentRole.LEAD, inside.agent, True),
        (IncidentRole.COMMUNICATIONS_LEAD, inside.approver, False),
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "story.verdict",
        "incident.role",
        "incident.role",
        "incident.opened",
    ]


def test_numbers_follow_each_other_within_the_organization(inside: Tenant) -> None:
    assert [opened(inside).number, opened(inside).number] == [1, 2]


def test_the_default_playbook_lays_out_its_tasks(inside: Tenant) -> None:
    add_default_playbook(actor=inside.owner, organization_id=inside.id)

    incident = opened(inside, level=4)

    assert incident.tasks.count() == 18


@pytest.mark.parametrize(("level", "minutes"), [(0, None), (1, None), (2, 240), (3, 60), (4, 30)])
def test_the_level_says_when_the_next_update_is_due(inside: Tenant, level: int, minutes: int | None) -> None:
    incident = opened(inside, level=level)

    promised = incident.next_update_at - incident.declared_at if incident.next_update_at else None
    assert promised == (timedelta(minutes=minutes) if minutes else None)


def test_a_story_of_an_incident_is_not_opened_again_and_the_refusal_names_it(inside: Tenant) -> None:
    story = make_story(inside.brand)
    opened(inside, story)

    with pytest.raises(DomainError, match="part of incident 1 already: Lost bags"):
        opened(inside, story)

    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_it_at_once_one_is_sent_to_the_others_incident() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)

    def deed(title: str) -> Callable[[], Incident]:
        def run() -> Incident:
            with organization_scope(tenant.id):
                return opened(tenant, story, title=title)

        return run

    results = at_once(deed("Mine"), deed("Theirs"))

    assert {type(result) for result in results} == {Incident, DomainError}
    with organization_scope(tenant.id):
        assert (Incident.objects.count(), IncidentStory.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [({"title": "  "}, "Give the incident a title"), ({"level_reason": " "}, "Say why it has this level")],
)
def test_title_and_reason_are_asked_for(inside: Tenant, words: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        opened(inside, **words)

    assert Incident.objects.count() == 0


def test_the_risk_of_another_brand_is_refused(inside: Tenant) -> None:
    with pytest.raises(DomainError, match="another brand"):
        opened(inside, risk=make_risk(make_brand(inside.organization)))


@pytest.mark.parametrize("who", ["viewer", "stranger", "gone"])
def test_whoever_cannot_work_on_the_brand_does_not_lead(inside: Tenant, who: str) -> None:
    other = make_brand(inside.organization)
    lead = inside.viewer if who == "viewer" else make_member(inside.organization, "agent", brands=(other,))
    if who == "gone":
        lead = inside.admin
        lead.removed_at = timezone.now()
        lead.save()

    with pytest.raises(DomainError, match="cannot work on incidents of this brand"):
        opened(inside, lead=lead)


def test_a_member_of_this_brand_alone_may_lead(inside: Tenant) -> None:
    lead = make_member(inside.organization, "agent", brands=(inside.brand,))

    assert opened(inside, lead=lead).lead == lead


def test_a_mention_from_tomorrow_does_not_turn_the_time(inside: Tenant) -> None:
    tomorrow = timezone.now() + timedelta(days=1)

    incident = opened(inside, make_story(inside.brand, first_at=tomorrow, last_at=tomorrow))

    assert incident.started_at == incident.declared_at


def test_the_database_does_not_take_times_that_go_backwards(inside: Tenant) -> None:
    incident = opened(inside)

    with pytest.raises(IntegrityError, match="incident_times_go_forward"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(contained_at=NOON)


def test_a_story_is_linked_once_and_brings_an_earlier_beginning(inside: Tenant) -> None:
    incident = opened(
        inside, make_story(inside.brand, first_at=NOON + timedelta(hours=1), last_at=NOON + timedelta(hours=2))
    )
    earlier = make_story(inside.brand)

    link_story(actor=inside.agent, incident=incident, story=earlier)
    link_story(actor=inside.agent, incident=incident, story=earlier)

    earlier.refresh_from_db()
    incident.refresh_from_db()
    assert (earlier.status, incident.started_at, incident.story_links.count()) == (StoryStatus.ESCALATED, NOON, 2)
    assert told(incident, "story") == [("story", "first_mention"), ("story", "linked")]


def test_the_story_of_another_incident_or_brand_is_not_linked(inside: Tenant) -> None:
    incident, taken = opened(inside), make_story(inside.brand)
    opened(inside, taken, title="Late flights")

    with pytest.raises(DomainError, match="incident 2 already: Late flights"):
        link_story(actor=inside.agent, incident=incident, story=taken)
    with pytest.raises(DomainError, match="about another brand"):
        link_story(actor=inside.agent, incident=incident, story=make_story(make_brand(inside.organization)))


def test_an_unlinked_story_goes_back_to_the_queue(inside: Tenant) -> None:
    story = make_story(inside.brand)
    incident = opened(inside, story)

    unlink_story(actor=inside.agent, incident=incident, story=story)
    unlink_story(actor=inside.agent, incident=incident, story=story)

    story.refresh_from_db()
    assert (story.status, incident.story_links.count()) == (StoryStatus.OPEN, 0)
    assert told(incident, "story") == [("story", "first_mention"), ("story", "unlinked")]


def test_a_story_that_somebody_decided_meanwhile_keeps_that_decision(inside: Tenant) -> None:
    story = make_story(inside.brand)
    incident = opened(inside, story)
    type(story).objects.filter(pk=story.pk).update(status=StoryStatus.NOISE)

    unlink_story(actor=inside.agent, incident=incident, story=story)

    story.refresh_from_db()
    assert story.status == StoryStatus.NOISE


def test_nothing_is_linked_to_an_incident_that_is_over(inside: Tenant) -> None:
    incident = opened(inside, level=1)
    for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
        move_incident(actor=inside.agent, incident=incident, seen=seen, to=to)

    with pytest.raises(DomainError, match="Incident 1 is over"):
        link_story(actor=inside.agent, incident=incident, story=make_story(inside.brand))


def test_a_story_that_stands_as_escalated_can_still_be_opened(inside: Tenant) -> None:
    story = make_story(inside.brand, status=StoryStatus.ESCALATED)

    incident = open_incident(
        actor=inside.agent, story=story, title="Lost bags", level=2, level_reason="Growth", lead=inside.approver
    )

    assert (incident.communications_lead, incident.acknowledged_at) == (None, None)


def closed(tenant: Tenant, incident: Incident) -> None:
    for seen, to in (("declared", "resolved"), ("resolved", "reviewing"), ("reviewing", "closed")):
        move_incident(actor=tenant.agent, incident=incident, seen=seen, to=to)


def test_a_story_that_comes_back_after_the_end_is_the_matter_of_the_next(inside: Tenant) -> None:
    story = make_story(inside.brand, mentions=2)
    with travel(NOON + timedelta(hours=1)):
        first = opened(inside, story, level=1)
        closed(inside, first)
    again = make_mention(inside.id, published_at=NOON + timedelta(days=9))
    Match.objects.create(organization=inside.organization, mention=again, brand=inside.brand, story=story)

    second = opened(inside, story, title="Bags again")

    assert (second.number, second.started_at) == (2, NOON + timedelta(days=9))
    assert [incident.number for incident in Incident.objects.of_story(story)] == [2]
    assert IncidentStory.objects.get(incident=first).left_at is not None


def test_a_story_that_comes_back_without_a_new_mention_begins_with_its_last(inside: Tenant) -> None:
    story = make_story(inside.brand, mentions=3)
    closed(inside, opened(inside, story, level=1))
    incident = opened(inside, level=1)

    link_story(actor=inside.agent, incident=incident, story=story)

    incident.refresh_from_db()
    assert (incident.started_at, Incident.objects.of_story(story).get()) == (NOON, incident)


def test_the_stories_of_a_dismissed_candidate_wait_again(inside: Tenant) -> None:
    story = make_story(inside.brand)
    incident = opened(inside, story)
    Incident.objects.filter(pk=incident.pk).update(status="candidate")

    move_incident(actor=inside.agent, incident=incident, seen="candidate", to="dismissed", note="An old post")

    story.refresh_from_db()
    assert (story.status, Incident.objects.of_story(story).exists()) == (StoryStatus.OPEN, False)
