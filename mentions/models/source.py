"""Where mentions come from, and the standing order to fetch them."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import Across, TenantManager, TenantModel
from crisisdesk.work import Work
from mentions.enums import FETCHED_KINDS, SEARCHED_KINDS, SIGNING_IN_KINDS, SourceKind, SourceStatus


class SourceQuerySet(models.QuerySet["Source"]):
    def for_member(self, member: Membership) -> "SourceQuerySet":
        return self.filter(brand__in=Brand.objects.for_member(member)) if member.limited else self

    def with_brand_and_job(self) -> "SourceQuerySet":
        return self.select_related("brand", "job")

    def webhooks(self) -> "SourceQuerySet":
        return self.filter(kind=SourceKind.WEBHOOK)

    def signing_in(self) -> "SourceQuerySet":
        return self.filter(kind__in=SIGNING_IN_KINDS)

    def fetched(self) -> "SourceQuerySet":
        return self.filter(kind__in=FETCHED_KINDS)


class Source(TenantModel):
    across = Across.READ  # a webhook's address is looked up before the organization is known

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="sources", db_constraint=False)
    kind = models.CharField(max_length=12, choices=SourceKind)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=16, choices=SourceStatus, default=SourceStatus.ACTIVE)
    settings = models.JSONField(default=dict, blank=True)  # by kind: url; mapping; nothing secret
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the webhook's address
    secret = models.BinaryField(default=b"", blank=True)  # encrypted; never leaves the server after it was shown once
    secret_before = models.BinaryField(default=b"", blank=True)  # still accepted while the sender is being changed
    secret_before_until = models.DateTimeField(null=True, blank=True)
    session = models.BinaryField(default=b"", blank=True)  # sealed too: what a host gave for the secret
    cursor = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)  # why it is not healthy, in words
    failures = models.PositiveIntegerField(default=0)
    last_fetch_at = models.DateTimeField(null=True, blank=True)
    last_mention_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # up to then nothing is missing
    blind_since = models.DateTimeField(null=True, blank=True)  # it cannot be read, or is not, since then
    silent_since = models.DateTimeField(null=True, blank=True)  # it can be read, and tells far less than usual
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager.from_queryset(SourceQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "brand", "name"], name="source_name_once"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(condition=Q(status__in=SourceStatus.values), name="source_status_known"),
            SameOrganization("brand", name="source_brand_in_organization"),
        ]

    @property
    def is_fetched(self) -> bool:
        """Or handed in by somebody else."""
        return self.kind in FETCHED_KINDS

    @property
    def is_silent(self) -> bool:
        return self.silent_since is not None and self.status == SourceStatus.ACTIVE

    @property
    def signs_in(self) -> bool:
        return self.kind in SIGNING_IN_KINDS

    @property
    def searched_for(self) -> list[str]:
        """Words of the brand, for a kind that searches, unless it has words of its own."""
        is_search = self.kind in SEARCHED_KINDS and not self.settings.get("tags")
        return list(self.brand.words) if is_search else []


class FetchJob(Work):
    """The standing order of one source: never done, always due again."""

    task = "mentions.fetch"
    max_attempts = 1_000_000  # a source that fails is degraded and slowed down, not parked
    is_swept = False  # by a dispatcher of its own, which is fair (services/dispatching.py)

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="job", db_constraint=False)
    host = models.CharField(max_length=253, blank=True, default="")  # who is asked; empty: nobody outside
    at_once = models.PositiveSmallIntegerField(default=1)  # questions that the host may be asked side by side

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            SameOrganization("source", name="fetch_job_source_in_organization"),
        ]
        indexes = [
            *Work.Meta.indexes,
            # The dispatcher looks over all organizations: lane by lane, and at what is in flight.
            models.Index(
                fields=["host", "organization", "due_at"], name="fetch_job_lanes", condition=Q(state="waiting")
            ),
            models.Index(fields=["host", "due_at"], name="fetch_job_hosts", condition=Q(state="waiting")),
            models.Index(fields=["organization"], name="fetch_job_tenants", condition=Q(state="waiting")),
            models.Index(fields=["host"], name="fetch_job_in_flight", condition=Q(woken_at__isnull=False)),
        ]


class FetchVisit(TenantModel):
    """One visit to a source that brought something or failed; the last hundred are kept for whoever asks why."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="visits", db_constraint=False)
    at = models.DateTimeField()
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    failed = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints = [SameOrganization("source", name="fetch_visit_source_in_organization")]
        indexes = [models.Index(fields=["organization", "source", "-id"], name="fetch_visit_newest")]
