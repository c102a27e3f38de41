"""Pre-written words by scenario, stage and language, with named slots."""

from django.db import models
from django.db.models import Q

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from playbooks.enums import Stage, TemplateStatus
from risks.models import RiskCategory


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
