"""Sign-off, bound to the hash of the exact text. Nobody decides about their own words."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import APPROVERS
from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from playbooks.enums import ApprovalDecision, ResponseStatus
from playbooks.models import Approval, Response
from playbooks.queries.authorship import written_by
from playbooks.services.notices import tell_author
from playbooks.services.telling import tell_incident


@transaction.atomic
def approve_response(*, actor: Membership, response: Response, text_hash: str, note: str = "") -> Approval:
    """`text_hash` is of the words that the approver has read; any edit since then makes it another text."""
    approval = _decide(actor, response, text_hash, ApprovalDecision.APPROVED, note)
    tell_incident(actor=actor, response=response, event="approved", note=note)
    return approval


@transaction.atomic
def return_response(*, actor: Membership, response: Response, text_hash: str, note: str) -> Approval:
    """A return without a reason helps nobody, so the note is required."""
    if not note.strip():
        raise DomainError(_("Say what has to change."))
    approval = _decide(actor, response, text_hash, ApprovalDecision.RETURNED, note)
    tell_incident(actor=actor, response=response, event="returned", note=note)
    return approval


def _decide(actor: Membership, response: Response, text_hash: str, decision: ApprovalDecision, note: str) -> Approval:
    if actor.role not in APPROVERS:
        raise DomainError(_("Approvers decide about answers. Ask one of them."))
    row = Response.objects.select_for_update().get(pk=response.pk)
    if Response.objects.filter(written_by(actor), pk=row.pk).exists():
        raise DomainError(_("These are your own words. Somebody else has to approve them."))
    if row.status != ResponseStatus.IN_REVIEW:
        raise StaleState(_("This answer does not wait for approval any more. Look at it again."))
    if row.text_hash != text_hash:
        raise StaleState(_("The text was changed after you opened it. Read it again before you decide."))
    approved = decision == ApprovalDecision.APPROVED
    Response.objects.filter(pk=row.pk).update(
        status=ResponseStatus.APPROVED if approved else ResponseStatus.CHANGES_REQUESTED
    )
    approval: Approval = Approval.objects.create(
        organization_id=row.organization_id,
        response=row,
        version=row.version,
        text_hash=row.text_hash,
        decision=decision,
        note=note.strip(),
        author_id=row.author_id,
        actor=actor,
    )
    record(actor=actor, verb=f"response.{decision}", target=row, version=row.version, text_hash=row.text_hash)
    tell_author(approval=approval, response=row)
    return approval
