"""Scoring a risk: the history and the figure in the register are written together or not at all."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError
from risks.enums import AssessmentKind, RiskStatus
from risks.models import Risk, RiskAssessment
from risks.queries.scales import STEPS


@transaction.atomic
def assess_risk(
    *,
    actor: Membership,
    risk: Risk,
    kind: str,
    likelihood: int,
    financial: int,
    reputation: int,
    brand_damage: int,
    reason: str,
    incident_number: int | None = None,
) -> RiskAssessment:
    """Keep this view of the risk. Only the current one moves it in the register and on the matrix."""
    if any(figure not in STEPS for figure in (likelihood, financial, reputation, brand_damage)):
        raise DomainError(_("Every score is a figure from 1 to 5."))
    row = Risk.objects.select_for_update().get(pk=risk.pk)  # the register must show the last row of the history
    assessment: RiskAssessment = RiskAssessment.objects.create(
        organization_id=row.organization_id,
        risk=row,
        kind=kind,
        likelihood=likelihood,
        financial=financial,
        reputation=reputation,
        brand_damage=brand_damage,
        reason=reason,
        incident_number=incident_number,
        actor=actor,
        at=timezone.now(),
    )
    if kind == AssessmentKind.CURRENT:
        _move_in_register(row, assessment)
    _prove(actor, row, assessment)
    return assessment


def _prove(actor: Membership, before: Risk, assessment: RiskAssessment) -> None:
    record(
        actor=actor,
        verb="risk.assessed",
        target=before,
        kind=assessment.kind,
        before=f"{before.likelihood}×{before.impact}",
        after=f"{assessment.likelihood}×{assessment.impact}",
        incident=assessment.incident_number,
    )


def _move_in_register(risk: Risk, assessment: RiskAssessment) -> None:
    """An acceptance was given for the score of its day: a higher one opens the risk again."""
    fields: dict[str, object] = {
        "likelihood": assessment.likelihood,
        "impact": assessment.impact,
        "assessed_at": assessment.at,
    }
    if risk.status == RiskStatus.ACCEPTED and assessment.likelihood * assessment.impact > risk.score:
        fields |= {"status": RiskStatus.OPEN, "accepted_until": None}
    Risk.objects.filter(pk=risk.pk).update(**fields)
