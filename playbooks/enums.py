"""States of responses and templates (docs/words.md §3)."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResponseStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    SENDING = "sending", pgettext_lazy("answer", "Sending")
    SENT = "sent", pgettext_lazy("answer", "Sent")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Unknown")
    FAILED = "failed", pgettext_lazy("answer", "Failed")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_RESPONSES: Final = (
    ResponseStatus.DRAFT,
    ResponseStatus.IN_REVIEW,
    ResponseStatus.CHANGES_REQUESTED,
    ResponseStatus.APPROVED,
    ResponseStatus.SENDING,
    ResponseStatus.UNKNOWN,
)
# Where somebody sits over the words. Submitted and approved ones are in nobody's hands: an edit takes them back.
HELD_RESPONSES: Final = (ResponseStatus.DRAFT, ResponseStatus.CHANGES_REQUESTED, ResponseStatus.FAILED)


class Stage(models.TextChoices):
    HOLDING = "holding", _("Holding statement")
    REPLY = "reply", _("Reply to a person")
    STATEMENT = "statement", _("Statement")
    UPDATE = "update", _("Update")
    CLOSING = "closing", _("Closing")


class TemplateStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    EXPIRED = "expired", _("Expired")


class ApprovalDecision(models.TextChoices):
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class DispatchOutcome(models.TextChoices):
    SENT = "sent", pgettext_lazy("answer", "Sent")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Unknown")
    FAILED = "failed", pgettext_lazy("answer", "Failed")
