"""Verdicts: one in force, first come first served, and taken back for 15 minutes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from incidents.enums import Verdict
from incidents.models import TriageVerdict
from incidents.services.triage import give_verdict, give_verdicts, undo_verdict
from mentions.enums import StoryStatus
from mentions.models import Story
from mentions.services.stories import take_story
from tests.factories import Tenant, make_brand, make_member, make_story, make_tenant
from tests.incidents.rows import opened
from tests.playbooks.races import at_once


def standing(story: Story) -> tuple[str, str | None]:
    """Its state, and the verdict in force."""
    row = Story.objects.get(pk=story.pk)
    return row.status, TriageVerdict.objects.in_force().filter(story=story).values_list("verdict", flat=True).first()


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        ("noise", "noise"),
        ("no_action", "no_action"),
        ("watch", "watching"),
        ("reply", "replying"),
        ("incident", "escalated"),
    ],
)
def test_each_verdict_moves_the_story_and_leaves_its_proof(inside: Tenant, verdict: str, status: str) -> None:
    story = make_story(inside.brand)

    given = give_verdict(actor=inside.agent, story=story, verdict=verdict)

    assert standing(story) == (status, verdict)
    proof = AuditEntry.objects.get(verb="story.verdict")
    assert (proof.actor, proof.object_id, proof.detail["verdict"]) == (inside.agent, story.pk, verdict)
    assert given.actor == inside.agent


def test_twice_by_the_same_person_is_once(inside: Tenant) -> None:
    story = make_story(inside.brand)

    first = give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE)

    assert give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE) == first
    assert TriageVerdict.objects.count() == 1


def test_a_later_verdict_takes_the_place_of_the_earlier_one(inside: Tenant) -> None:
    story = make_story(inside.brand)
    give_verdict(actor=inside.agent, story=story, verdict=Verdict.WATCH)

    give_verdict(actor=inside.approver, story=story, verdict=Verdict.NOISE, seen=StoryStatus.WATCHING)

    assert standing(story) == ("noise", "noise")
    assert TriageVerdict.objects.count() == 2


def test_whoever_comes_second_is_told_who_decided_what(inside: Tenant) -> None:
    story = make_story(inside.brand)
    give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE)

    with pytest.raises(StaleState, match=f"{inside.agent.name} marked this as noise, under 1 min ago"):
        give_verdict(actor=inside.approver, story=story, verdict=Verdict.WATCH, seen=StoryStatus.NEW)

    assert standing(story) == ("noise", "noise")


def test_a_story_that_came_back_is_not_said_to_be_decided(inside: Tenant) -> None:
    story = make_story(inside.brand)
    give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE)
    Story.objects.filter(pk=story.pk).update(status=StoryStatus.OPEN)

    with pytest.raises(StaleState, match="Somebody changed this a moment ago"):
        give_verdict(actor=inside.approver, story=story, verdict=Verdict.WATCH, seen=StoryStatus.NOISE)


def test_opening_a_story_decides_nothing(inside: Tenant) -> None:
    story = make_story(inside.brand)
    take_story(actor=inside.agent, story=story)

    give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE, seen=StoryStatus.NEW)

    assert standing(story) == ("noise", "noise")


@pytest.mark.django_db(transaction=True)
def test_two_agents_cannot_both_decide() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)

    def decide(member: Membership, verdict: str) -> Callable[[], TriageVerdict]:
        def deed() -> TriageVerdict:
            with organization_scope(tenant.id):
                return give_verdict(actor=member, story=story, verdict=verdict, seen=StoryStatus.NEW)

        return deed

    results = at_once(decide(tenant.agent, Verdict.NOISE), decide(tenant.approver, Verdict.WATCH))

    assert sorted(type(result).__name__ for result in results) == ["StaleState", "TriageVerdict"]
    with organization_scope(tenant.id):
        assert TriageVerdict.objects.in_force().count() == TriageVerdict.objects.count() == 1


def test_whoever_has_taken_a_story_decides_about_it(inside: Tenant) -> None:
    story = make_story(inside.brand, owner=inside.approver)

    with pytest.raises(StaleState, match=f"{inside.approver.name} has taken this story"):
        give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE)

    give_verdict(actor=inside.approver, story=story, verdict=Verdict.NOISE)
    assert standing(story) == ("noise", "noise")


def test_a_reply_takes_the_story_and_its_undo_gives_it_back(inside: Tenant) -> None:
    story = make_story(inside.brand)

    given = give_verdict(actor=inside.agent, story=story, verdict=Verdict.REPLY)
    story.refresh_from_db()
    assert story.owner == inside.agent

    undo_verdict(actor=inside.agent, verdict=given)
    story.refresh_from_db()
    assert (story.owner_id, str(story.status)) == (None, "open")


def test_the_undo_of_a_reply_leaves_a_story_that_was_mine_before(inside: Tenant) -> None:
    story = make_story(inside.brand)
    take_story(actor=inside.agent, story=story)

    undo_verdict(actor=inside.agent, verdict=give_verdict(actor=inside.agent, story=story, verdict=Verdict.REPLY))

    story.refresh_from_db()
    assert story.owner == inside.agent


def test_undo_puts_the_story_and_the_earlier_verdict_back(inside: Tenant) -> None:
    story = make_story(inside.brand)
    give_verdict(actor=inside.agent, story=story, verdict=Verdict.WATCH)
    second = give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE, seen=StoryStatus.WATCHING)

    undo_verdict(actor=inside.agent, verdict=second)

    assert standing(story) == ("watching", "watch")
    assert AuditEntry.objects.filter(verb="story.verdict_undone").count() == 1


def test_others_may_not_undo_it_but_approvers_may(inside: Tenant) -> None:
    story = make_story(inside.brand)
    given = give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE)
    other = make_member(inside.organization, "agent")

    with pytest.raises(DomainError, match=f"{inside.agent.name} decided this"):
        undo_verdict(actor=other, verdict=given)
    assert standing(story) == ("noise", "noise")

    undo_verdict(actor=inside.approver, verdict=given)
    assert standing(story) == ("open", None)


def test_an_undo_does_not_reach_into_brands_that_one_does_not_see(inside: Tenant) -> None:
    here, there = make_story(inside.brand), make_story(make_brand(inside.organization))
    limited = make_member(inside.organization, "approver", brands=(inside.brand,))
    both = give_verdicts(actor=inside.agent, stories=[here, there], verdict=Verdict.NOISE)

    undo_verdict(actor=limited, verdict=both.verdicts[0])

    assert (standing(here), standing(there)) == (("open", None), ("noise", "noise"))


def test_after_15_minutes_it_stays(inside: Tenant) -> None:
    story = make_story(inside.brand)
    given = give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE)
    TriageVerdict.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))

    with pytest.raises(DomainError, match="more than 15 minutes ago"):
        undo_verdict(actor=inside.agent, verdict=given)

    assert standing(story) == ("noise", "noise")


def test_it_stays_when_something_has_happened_since(inside: Tenant) -> None:
    story = make_story(inside.brand)
    first = give_verdict(actor=inside.agent, story=story, verdict=Verdict.WATCH)
    second = give_verdict(actor=inside.agent, story=story, verdict=Verdict.NOISE, seen=StoryStatus.WATCHING)

    with pytest.raises(StaleState, match="has moved on since"):
        undo_verdict(actor=inside.agent, verdict=first)
    undo_verdict(actor=inside.agent, verdict=second)
    with pytest.raises(StaleState, match="was undone already"):
        undo_verdict(actor=inside.agent, verdict=second)

    assert standing(story) == ("watching", "watch")


def test_an_open_incident_keeps_its_story(inside: Tenant) -> None:
    story = make_story(inside.brand)
    opened(inside, story)

    with pytest.raises(StaleState, match="An incident was opened from this story"):
        undo_verdict(actor=inside.agent, verdict=TriageVerdict.objects.get())

    assert standing(story) == ("escalated", "incident")


@pytest.mark.django_db(transaction=True)
def test_two_undos_at_once_are_one() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)
        given = give_verdict(actor=tenant.agent, story=story, verdict=Verdict.NOISE)

    def undo() -> list[Story]:
        with organization_scope(tenant.id):
            return undo_verdict(actor=tenant.agent, verdict=given)

    results = at_once(undo, undo)

    assert sorted(type(result).__name__ for result in results) == ["StaleState", "list"]
    with organization_scope(tenant.id):
        assert standing(story) == ("open", None)


def test_one_key_decides_about_several_and_one_key_takes_them_back(inside: Tenant) -> None:
    stories = [make_story(inside.brand) for _ in range(3)]

    batch = give_verdicts(actor=inside.agent, stories=stories, verdict=Verdict.NOISE)
    assert [standing(story) for story in stories] == [("noise", "noise")] * 3

    undone = undo_verdict(actor=inside.agent, verdict=batch.verdicts[1])
    assert (undone, [standing(story) for story in stories]) == (stories, [("open", None)] * 3)


def test_of_several_those_of_others_are_left_alone_and_counted(inside: Tenant) -> None:
    free, taken, decided = [make_story(inside.brand) for _ in range(3)]
    take_story(actor=inside.approver, story=taken)
    give_verdict(actor=inside.approver, story=decided, verdict=Verdict.WATCH)

    batch = give_verdicts(actor=inside.agent, stories=[free, taken, decided], verdict=Verdict.NOISE)

    assert ([row.story for row in batch.verdicts], batch.skipped) == ([free], 2)
    assert [standing(story)[0] for story in (free, taken, decided)] == ["noise", "open", "watching"]
    with pytest.raises(StaleState, match="Nothing was changed"):
        give_verdicts(actor=inside.agent, stories=[taken, decided], verdict=Verdict.NOISE)


def test_the_undo_of_several_leaves_what_has_moved_on(inside: Tenant) -> None:
    stories = [make_story(inside.brand) for _ in range(2)]
    batch = give_verdicts(actor=inside.agent, stories=stories, verdict=Verdict.WATCH)
    give_verdict(actor=inside.agent, story=stories[0], verdict=Verdict.NOISE, seen=StoryStatus.WATCHING)

    assert undo_verdict(actor=inside.agent, verdict=batch.verdicts[0]) == [stories[1]]

    assert [standing(story) for story in stories] == [("noise", "noise"), ("open", None)]


@pytest.mark.parametrize("verdict", [Verdict.REPLY, Verdict.INCIDENT])
def test_answers_and_incidents_are_begun_one_by_one(inside: Tenant, verdict: str) -> None:
    with pytest.raises(DomainError, match="Only noise, no action and watch"):
        give_verdicts(actor=inside.agent, stories=[make_story(inside.brand)], verdict=verdict)
