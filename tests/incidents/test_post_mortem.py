"""The post-mortem as a record: begun from what is known, written by several people, signed once."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.models import AuditEntry
from crisisdesk.errors import DomainError, StaleState
from incidents.models import CorrectiveAction, Incident, PostMortem, TimelineEntry
from incidents.services.corrective_actions import (
    ActionWords,
    add_action,
    complete_action,
    edit_action,
    remove_action,
    reopen_action,
)
from incidents.services.post_mortem import (
    correct_post_mortem,
    record_impact,
    save_section,
    start_post_mortem,
)
from tests.factories import (
    NOON,
    Tenant,
    make_incident,
    make_post_mortem,
    make_resolved_incident,
    make_story,
)


def words(inside: Tenant, **fields: object) -> ActionWords:
    defaults: dict[str, object] = {"title": "Teach the apology", "owner": inside.agent, "due_on": date(2026, 3, 20)}
    return ActionWords(**defaults | fields)  # type: ignore[arg-type]  # the test names what it changes


def test_it_begins_with_a_summary_of_what_is_recorded(inside: Tenant) -> None:
    incident = make_resolved_incident(
        inside.brand,
        opened_by=inside.agent,
        story=make_story(inside.brand, mentions=3, reach=5400),
        holding_at=NOON + timedelta(minutes=28),
        meaningful_at=NOON + timedelta(hours=3),
    )

    post_mortem = start_post_mortem(actor=inside.agent, incident=incident)

    incident.refresh_from_db()
    assert incident.status == "reviewing"
    assert incident.reviewing_at is not None
    assert post_mortem.summary == (
        "The first mention came on March 2, 2026, 12:00."
        " The incident was declared after 10 min at level 3 Crisis: Doubled in an hour, and a journalist asks."
        " A first statement went out after 28 min. A statement with substance followed after 3 h."
        " 3 mentions were counted with a reach of 5,400. It was resolved after 5 h."
    )
    assert list(TimelineEntry.objects.order_by("pk").values_list("kind", "detail")) == [
        ("status", {"before": "resolved", "after": "reviewing", "back": False}),
        ("post_mortem", {"event": "started"}),
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "incident.moved",
        "post_mortem.started",
    ]


def test_the_first_summary_is_written_in_the_language_of_who_starts_it(inside: Tenant) -> None:
    incident = make_resolved_incident(inside.brand, opened_by=inside.agent)

    with translation.override("ru"):
        summary = start_post_mortem(actor=inside.agent, incident=incident).summary

    assert summary.startswith("Первое упоминание появилось 2 марта 2026 г., 12:00.")


def test_started_twice_it_is_the_same_one(inside: Tenant) -> None:
    incident = make_resolved_incident(inside.brand, opened_by=inside.agent)

    first = start_post_mortem(actor=inside.agent, incident=incident)
    second = start_post_mortem(actor=inside.approver, incident=incident)

    assert (first, PostMortem.objects.count()) == (second, 1)
    assert AuditEntry.objects.filter(verb="post_mortem.started").count() == 1


@pytest.mark.parametrize("status", ["candidate", "declared", "contained"])
def test_it_does_not_begin_before_the_incident_is_resolved(inside: Tenant, status: str) -> None:
    incident = make_incident(inside.brand, opened_by=inside.agent, status=status)

    with pytest.raises(DomainError, match="Resolve it first"):
        start_post_mortem(actor=inside.agent, incident=incident)

    assert Incident.objects.get().status == status


def test_an_incident_that_was_moved_to_review_by_hand_gets_its_post_mortem(inside: Tenant) -> None:
    incident = make_resolved_incident(
        inside.brand, opened_by=inside.agent, status="reviewing", reviewing_at=NOON + timedelta(days=2)
    )

    start_post_mortem(actor=inside.agent, incident=incident)

    assert TimelineEntry.objects.filter(kind="status").count() == 0


def test_two_people_may_write_in_two_sections(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))
    seen = {section: post_mortem.seen(section) for section in ("summary", "factors")}

    save_section(
        actor=inside.agent, post_mortem=post_mortem, section="summary", text="A new summary", seen=seen["summary"]
    )
    save_section(
        actor=inside.approver, post_mortem=post_mortem, section="factors", text="No spare bags", seen=seen["factors"]
    )

    post_mortem.refresh_from_db()
    assert (post_mortem.summary, post_mortem.factors) == ("A new summary", "No spare bags")


def test_the_second_of_two_writers_of_one_section_is_told(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))
    seen = post_mortem.seen("summary")
    save_section(actor=inside.agent, post_mortem=post_mortem, section="summary", text="First", seen=seen)

    with pytest.raises(StaleState, match="Somebody else saved this section"):
        save_section(actor=inside.approver, post_mortem=post_mortem, section="summary", text="Second", seen=seen)

    assert PostMortem.objects.get().summary == "First"


def test_the_same_words_sent_twice_are_no_conflict(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))
    seen = post_mortem.seen("summary")

    for _ in range(2):
        save_section(actor=inside.agent, post_mortem=post_mortem, section="summary", text="Once", seen=seen)

    assert AuditEntry.objects.filter(verb="post_mortem.section_saved").count() == 1


def test_only_the_sections_can_be_written(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))

    with pytest.raises(DomainError, match="no such section"):
        save_section(actor=inside.agent, post_mortem=post_mortem, section="status", text="final", seen="")


def test_impact_is_kept_on_three_axes_and_unknown_stays_unknown(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))

    for _ in range(2):
        record_impact(actor=inside.agent, post_mortem=post_mortem, financial=None, reputation=4, brand_damage=2)

    post_mortem.refresh_from_db()
    impact = (post_mortem.impact_financial, post_mortem.impact_reputation, post_mortem.impact_brand_damage)
    assert impact == (None, 4, 2)
    assert AuditEntry.objects.filter(verb="post_mortem.impact_recorded").count() == 1


def test_the_life_of_a_corrective_action(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))

    action = add_action(actor=inside.agent, post_mortem=post_mortem, words=words(inside))
    again = add_action(actor=inside.agent, post_mortem=post_mortem, words=words(inside))
    edit_action(actor=inside.agent, action=action, words=words(inside, changes="impact −1"))
    complete_action(actor=inside.viewer, action=action)
    complete_action(actor=inside.agent, action=action)
    done = CorrectiveAction.objects.get()
    reopen_action(actor=inside.agent, action=action)
    reopened = CorrectiveAction.objects.get()
    remove_action(actor=inside.agent, action=action)
    remove_action(actor=inside.agent, action=reopened)

    assert again == action
    assert (done.changes, done.done_by, reopened.done_at) == ("impact −1", inside.viewer, None)
    verbs = AuditEntry.objects.filter(verb__startswith="corrective_action").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        f"corrective_action.{verb}" for verb in ("added", "edited", "done", "reopened", "removed")
    ]


def test_an_action_needs_words(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))

    with pytest.raises(DomainError, match="what is to be done"):
        add_action(actor=inside.agent, post_mortem=post_mortem, words=words(inside, title="  "))


def test_only_a_final_is_corrected_and_it_says_why(inside: Tenant) -> None:
    post_mortem = make_post_mortem(make_resolved_incident(inside.brand, opened_by=inside.agent))

    with pytest.raises(DomainError, match="what has to be corrected"):
        correct_post_mortem(actor=inside.approver, post_mortem=post_mortem, reason=" ")
    with pytest.raises(StaleState):
        correct_post_mortem(actor=inside.approver, post_mortem=post_mortem, reason="A wrong figure")
