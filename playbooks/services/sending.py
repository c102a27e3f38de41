"""From approved words to proof that they left: once, or not at all, or honestly unknown.

Nothing here sends. A person copies the words, publishes them, and says what became of them;
a connector that publishes by itself takes the same steps in the same order.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.services.statements import note_statement
from playbooks.enums import ApprovalDecision, DispatchOutcome, ResponseStatus
from playbooks.models import Approval, Dispatch, Response
from playbooks.services.telling import tell_incident


@transaction.atomic
def begin_sending(*, actor: Membership, response: Response) -> Response:
    """From here on the words stand still, until somebody says what became of them."""
    row = _standing_at(response, ResponseStatus.APPROVED)
    approved = Approval.objects.filter(
        response=row, version=row.version, text_hash=row.text_hash, decision=ApprovalDecision.APPROVED
    )
    if not approved.exists():
        raise DomainError(_("These words are not approved. Submit them first."))
    Response.objects.filter(pk=row.pk).update(status=ResponseStatus.SENDING)
    record(actor=actor, verb="response.sending", target=row, version=row.version, text_hash=row.text_hash)
    return row


@transaction.atomic
def confirm_sent(*, actor: Membership, response: Response, address: str, proof: str) -> Dispatch:
    """It left, to this address, with this proof. The second to say so is told that it is known."""
    return _sent(actor, _standing_at(response, ResponseStatus.SENDING), address, proof)


@transaction.atomic
def report_unknown(*, actor: Membership, response: Response, proof: str = "") -> Dispatch:
    """We cannot know whether it left. It is never sent again by itself: a person settles it."""
    row = _standing_at(response, ResponseStatus.SENDING)
    return _outcome(actor, row, DispatchOutcome.UNKNOWN, "", proof)


@transaction.atomic
def report_failed(*, actor: Membership, response: Response, proof: str = "") -> Dispatch:
    """It did not leave. An edit brings it back to draft, and so to a new approval."""
    row = _standing_at(response, ResponseStatus.SENDING)
    return _outcome(actor, row, DispatchOutcome.FAILED, "", proof)


@transaction.atomic
def settle_unknown(
    *, actor: Membership, response: Response, sent: bool, address: str = "", proof: str = ""
) -> Dispatch:
    """Somebody has looked: it is out there, or it is not."""
    row = _standing_at(response, ResponseStatus.UNKNOWN)
    if sent:
        return _sent(actor, row, address, proof)
    return _outcome(actor, row, DispatchOutcome.FAILED, "", proof)


def _standing_at(response: Response, status: ResponseStatus) -> Response:
    """The locked row: whoever comes second waits here and then finds that it has moved on."""
    row: Response = Response.objects.select_for_update().get(pk=response.pk)
    if row.status != status:
        raise StaleState(_elsewhere(row))
    return row


def _elsewhere(row: Response) -> str | None:
    if row.status == ResponseStatus.SENT:
        return _("This answer was sent already. Nothing went out twice.")
    if row.status == ResponseStatus.SENDING:
        return _("Somebody is sending this answer right now.")
    return None


def _sent(actor: Membership, row: Response, address: str, proof: str) -> Dispatch:
    if not address.strip():
        raise DomainError(_("Enter the address where the answer can be seen."))
    if not proof.strip():
        raise DomainError(_("Say how you know that it went out."))
    dispatch = _outcome(actor, row, DispatchOutcome.SENT, address.strip(), proof.strip())
    if row.incident is not None:
        note_statement(actor=actor, incident=row.incident, stage=row.stage, at=dispatch.at)
    return dispatch


def _outcome(actor: Membership, row: Response, outcome: DispatchOutcome, address: str, proof: str) -> Dispatch:
    sent_at = timezone.now() if outcome == DispatchOutcome.SENT else None
    Response.objects.filter(pk=row.pk).update(status=outcome.value, sent_at=sent_at)
    try:
        with transaction.atomic():
            dispatch: Dispatch = Dispatch.objects.create(
                organization_id=row.organization_id,
                response=row,
                version=row.version,
                text_hash=row.text_hash,
                outcome=outcome,
                address=address,
                proof=proof,
                actor=actor,
            )
    except IntegrityError:
        raise StaleState(_("This answer was sent already. Nothing went out twice.")) from None
    record(actor=actor, verb=f"response.{outcome}", target=row, version=row.version, address=address)
    tell_incident(actor=actor, response=row, event=outcome.value, text=row.text if sent_at else "", address=address)
    return dispatch
