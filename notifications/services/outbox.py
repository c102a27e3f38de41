"""A message is a row in the transaction of its cause: no cause without it, none without the cause."""

from django.db import transaction

from crisisdesk.sealed import seal
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
