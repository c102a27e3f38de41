"""The proof of who did what, and the numbers people call things by."""

from django.db import models

from accounts.models.organization import Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel


class AuditEntry(TenantModel):
    """Nobody changes it, neither a service nor the owner of the table."""

    append_only = True

    # No CASCADE, no SET_NULL: both would have to change a proof. Empty: the system, or an operator's command.
    actor = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [SameOrganization("actor", name="audit_entry_actor_in_organization")]
        indexes = [models.Index(fields=["organization", "-at"], name="audit_entry_newest")]


class Counter(TenantModel):
    """The last number given, by kind: incidents and risks are called by a number within their organization."""

    kind = models.CharField(max_length=30)
    value = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="counter_once")]


class Draft(TenantModel):
    """Words that a person is typing somewhere: kept on the server until the form is sent."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    key = models.CharField(max_length=120)  # which field of which page, such as "incident:57:update"
    text = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "key"], name="draft_once"),
            SameOrganization("member", name="draft_member_in_organization"),
        ]
