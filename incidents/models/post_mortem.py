"""What was learned, and who changes what by when."""

import hashlib
from typing import Final

from django.db import models
from django.db.models import Q

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from incidents.enums import PostMortemStatus
from incidents.models.incident import Incident
from risks.models import Risk

WRITTEN: Final = ("summary", "went_well", "surprised", "differently", "factors", "no_action_reason")


class PostMortem(TenantModel):
    """One per incident. While it is a draft the desk writes in it; what was final once stays as a version."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="post_mortem", db_constraint=False)
    status = models.CharField(max_length=8, choices=PostMortemStatus, default=PostMortemStatus.DRAFT)
    summary = models.TextField(blank=True)
    impact_financial = models.PositiveSmallIntegerField(null=True, blank=True)
    impact_reputation = models.PositiveSmallIntegerField(null=True, blank=True)
    impact_brand_damage = models.PositiveSmallIntegerField(null=True, blank=True)
    went_well = models.TextField(blank=True)
    surprised = models.TextField(blank=True)
    differently = models.TextField(blank=True)
    factors = models.TextField(blank=True)  # contributing factors, not persons
    no_action_reason = models.TextField(blank=True)  # why nothing has to change, when there is no action
    risk_likelihood_before = models.PositiveSmallIntegerField(null=True)
    risk_impact_before = models.PositiveSmallIntegerField(null=True)
    risk_likelihood_after = models.PositiveSmallIntegerField(null=True)
    risk_impact_after = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)  # of the final that is being written, or was the last
    correction = models.TextField(blank=True)  # why a final was taken up again
    updated_at = models.DateTimeField(auto_now=True)
    finalized_at = models.DateTimeField(null=True)
    finalized_by = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="final")
                | Q(finalized_at__isnull=False, finalized_by__isnull=False) & ~Q(summary=""),
                name="post_mortem_final_is_signed",
            ),
            models.CheckConstraint(
                condition=(Q(impact_financial=None) | Q(impact_financial__range=(1, 5)))
                & (Q(impact_reputation=None) | Q(impact_reputation__range=(1, 5)))
                & (Q(impact_brand_damage=None) | Q(impact_brand_damage__range=(1, 5))),
                name="post_mortem_impact_from_1_to_5",
            ),
            SameOrganization("incident", name="post_mortem_incident_in_organization"),
            SameOrganization("finalized_by", name="post_mortem_finalized_by_in_organization"),
        ]

    @property
    def is_final(self) -> bool:
        return self.status == PostMortemStatus.FINAL

    def seen(self, section: str) -> str:
        """Which words of a section a person has before them: whoever saves over others is told."""
        return hashlib.sha256(str(getattr(self, section)).encode()).hexdigest()[:16]


class PostMortemVersion(TenantModel):
    """The document as it was signed, with its figures. A correction makes the next one."""

    append_only = True

    post_mortem = models.ForeignKey(PostMortem, on_delete=models.PROTECT, related_name="versions", db_constraint=False)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    correction = models.TextField(blank=True)
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "post_mortem", "version"], name="post_mortem_version_once"),
            SameOrganization("post_mortem", name="post_mortem_version_post_mortem_in_organization"),
            SameOrganization("actor", name="post_mortem_version_actor_in_organization"),
        ]


class CorrectiveActionQuerySet(models.QuerySet["CorrectiveAction"]):
    def for_member(self, member: Membership) -> "CorrectiveActionQuerySet":
        if not member.limited:
            return self
        return self.filter(post_mortem__incident__brand__in=Brand.objects.for_member(member))


class CorrectiveAction(TenantModel):
    post_mortem = models.ForeignKey(PostMortem, on_delete=models.CASCADE, related_name="actions", db_constraint=False)
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    due_on = models.DateField()
    risk = models.ForeignKey(
        Risk, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    changes = models.CharField(max_length=120, blank=True)  # and by how much; or a template, a query, a playbook
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    objects = TenantManager.from_queryset(CorrectiveActionQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="corrective_action_has_a_title"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="corrective_action_done_by_somebody",
            ),
            SameOrganization("post_mortem", name="corrective_action_post_mortem_in_organization"),
            SameOrganization("owner", name="corrective_action_owner_in_organization"),
            SameOrganization("risk", name="corrective_action_risk_in_organization"),
            SameOrganization("done_by", name="corrective_action_done_by_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "due_on"], name="corrective_action_due")]
