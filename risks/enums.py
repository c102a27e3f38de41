"""Scales, bands and states of risks. Figures and words are those of docs/words.md §5."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class RiskStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    TREATING = "treating", _("In treatment")
    ACCEPTED = "accepted", _("Accepted")
    CLOSED = "closed", _("Closed")


ALLOWED_MOVES: Final[dict[str, frozenset[str]]] = {
    RiskStatus.DRAFT: frozenset({RiskStatus.OPEN, RiskStatus.CLOSED}),
    RiskStatus.OPEN: frozenset({RiskStatus.TREATING, RiskStatus.ACCEPTED, RiskStatus.CLOSED}),
    RiskStatus.TREATING: frozenset({RiskStatus.OPEN, RiskStatus.ACCEPTED, RiskStatus.CLOSED}),
    RiskStatus.ACCEPTED: frozenset({RiskStatus.OPEN, RiskStatus.TREATING, RiskStatus.CLOSED}),
    RiskStatus.CLOSED: frozenset({RiskStatus.OPEN}),
}


class AssessmentKind(models.TextChoices):
    INHERENT = "inherent", _("Inherent")
    CURRENT = "current", _("Current")
    TARGET = "target", _("Target")


class Band(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class Cluster(models.TextChoices):
    """The clusters of crises of Coombs' situational theory (2007)."""

    VICTIM = "victim", _("Victim")
    ACCIDENTAL = "accidental", _("Accidental")
    PREVENTABLE = "preventable", _("Preventable")
