"""Handing a message to the mail server.

A server that refuses is asked again later, one that refuses for good is not. When the line breaks after
the message was offered, nobody can know whether it was taken: it is offered again, because silence is
worse than a double, under the same Message-ID, by which receivers drop doubles. The row and the log say so.
"""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from crisisdesk.sealed import unseal
from crisisdesk.work import GiveUp, Lease, TryAgain
from notifications.models import Email

logger = logging.getLogger(__name__)
FOR_GOOD: Final = 500
SECRET: Final = "{secret}"  # noqa: S105 -- the place of one, not one


def deliver_email(lease: Lease) -> None:
    with _line() as connection:
        email = _offer(lease)
        try:
            connection.send_messages([_message(email)])
        except smtplib.SMTPRecipientsRefused as refusal:
            _take_back(lease)
            code, words = next(iter(refusal.recipients.values()))
            raise _refused(code, words) from refusal
        except smtplib.SMTPResponseException as refusal:
            _take_back(lease)
            raise _refused(refusal.smtp_code, refusal.smtp_error) from refusal
        except (OSError, smtplib.SMTPServerDisconnected) as broken:
            raise TryAgain(f"The line broke, and nobody knows whether it was taken: {broken}") from broken
    with lease.effect():
        Email.objects.filter(pk=lease.pk).update(sent_at=timezone.now(), offered_at=None, secret=None)


@contextmanager
def _line() -> Iterator[BaseEmailBackend]:
    """Open before anything is offered, so that what fails later failed while the message was in the air."""
    connection = get_connection()
    try:
        connection.open()
        if isinstance(line := getattr(connection, "connection", None), smtplib.SMTP):
            line.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as away:
        raise TryAgain(f"The mail server is away: {away}") from away
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):  # a rude goodbye changes nothing
            connection.close()


def message_id(organization_id: int, key: str) -> str:
    """The same for each attempt, and telling nothing."""
    digest = sha256(f"{organization_id}:{key}".encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _offer(lease: Lease) -> Email:
    with lease.step():
        email: Email = Email.objects.get(pk=lease.pk)
        unsure = email.offered_at is not None
        if unsure:
            logger.warning("E-mail %s of organization %s may arrive twice", email.pk, email.organization_id)
        Email.objects.filter(pk=lease.pk).update(offered_at=timezone.now(), may_be_double=unsure or email.may_be_double)
    return email


def _take_back(lease: Lease) -> None:
    """The server said no, so this time it was certainly not taken."""
    with lease.step():
        Email.objects.filter(pk=lease.pk).update(offered_at=None)


def _message(email: Email) -> EmailMessage:
    body = email.body.replace(SECRET, unseal(email.secret)) if email.secret else email.body
    headers = {"Message-ID": message_id(email.organization_id, email.key), "Auto-Submitted": "auto-generated"}
    return EmailMessage(email.subject, body, to=[email.to], headers=headers)


def _refused(code: int, words: bytes | str) -> Exception:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    sentence = f"The mail server refused it: {code} {said}"
    return GiveUp(sentence) if code >= FOR_GOOD else TryAgain(sentence)
