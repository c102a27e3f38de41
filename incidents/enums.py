"""States, roles and clocks of incidents; figures are those of docs/words.md §3 and §4."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """The five quick decisions about a story, in the order of their keys 1 to 5."""

    NOISE = "noise", _("Noise")
    NO_ACTION = "no_action", _("No action")
    WATCH = "watch", _("Watch")
    REPLY = "reply", _("Reply")
    INCIDENT = "incident", _("Incident")


class IncidentStatus(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    DECLARED = "declared", _("Declared")
    CONTAINED = "contained", _("Contained")
    RESOLVED = "resolved", _("Resolved")
    REVIEWING = "reviewing", _("Reviewing")
    CLOSED = "closed", _("Closed")
    DISMISSED = "dismissed", _("Dismissed")
    MERGED = "merged", _("Merged")


OPEN_INCIDENTS: Final = (
    IncidentStatus.CANDIDATE,
    IncidentStatus.DECLARED,
    IncidentStatus.CONTAINED,
    IncidentStatus.RESOLVED,
    IncidentStatus.REVIEWING,
)
BURNING_INCIDENTS: Final = (IncidentStatus.DECLARED, IncidentStatus.CONTAINED)
CRISIS_FROM: Final = 3  # at these levels an incident is a crisis
# Moving back is allowed and recorded; closed, dismissed and merged are ends.
ALLOWED_MOVES: Final[dict[str, frozenset[str]]] = {
    IncidentStatus.CANDIDATE: frozenset({IncidentStatus.DECLARED, IncidentStatus.DISMISSED, IncidentStatus.MERGED}),
    IncidentStatus.DECLARED: frozenset({IncidentStatus.CONTAINED, IncidentStatus.RESOLVED, IncidentStatus.MERGED}),
    IncidentStatus.CONTAINED: frozenset({IncidentStatus.DECLARED, IncidentStatus.RESOLVED, IncidentStatus.MERGED}),
    IncidentStatus.RESOLVED: frozenset({IncidentStatus.DECLARED, IncidentStatus.REVIEWING, IncidentStatus.MERGED}),
    IncidentStatus.REVIEWING: frozenset({IncidentStatus.DECLARED, IncidentStatus.CLOSED}),
    IncidentStatus.CLOSED: frozenset(),
    IncidentStatus.DISMISSED: frozenset(),
    IncidentStatus.MERGED: frozenset(),
}


class IncidentKind(models.TextChoices):
    REAL = "real", _("Real")
    DRILL = "drill", _("Drill")
    BACKFILLED = "backfilled", _("Entered afterwards")


class IncidentRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    COMMUNICATIONS_LEAD = "communications_lead", _("Communications lead")
    SOCIAL_LEAD = "social_lead", _("Social lead")
    LEGAL = "legal", _("Legal")
    SCRIBE = "scribe", _("Scribe")
    EXECUTIVE_SPONSOR = "executive_sponsor", _("Executive sponsor")
    LIAISON = "liaison", _("Liaison")


class EntryKind(models.TextChoices):
    OPENED = "opened", _("Opened")
    STATUS = "status", _("Status")
    LEVEL = "level", _("Level")
    ROLE = "role", _("Role")
    STORY = "story", _("Story")
    TASK = "task", _("Task")
    UPDATE = "update", _("Update")
    NOTE = "note", _("Note")
    RESPONSE = "response", _("Response")
    RISK = "risk", _("Risk")
    POST_MORTEM = "post_mortem", _("Post-mortem")


class PostMortemStatus(models.TextChoices):
    HOT_WASH = "hot_wash", _("Hot wash")
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")
