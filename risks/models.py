"""The risk register: what may happen to a brand, how likely and how bad, and how that view changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from risks.enums import AssessmentKind, Cluster, RiskStatus


class RiskCategoryQuerySet(models.QuerySet["RiskCategory"]):
    def active(self) -> "RiskCategoryQuerySet":
        return self.filter(archived_at=None)


class RiskCategory(TenantModel):
    """A drawer of the register. Names stand in both languages, since clients read reports in theirs."""

    code = models.CharField(max_length=8)
    name_en = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120, blank=True)
    cluster = models.CharField(max_length=12, choices=Cluster, default=Cluster.PREVENTABLE)
    words = models.TextField(blank=True)  # starter words for the risks in it, one a line
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(RiskCategoryQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="risk_category_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name_en=""), name="risk_category_has_a_name"),
        ]

    @property
    def name(self) -> str:
        """In the reader's language, as far as it was written."""
        return (self.name_ru if get_language() == "ru" else "") or self.name_en


class RiskQuerySet(models.QuerySet["Risk"]):
    def for_member(self, member: Membership) -> "RiskQuerySet":
        return self.filter(brand__in=Brand.objects.for_member(member)) if member.limited else self

    def active(self) -> "RiskQuerySet":
        return self.exclude(status=RiskStatus.CLOSED)


class Risk(TenantModel):
    """A negative event that may happen to a brand. The last assessment of each kind stands in it too,
    written by the same service and transaction as the history, so that a register is one query.
    """

    number = models.PositiveIntegerField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="risks", db_constraint=False)
    category = models.ForeignKey(RiskCategory, on_delete=models.PROTECT, related_name="risks", db_constraint=False)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    treatment = models.TextField(blank=True)
    words = models.TextField(blank=True)  # detection words, one a line; the query language takes this place
    status = models.CharField(max_length=10, choices=RiskStatus, default=RiskStatus.OPEN)
    owner = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()  # overall: the maximum of the axes, never their mean
    score = models.GeneratedField(
        expression=models.F("likelihood") * models.F("impact"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    assessed_at = models.DateTimeField()
    accepted_until = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)  # grows with every edit: the second of two editors is told
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(RiskQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="risk_number_once"),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)), name="risk_scores_from_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(accepted_until__isnull=False), name="risk_acceptance_ends"
            ),
            models.CheckConstraint(condition=Q(status__in=RiskStatus.values), name="risk_status_known"),
            SameOrganization("brand", name="risk_brand_in_organization"),
            SameOrganization("category", name="risk_category_in_organization"),
            SameOrganization("owner", name="risk_owner_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "brand", "-score"], name="risk_register")]


class RiskAssessment(TenantModel):
    """One scoring by a person, with the reason. The history of a risk; never changed."""

    append_only = True

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="assessments", db_constraint=False)
    kind = models.CharField(max_length=10, choices=AssessmentKind, default=AssessmentKind.CURRENT)
    likelihood = models.PositiveSmallIntegerField()
    financial = models.PositiveSmallIntegerField()
    reputation = models.PositiveSmallIntegerField()
    brand_damage = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    incident_number = models.PositiveIntegerField(null=True)  # the incident whose post-mortem taught this
    actor = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    likelihood__range=(1, 5),
                    financial__range=(1, 5),
                    reputation__range=(1, 5),
                    brand_damage__range=(1, 5),
                ),
                name="risk_assessment_from_1_to_5",
            ),
            SameOrganization("risk", name="risk_assessment_risk_in_organization"),
            SameOrganization("actor", name="risk_assessment_actor_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "risk", "-at"], name="risk_assessment_history")]

    @property
    def impact(self) -> int:
        """The maximum of the three axes, never the mean (docs/words.md §5)."""
        return max(self.financial, self.reputation, self.brand_damage)
