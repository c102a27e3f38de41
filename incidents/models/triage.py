"""Who decided what about a story, and how that was taken back."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from incidents.enums import Verdict
from mentions.models import Story


class TriageVerdictQuerySet(models.QuerySet["TriageVerdict"]):
    def for_member(self, member: Membership) -> "TriageVerdictQuerySet":
        return self.filter(story__brand__in=Brand.objects.for_member(member)) if member.limited else self

    def in_force(self) -> "TriageVerdictQuerySet":
        return self.filter(undone_at=None, superseded_at=None)


class TriageVerdict(TenantModel):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="verdicts", db_constraint=False)
    verdict = models.CharField(max_length=10, choices=Verdict)
    status_before = models.CharField(max_length=10)  # where undo puts the story back
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField()
    batch = models.UUIDField(default=uuid.uuid4)  # decided by one key, taken back by one key
    undone_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)  # a later verdict took its place

    objects = TenantManager.from_queryset(TriageVerdictQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "story"],
                condition=Q(undone_at=None, superseded_at=None),
                name="verdict_in_force_once",
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="verdict_known"),
            SameOrganization("story", name="verdict_story_in_organization"),
            SameOrganization("actor", name="verdict_actor_in_organization"),
        ]
        indexes = [
            models.Index(fields=["organization", "actor", "-at"], name="verdict_history"),
            models.Index(fields=["organization", "batch"], name="verdict_batch"),
            models.Index(fields=["organization", "-at"], name="verdict_newest"),
        ]
