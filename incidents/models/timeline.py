"""The story of an incident, append-only."""

from django.db import models

from accounts.models import Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel
from incidents.enums import EntryKind
from incidents.models.incident import Incident


class TimelineEntry(TenantModel):
    """Automatic entries keep figures in `detail` and are put into words in the reader's language."""

    append_only = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="timeline", db_constraint=False)
    kind = models.CharField(max_length=12, choices=EntryKind)
    text = models.TextField(blank=True)  # a person's own words
    detail = models.JSONField(default=dict)
    actor = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)  # later than happened_at: entered afterwards

    class Meta(TenantModel.Meta):
        constraints = [
            SameOrganization("incident", name="timeline_incident_in_organization"),
            SameOrganization("actor", name="timeline_actor_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "incident", "-happened_at", "-id"], name="timeline_newest")]


class TimelinePin(TenantModel):
    """This entry belongs into the post-mortem."""

    entry = models.OneToOneField(TimelineEntry, on_delete=models.CASCADE, related_name="pin", db_constraint=False)
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            SameOrganization("entry", name="timeline_pin_entry_in_organization"),
            SameOrganization("actor", name="timeline_pin_actor_in_organization"),
        ]
