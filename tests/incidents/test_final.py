"""Signing: who read what, what the risk learns, and what stays for good."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError

from crisisdesk.errors import DomainError, StaleState
from crisisdesk.frozen import thaw
from incidents.models import Incident, PostMortem, PostMortemVersion, TimelineEntry
from incidents.queries.post_mortem import Document, fingerprint, read_document
from incidents.services.corrective_actions import ActionWords, add_action, complete_action, edit_action
from incidents.services.final import RiskScore, finalize
from incidents.services.post_mortem import correct_post_mortem, save_section, start_post_mortem
from risks.models import Risk, RiskAssessment
from tests.factories import Tenant, make_post_mortem, make_resolved_incident, make_risk

SCORE = RiskScore(likelihood=4, financial=2, reputation=5, brand_damage=3, reason="It was seen by 5 million people")


def draft(inside: Tenant, *, actions: int = 1, **fields: Any) -> PostMortem:
    incident = make_resolved_incident(inside.brand, opened_by=inside.agent, **fields)
    post_mortem = make_post_mortem(incident)
    for number in range(actions):
        words = ActionWords(title=f"Change {number}", owner=inside.agent, due_on=date(2026, 3, 20))
        add_action(actor=inside.agent, post_mortem=post_mortem, words=words)
    return post_mortem


def seen(post_mortem: PostMortem) -> str:
    incident = Incident.objects.select_related("brand", "risk").get(pk=post_mortem.incident_id)
    return fingerprint(read_document(PostMortem.objects.get(pk=post_mortem.pk), incident))


def sign(inside: Tenant, post_mortem: PostMortem, **words: Any) -> PostMortemVersion:
    defaults: dict[str, Any] = {"seen": seen(post_mortem), "score": None, "close": True}
    return finalize(actor=inside.approver, post_mortem=post_mortem, **defaults | words)


def test_the_risk_learns_from_it_and_its_history_says_why(inside: Tenant) -> None:
    risk = make_risk(inside.brand, likelihood=2, impact=3)
    post_mortem = draft(inside, risk=risk, number=57)

    sign(inside, post_mortem, score=SCORE)

    risk.refresh_from_db()
    assert (risk.likelihood, risk.impact, risk.score) == (4, 5, 20)
    taught = RiskAssessment.objects.get()
    assert (taught.incident_number, taught.reason, taught.actor) == (57, SCORE.reason, inside.approver)
    post_mortem.refresh_from_db()
    assert (post_mortem.status, post_mortem.finalized_by) == ("final", inside.approver)
    assert (post_mortem.risk_likelihood_before, post_mortem.risk_impact_before) == (2, 3)
    assert (post_mortem.risk_likelihood_after, post_mortem.risk_impact_after) == (4, 5)
    told = TimelineEntry.objects.get(kind="risk").detail
    assert (told["before"], told["after"]) == ([2, 3], [4, 5])


def test_the_incident_is_closed_only_when_asked(inside: Tenant) -> None:
    post_mortem = draft(inside)

    sign(inside, post_mortem, close=False)
    assert Incident.objects.get().status == "reviewing"

    correct_post_mortem(actor=inside.approver, post_mortem=PostMortem.objects.get(), reason="A wrong name")
    sign(inside, post_mortem, close=True)
    incident = Incident.objects.get()
    assert (incident.status, incident.closed_at is not None) == ("closed", True)


@pytest.mark.parametrize(
    ("fields", "actions", "sentence"),
    [
        ({"summary": " "}, 1, "Write the summary first"),
        ({}, 0, "Add one corrective action, or say why none is needed"),
    ],
)
def test_it_needs_a_summary_and_an_action(inside: Tenant, fields: dict[str, str], actions: int, sentence: str) -> None:
    post_mortem = draft(inside, actions=actions)
    PostMortem.objects.filter(pk=post_mortem.pk).update(**fields)

    with pytest.raises(DomainError, match=sentence):
        sign(inside, post_mortem)


def test_no_action_is_fine_with_a_reason(inside: Tenant) -> None:
    post_mortem = draft(inside, actions=0)
    PostMortem.objects.filter(pk=post_mortem.pk).update(no_action_reason="A false alarm; the rule was right")

    assert sign(inside, post_mortem).version == 1


def test_a_linked_risk_must_be_scored(inside: Tenant) -> None:
    post_mortem = draft(inside, risk=make_risk(inside.brand))

    with pytest.raises(DomainError, match="Score the risk again"):
        sign(inside, post_mortem)


def test_nobody_signs_what_they_have_not_read(inside: Tenant) -> None:
    post_mortem = draft(inside)
    read = seen(post_mortem)
    save_section(
        actor=inside.agent,
        post_mortem=post_mortem,
        section="factors",
        text="Nobody owned it",
        seen=post_mortem.seen("factors"),
    )

    with pytest.raises(StaleState, match="Read it again"):
        sign(inside, post_mortem, seen=read)

    assert PostMortem.objects.get().status == "draft"


def test_an_incident_that_burns_again_is_not_signed(inside: Tenant) -> None:
    post_mortem = draft(inside)
    Incident.objects.update(status="declared")

    with pytest.raises(DomainError, match="opened again"):
        sign(inside, post_mortem)


def test_a_wrong_score_signs_nothing(inside: Tenant) -> None:
    risk = make_risk(inside.brand, likelihood=2, impact=3)
    post_mortem = draft(inside, risk=risk)

    with pytest.raises(DomainError, match="from 1 to 5"):
        sign(inside, post_mortem, score=RiskScore(9, 1, 1, 1, "x"))

    assert (PostMortem.objects.get().status, PostMortemVersion.objects.count()) == ("draft", 0)
    assert Risk.objects.get().score == 6


def test_a_final_cannot_be_edited_and_its_actions_can_only_be_done(inside: Tenant) -> None:
    post_mortem = draft(inside)
    action = post_mortem.actions.get()
    sign(inside, post_mortem)
    words = ActionWords(title="Other", owner=inside.agent, due_on=date(2026, 3, 20))

    with pytest.raises(StaleState, match="final"):
        save_section(actor=inside.agent, post_mortem=post_mortem, section="summary", text="x", seen="")
    with pytest.raises(StaleState, match="final"):
        edit_action(actor=inside.agent, action=action, words=words)
    with pytest.raises(StaleState, match="final"):
        sign(inside, post_mortem)
    complete_action(actor=inside.agent, action=action)

    action.refresh_from_db()
    assert action.done_by == inside.agent


def test_a_correction_leaves_the_first_final_as_it_was_signed(inside: Tenant) -> None:
    risk = make_risk(inside.brand, likelihood=2, impact=3)
    post_mortem = draft(inside, risk=risk)
    sign(inside, post_mortem, score=SCORE)
    standing = PostMortem.objects.get()

    correct_post_mortem(actor=inside.approver, post_mortem=standing, reason="The figure of refunds was wrong")
    save_section(
        actor=inside.agent,
        post_mortem=standing,
        section="summary",
        text="Bags were late, and 40 were lost.",
        seen=standing.seen("summary"),
    )
    sign(inside, standing, score=SCORE)

    first, second = PostMortemVersion.objects.order_by("version")
    texts = [thaw(Document, each.content).words["summary"] for each in (first, second)]
    assert texts == ["Bags were late.", "Bags were late, and 40 were lost."]
    assert (first.correction, second.correction) == ("", "The figure of refunds was wrong")
    assert RiskAssessment.objects.count() == 1
    assert PostMortem.objects.get().risk_likelihood_before == 2


def test_the_kept_version_is_the_document_as_it_was_read(inside: Tenant) -> None:
    incident = make_resolved_incident(inside.brand, opened_by=inside.agent, risk=make_risk(inside.brand))
    post_mortem = start_post_mortem(actor=inside.agent, incident=incident)
    words = ActionWords(title="Change", owner=inside.agent, due_on=date(2026, 3, 20))
    add_action(actor=inside.agent, post_mortem=post_mortem, words=words)

    version = sign(inside, post_mortem, score=SCORE)

    version.refresh_from_db()
    document = thaw(Document, version.content)
    assert document == read_document(PostMortem.objects.get(), Incident.objects.select_related("risk").get())
    assert (document.risk.before, document.risk.after) if document.risk else None == ((3, 3), (4, 5))


def test_the_database_lets_nobody_change_a_kept_version(inside: Tenant) -> None:
    version = sign(inside, draft(inside))

    with pytest.raises(DatabaseError, match="permission denied"):
        PostMortemVersion.objects.filter(pk=version.pk).update(version=9)
