"""The procedure of a scenario: steps with their T+ offset, role and level."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel
from incidents.enums import IncidentRole
from risks.models import RiskCategory


class Playbook(TenantModel):
    """Without a category it is the organization's default."""

    name = models.CharField(max_length=120)
    category = models.ForeignKey(
        RiskCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    revision = models.PositiveIntegerField(default=1)  # grows with every edit: the second of two editors is told
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="playbook_name_once"),
            models.UniqueConstraint(fields=["organization"], condition=Q(category=None), name="playbook_default_once"),
            SameOrganization("category", name="playbook_category_in_organization"),
        ]


class PlaybookStep(TenantModel):
    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="steps", db_constraint=False)
    offset_minutes = models.PositiveIntegerField()
    title_en = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=20, choices=IncidentRole, blank=True)
    min_level = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(min_level__range=(0, 4)), name="playbook_step_level_from_0_to_4"),
            SameOrganization("playbook", name="playbook_step_playbook_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "playbook", "position"], name="playbook_step_list")]

    @property
    def titles(self) -> tuple[str, str]:
        return self.title_en, self.title_ru

    @property
    def title(self) -> str:
        """In the reader's language, as far as it was written."""
        return (self.title_ru if get_language() == "ru" else "") or self.title_en
