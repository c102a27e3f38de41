"""The life of a risk in the register."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from crisisdesk.errors import DomainError, StaleState
from risks.enums import ALLOWED_MOVES, AssessmentKind, RiskStatus
from risks.models import Risk, RiskAssessment
from risks.services.register import start_register
from risks.services.risks import FirstScore, RiskWords, create_risk, edit_risk, move_risk
from tests.factories import Tenant, make_category, make_risk


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_a_new_risk_has_a_number_and_a_history(inside: Tenant) -> None:
    words = RiskWords(title="Hair in the soup", category=make_category(inside.id), owner=inside.approver)

    first, second = (
        create_risk(actor=inside.agent, brand=inside.brand, words=words, score=FirstScore(4, 1, 3, 2, "Seen before"))
        for _ in range(2)
    )

    assert (second.number - first.number, first.likelihood, first.impact, first.owner) == (1, 4, 3, inside.approver)
    kinds = RiskAssessment.objects.filter(risk=first).values_list("kind", "reason").order_by("pk")
    assert list(kinds) == [(AssessmentKind.INHERENT, "Seen before"), (AssessmentKind.CURRENT, "Seen before")]
    assert list(AuditEntry.objects.filter(object_id=first.pk).values_list("verb", flat=True).order_by("pk")) == [
        "risk.created",
        "risk.assessed",
        "risk.assessed",
    ]


def test_the_second_of_two_editors_is_told(inside: Tenant) -> None:
    risk = make_risk(inside.brand)
    words = RiskWords(title="Mine", category=risk.category)

    edit_risk(actor=inside.agent, risk=risk, revision=1, words=words)
    with pytest.raises(StaleState, match="Your words are kept"):
        edit_risk(actor=inside.admin, risk=risk, revision=1, words=RiskWords(title="Theirs", category=risk.category))

    risk.refresh_from_db()
    assert (risk.title, risk.revision) == ("Mine", 2)


def test_every_move_of_the_table_works_and_no_other(inside: Tenant) -> None:
    for before in RiskStatus:
        for after in RiskStatus:
            risk = make_risk(inside.brand, status=before, accepted_until=today(5))
            allowed = after in ALLOWED_MOVES[before]

            if allowed:
                move_risk(actor=inside.approver, risk=risk, to=after, accepted_until=today(5))
            else:
                with pytest.raises(StaleState):
                    move_risk(actor=inside.approver, risk=risk, to=after, accepted_until=today(5))

            risk.refresh_from_db()
            assert risk.status == (after if allowed else before)


def test_a_move_from_a_stale_page_is_refused(inside: Tenant) -> None:
    risk = make_risk(inside.brand)
    Risk.objects.filter(pk=risk.pk).update(status=RiskStatus.TREATING)

    with pytest.raises(StaleState):
        move_risk(actor=inside.agent, risk=risk, to=RiskStatus.CLOSED)


@pytest.mark.parametrize(("days", "sentence"), [(None, "Choose the day"), (0, "day to come"), (-1, "day to come")])
def test_an_acceptance_has_an_end_to_come(inside: Tenant, days: int | None, sentence: str) -> None:
    risk = make_risk(inside.brand)

    with pytest.raises(DomainError, match=sentence):
        move_risk(
            actor=inside.approver,
            risk=risk,
            to=RiskStatus.ACCEPTED,
            accepted_until=None if days is None else today(days),
        )


def test_the_database_wants_the_end_too(inside: Tenant) -> None:
    risk = make_risk(inside.brand)

    with pytest.raises(IntegrityError, match="risk_acceptance_ends"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(status=RiskStatus.ACCEPTED)


def test_above_16_only_an_approver_accepts_and_for_90_days_at_most(inside: Tenant) -> None:
    risk = make_risk(inside.brand, likelihood=4, impact=5)

    with pytest.raises(DomainError, match="by an approver"):
        move_risk(actor=inside.agent, risk=risk, to=RiskStatus.ACCEPTED, accepted_until=today(30))
    with pytest.raises(DomainError, match="90 days"):
        move_risk(actor=inside.approver, risk=risk, to=RiskStatus.ACCEPTED, accepted_until=today(91))
    move_risk(actor=inside.approver, risk=risk, to=RiskStatus.ACCEPTED, accepted_until=today(90))

    risk.refresh_from_db()
    assert (risk.status, risk.accepted_until) == (RiskStatus.ACCEPTED, today(90))


def test_at_16_an_agent_accepts(inside: Tenant) -> None:
    risk = make_risk(inside.brand, likelihood=4, impact=4)

    move_risk(actor=inside.agent, risk=risk, to=RiskStatus.ACCEPTED, accepted_until=today(200))

    risk.refresh_from_db()
    assert risk.status == RiskStatus.ACCEPTED


def test_leaving_an_acceptance_forgets_its_end(inside: Tenant) -> None:
    risk = make_risk(inside.brand, status=RiskStatus.ACCEPTED, accepted_until=today(5))

    move_risk(actor=inside.agent, risk=risk, to=RiskStatus.TREATING)

    risk.refresh_from_db()
    assert risk.accepted_until is None


def test_a_register_starts_with_the_chosen_examples_as_drafts_once(inside: Tenant) -> None:
    make_category(inside.id, code="CS", words="rude\nхамство")

    first = start_register(actor=inside.agent, brand=inside.brand, chosen={"CS-1", "CS-3", "XX-1"})
    again = start_register(actor=inside.agent, brand=inside.brand, chosen={"CS-1", "CS-3"})

    assert [(risk.title, risk.status, risk.likelihood, risk.impact, risk.words) for risk in first] == [
        ("Rude call-centre agent is recorded", "draft", 4, 3, "rude\nхамство"),
        ("Support is out for hours", "draft", 4, 2, "rude\nхамство"),
    ]
    assert again == []
