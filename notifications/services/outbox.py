"""A message is a row in the transaction of its cause: no cause without it, none without the cause."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from crisisdesk.sealed import seal
from crisisdesk.work import WorkState, wake_on_commit
from notifications.models import Email


@transaction.atomic
def write_email(*, organization_id: int, key: str, to: str, subject: str, body: str, secret: str = "") -> Email:
    """The same key again is the same message: it is written, and sent, once."""
    email: Email
    email, _ = Email.objects.get_or_create(
        organization_id=organization_id,
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "secret": seal(secret) if secret else None,
        },
    )
    return email


@transaction.atomic
def send_again(*, actor: Membership, email: Email) -> None:
    """A person has looked at why it did not leave, and wants it tried once more from the beginning."""
    now = timezone.now()
    parked = Email.objects.filter(pk=email.pk, state=WorkState.PARKED)
    if not parked.update(state=WorkState.WAITING, due_at=now, attempts=0, reason="", finished_at=None, woken_at=now):
        raise StaleState
    wake_on_commit(email)
    record(actor=actor, verb="email.sent_again", target=email, email=email.to, title=email.subject)
