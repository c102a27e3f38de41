"""What was handed in and waits to be read: stored before it is answered."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel
from crisisdesk.work import Work
from mentions.models.source import Source


class WebhookDelivery(Work):
    """The raw body of one signed request. The sender's message id makes a repeated delivery harmless."""

    task = "mentions.read_delivery"
    calls_itself = is_swept = False  # tenants take turns (services/fair_deliveries.py)

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="deliveries", db_constraint=False)
    message_id = models.CharField(max_length=255)
    body = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list)

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "source", "message_id"], name="delivery_once"),
            SameOrganization("source", name="delivery_source_in_organization"),
        ]
        indexes = [
            *Work.Meta.indexes,
            # Asked for all organizations: whose turn it is, and what is in flight.
            models.Index(fields=["organization", "id"], name="delivery_turns", condition=Q(state="waiting")),
            models.Index(fields=["organization"], name="delivery_in_flight", condition=Q(woken_at__isnull=False)),
        ]


class FileImport(Work):
    """An uploaded file, its mapping and how far it was read. It goes on at `rows_done` after any stop."""

    task = "mentions.import_file"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="imports", db_constraint=False)
    actor = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict)
    time_zone = models.CharField(max_length=64, default="UTC")
    confirmed_at = models.DateTimeField(null=True)  # until a person has confirmed the mapping nothing is read
    created_at = models.DateTimeField(auto_now_add=True)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            SameOrganization("source", name="file_import_source_in_organization"),
            SameOrganization("actor", name="file_import_actor_in_organization"),
        ]


class ImportRejection(TenantModel):
    """A row that is not a mention, and why not."""

    file_import = models.ForeignKey(
        FileImport, on_delete=models.CASCADE, related_name="rejections", db_constraint=False
    )
    row = models.PositiveIntegerField()
    reason = models.TextField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "file_import", "row"], name="import_rejection_once"),
            SameOrganization("file_import", name="import_rejection_import_in_organization"),
        ]
