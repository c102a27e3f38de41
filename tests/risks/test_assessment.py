"""Scoring a risk: history, register and proof are one."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from crisisdesk.errors import DomainError
from crisisdesk.tenancy import organization_scope
from risks.enums import AssessmentKind, RiskStatus
from risks.models import Risk, RiskAssessment
from risks.services.assessment import assess_risk
from tests.factories import Tenant, make_risk, make_tenant

SCORE: dict[str, Any] = {
    "likelihood": 4,
    "financial": 1,
    "reputation": 5,
    "brand_damage": 2,
    "reason": "Two cases in a week",
}


def test_the_current_score_moves_the_risk_and_its_impact_is_the_worst_axis(inside: Tenant) -> None:
    risk = make_risk(inside.brand)

    row = assess_risk(actor=inside.agent, risk=risk, kind="current", **SCORE, incident_number=57)

    risk.refresh_from_db()
    assert (risk.likelihood, risk.impact, risk.score, risk.assessed_at) == (4, 5, 20, row.at)
    assert (row.reason, row.incident_number, row.actor) == ("Two cases in a week", 57, inside.agent)
    entry = AuditEntry.objects.get(verb="risk.assessed")
    assert (entry.actor, entry.detail["before"], entry.detail["after"]) == (inside.agent, "3×3", "4×5")


@pytest.mark.parametrize("kind", [AssessmentKind.INHERENT, AssessmentKind.TARGET])
def test_other_views_are_kept_but_do_not_move_it(inside: Tenant, kind: str) -> None:
    risk = make_risk(inside.brand)

    assess_risk(actor=inside.agent, risk=risk, kind=kind, **SCORE)

    risk.refresh_from_db()
    assert (risk.likelihood, risk.impact) == (3, 3)
    assert RiskAssessment.objects.get().kind == kind


@pytest.mark.parametrize("figure", [0, 6, -1, 10**9])
def test_a_figure_outside_the_scale_is_refused_with_a_sentence(inside: Tenant, figure: int) -> None:
    risk = make_risk(inside.brand)

    with pytest.raises(DomainError, match="from 1 to 5"):
        assess_risk(actor=inside.agent, risk=risk, kind="current", **SCORE | {"financial": figure})

    assert not RiskAssessment.objects.exists()


def test_the_database_refuses_it_too(inside: Tenant) -> None:
    risk = make_risk(inside.brand)

    with pytest.raises(IntegrityError, match="risk_scores_from_1_to_5"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(likelihood=6)


def test_nobody_rewrites_the_history(inside: Tenant) -> None:
    assess_risk(actor=inside.agent, risk=make_risk(inside.brand), kind="current", **SCORE)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        RiskAssessment.objects.update(reason="It was always so")


def test_an_acceptance_ends_when_the_score_rises_above_what_was_accepted(inside: Tenant) -> None:
    until = timezone.localdate() + timedelta(days=30)
    risk = make_risk(inside.brand, status=RiskStatus.ACCEPTED, accepted_until=until)

    assess_risk(actor=inside.agent, risk=risk, kind="current", **SCORE | {"likelihood": 1, "reputation": 3})
    risk.refresh_from_db()
    assert (risk.status, risk.accepted_until) == (RiskStatus.ACCEPTED, until)

    assess_risk(actor=inside.agent, risk=risk, kind="current", **SCORE)
    risk.refresh_from_db()
    assert (risk.status, risk.accepted_until) == (RiskStatus.OPEN, None)


@pytest.mark.django_db(transaction=True)
def test_two_scores_at_once_leave_the_last_of_the_history_in_the_register() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand)
    start = threading.Barrier(2)

    def score(likelihood: int) -> None:
        try:
            start.wait()
            with organization_scope(tenant.id):
                assess_risk(actor=tenant.agent, risk=risk, kind="current", **SCORE | {"likelihood": likelihood})
        finally:
            connection.close()

    threads = [threading.Thread(target=score, args=(figure,)) for figure in (2, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with organization_scope(tenant.id):
        risk.refresh_from_db()
        last = RiskAssessment.objects.order_by("at", "pk").last()
    assert last
    assert risk.likelihood == last.likelihood
