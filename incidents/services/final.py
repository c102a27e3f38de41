"""Signing a post-mortem: the version is kept as it is, the risk learns from it, the incident may end."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.frozen import freeze
from incidents.enums import EntryKind, IncidentStatus, PostMortemStatus
from incidents.models import Incident, PostMortem, PostMortemVersion
from incidents.queries.post_mortem import Document, fingerprint, read_document
from incidents.services.post_mortem import draft_of
from incidents.services.status import move_incident
from incidents.services.timeline import record_entry
from risks.enums import AssessmentKind
from risks.models import Risk
from risks.services.assessment import assess_risk


@dataclass(frozen=True)
class RiskScore:
    """How likely and how bad the risk is held to be from now on, and why."""

    likelihood: int
    financial: int
    reputation: int
    brand_damage: int
    reason: str

    @property
    def impact(self) -> int:
        return max(self.financial, self.reputation, self.brand_damage)


@transaction.atomic
def finalize(
    *,
    actor: Membership,
    post_mortem: PostMortem,
    seen: str,
    score: RiskScore | None,
    close: bool,
    tasks_may_stay_open: bool = False,
) -> PostMortemVersion:
    """`seen` is the fingerprint of the document that the person read: nobody signs what they have not seen."""
    row = draft_of(post_mortem)
    incident = Incident.objects.select_related("brand", "risk").select_for_update(of=("self",)).get(pk=row.incident_id)
    document = read_document(row, incident)
    _check(document, incident, score)
    if fingerprint(document) != seen:
        raise StaleState(_("Somebody changed this post-mortem while you were reading. Read it again, then sign."))
    if score and incident.risk:
        _rescore(actor, row, incident, incident.risk, score)
    signed: dict[str, object] = {"finalized_at": timezone.now(), "finalized_by": actor}
    PostMortem.objects.filter(pk=row.pk).update(status=PostMortemStatus.FINAL, updated_at=timezone.now(), **signed)
    version = _keep(actor, PostMortem.objects.get(pk=row.pk), incident)
    if close and incident.status == IncidentStatus.REVIEWING:
        way = {"seen": IncidentStatus.REVIEWING.value, "to": IncidentStatus.CLOSED.value}
        move_incident(actor=actor, incident=incident, confirmed=tasks_may_stay_open, **way)
    return version


def _check(document: Document, incident: Incident, score: RiskScore | None) -> None:
    if incident.status not in {IncidentStatus.REVIEWING, IncidentStatus.CLOSED}:
        raise DomainError(_("The incident was opened again. Resolve it before you sign its post-mortem."))
    if document.lacks_summary:
        raise DomainError(_("Write the summary first."))
    if document.lacks_action:
        raise DomainError(_("Add one corrective action, or say why none is needed."))
    if document.risk and score is None:
        raise DomainError(_("Score the risk again: this is what the incident has taught."))


def _rescore(actor: Membership, row: PostMortem, incident: Incident, risk: Risk, score: RiskScore) -> None:
    """In the same transaction: a signed post-mortem and the history of its risk never disagree."""
    standing = Risk.objects.select_for_update().get(pk=risk.pk)
    PostMortem.objects.filter(pk=row.pk).update(
        risk_likelihood_before=row.risk_likelihood_before or standing.likelihood,
        risk_impact_before=row.risk_impact_before or standing.impact,
        risk_likelihood_after=score.likelihood,
        risk_impact_after=score.impact,
    )
    if row.version > 1 and (standing.likelihood, standing.impact) == (score.likelihood, score.impact):
        return  # a correction of words alone teaches the risk nothing new
    detail = {
        "event": "rescored",
        "number": risk.number,
        "title": risk.title,
        "before": [standing.likelihood, standing.impact],
        "after": [score.likelihood, score.impact],
    }
    assess_risk(actor=actor, risk=risk, kind=AssessmentKind.CURRENT, incident_number=incident.number, **vars(score))
    record_entry(incident=incident, kind=EntryKind.RISK, actor=actor, detail=detail)


def _keep(actor: Membership, row: PostMortem, incident: Incident) -> PostMortemVersion:
    version: PostMortemVersion = PostMortemVersion.objects.create(
        organization_id=row.organization_id,
        post_mortem=row,
        version=row.version,
        content=freeze(read_document(row, incident)),
        correction=row.correction,
        actor=actor,
        at=row.finalized_at,
    )
    detail = {"event": "final", "version": row.version}
    record_entry(incident=incident, kind=EntryKind.POST_MORTEM, actor=actor, detail=detail)
    record(actor=actor, verb="post_mortem.final", target=row, incident=incident.number, version=row.version)
    return version
