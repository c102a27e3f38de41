"""Pre-written words by scenario, stage and language, with named slots."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from playbooks.enums import Stage, TemplateStatus
from risks.models import RiskCategory


class BrandVoice(TenantModel):
    """What a brand never says."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    banned_words = ArrayField(models.CharField(max_length=100), default=list, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "brand"], name="brand_voice_once"),
            SameOrganization("brand", name="brand_voice_brand_in_organization"),
        ]


class ResponseTemplateQuerySet(models.QuerySet["ResponseTemplate"]):
    def for_member(self, member: Membership) -> "ResponseTemplateQuerySet":
        if not member.limited:
            return self
        return self.filter(Q(brand=None) | Q(brand__in=Brand.objects.for_member(member)))


class ResponseTemplate(TenantModel):
    name = models.CharField(max_length=120)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.REPLY)
    category = models.ForeignKey(
        RiskCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    status = models.CharField(max_length=8, choices=TemplateStatus, default=TemplateStatus.DRAFT)
    # Whose words these are: the last person who changed them; empty for the starters. Somebody else approves.
    author = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    revision = models.PositiveIntegerField(default=1)  # grows with every edit: the second of two editors is told
    approved_by = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(ResponseTemplateQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="response_template_name_once"),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="response_template_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(author=None) | Q(approved_by=None) | ~Q(approved_by=F("author")),
                name="response_template_approved_by_another",
            ),
            SameOrganization("author", name="response_template_author_in_organization"),
            SameOrganization("category", name="response_template_category_in_organization"),
            SameOrganization("brand", name="response_template_brand_in_organization"),
            SameOrganization("approved_by", name="response_template_approved_by_in_organization"),
        ]


class ResponseTemplateText(TenantModel):
    template = models.ForeignKey(ResponseTemplate, on_delete=models.CASCADE, related_name="texts", db_constraint=False)
    language = models.CharField(max_length=5)
    text = models.TextField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "template", "language"], name="response_template_language_once"
            ),
            SameOrganization("template", name="response_template_text_template_in_organization"),
        ]
