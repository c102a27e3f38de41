"""What this app does when others say that something has happened; always inside their transaction."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import mail_due
from notifications.services.outbox import write_email


@receiver(mail_due)
def write(
    organization_id: int,
    key: str,
    to: str,
    subject: str,
    body: str,
    secret: str = "",
    **_: Any,  # noqa: ANN401 -- a signal's other words
) -> None:
    write_email(organization_id=organization_id, key=key, to=to, subject=subject, body=body, secret=secret)
