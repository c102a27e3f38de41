"""Text going out in a brand's name: its versions, who approved exactly which words, and proof of sending."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from incidents.models import Incident
from mentions.models import Mention, Story
from playbooks.enums import OPEN_RESPONSES, ApprovalDecision, DispatchOutcome, ResponseStatus, Stage
from playbooks.models.bound import BoundTo, TextHash


class ResponseQuerySet(models.QuerySet["Response"]):
    def for_member(self, member: Membership) -> "ResponseQuerySet":
        return self.filter(brand__in=Brand.objects.for_member(member)) if member.limited else self

    def open(self) -> "ResponseQuerySet":
        return self.filter(status__in=OPEN_RESPONSES)


class Response(TenantModel):
    """An answer to one mention, or a statement. A mention has one open answer of a brand at most."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    mention = models.ForeignKey(Mention, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    story = models.ForeignKey(Story, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="responses", db_constraint=False
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.REPLY)
    channel = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")
    text = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64, blank=True)  # sha256 of the exact text, hex
    version = models.PositiveIntegerField(default=1)  # which submission: v1, v2; an edit afterwards begins the next
    revision = models.PositiveIntegerField(default=1)  # grows with every edit: the second of two editors is told
    status = models.CharField(max_length=18, choices=ResponseStatus, default=ResponseStatus.DRAFT)
    # Whose words these are: the last person who changed them. Somebody else approves.
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    author_since = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(ResponseQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "mention", "brand"],
                condition=Q(
                    status__in=["draft", "in_review", "changes_requested", "approved", "sending", "unknown"],
                    mention__isnull=False,
                ),
                name="response_open_once",
            ),
            models.CheckConstraint(condition=Q(status__in=ResponseStatus.values), name="response_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | ~Q(text="") & ~Q(text_hash=""),
                name="response_beyond_draft_has_words",
            ),
            models.CheckConstraint(
                condition=Q(text_hash="") | Q(text_hash=TextHash("text")), name="response_hash_is_of_its_text"
            ),
            models.CheckConstraint(condition=~Q(status="sent") | Q(sent_at__isnull=False), name="response_sent_when"),
            SameOrganization("brand", name="response_brand_in_organization"),
            SameOrganization("mention", name="response_mention_in_organization"),
            SameOrganization("story", name="response_story_in_organization"),
            SameOrganization("incident", name="response_incident_in_organization"),
            SameOrganization("author", name="response_author_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "status", "submitted_at"], name="response_waiting")]

    @property
    def is_untouched(self) -> bool:
        """Begun, and nobody has typed yet."""
        return self.revision == 1 and not self.text


class ResponseVersion(TenantModel):
    """The exact words as they were submitted."""

    append_only = True

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="versions", db_constraint=False)
    version = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "response", "version"], name="response_version_once"),
            models.CheckConstraint(
                condition=Q(text_hash=TextHash("text")) & ~Q(text=""), name="response_version_hash_is_of_its_text"
            ),
            SameOrganization("response", name="response_version_response_in_organization"),
            SameOrganization("author", name="response_version_author_in_organization"),
        ]


class Approval(TenantModel):
    """Sign-off bound to the hash of the exact text. Nobody decides about their own words."""

    append_only = True

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="approvals", db_constraint=False)
    version = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    decision = models.CharField(max_length=8, choices=ApprovalDecision)
    note = models.TextField(blank=True)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(actor=F("author")), name="approval_by_another_person"),
            models.CheckConstraint(condition=Q(decision="approved") | ~Q(note=""), name="approval_return_says_why"),
            models.UniqueConstraint(fields=["organization", "response", "version"], name="approval_once_a_version"),
            BoundTo(
                "playbooks.ResponseVersion",
                ("organization", "response", "version", "text_hash", "author"),
                name="approval_of_submitted_words",
            ),
            SameOrganization("response", name="approval_response_in_organization"),
            SameOrganization("author", name="approval_author_in_organization"),
            SameOrganization("actor", name="approval_actor_in_organization"),
        ]


class Dispatch(TenantModel):
    """These words left, to this address, with this proof."""

    append_only = True

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="dispatches", db_constraint=False)
    version = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    # Always "approved": the column exists so that the database finds the approval of exactly these words.
    decision = models.CharField(max_length=8, choices=ApprovalDecision, default=ApprovalDecision.APPROVED)
    outcome = models.CharField(max_length=8, choices=DispatchOutcome)
    address = models.TextField(blank=True)
    proof = models.TextField(blank=True)
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "response"], condition=Q(outcome="sent"), name="dispatch_sent_once"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="sent") | ~Q(address="") & ~Q(proof=""), name="dispatch_sent_has_proof"
            ),
            models.CheckConstraint(condition=Q(decision="approved"), name="dispatch_of_an_approval"),
            BoundTo(
                "playbooks.Approval",
                ("organization", "response", "version", "text_hash", "decision"),
                name="dispatch_of_approved_words",
            ),
            SameOrganization("response", name="dispatch_response_in_organization"),
            SameOrganization("actor", name="dispatch_actor_in_organization"),
        ]


class KeptWords(TenantModel):
    """What somebody wrote and others' words took the place of: a colleague went on, or was faster. Never lost."""

    append_only = True

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="kept_words", db_constraint=False)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "response", "author", "text_hash"], name="kept_words_of_one_author_once"
            ),
            models.CheckConstraint(
                condition=Q(text_hash=TextHash("text")) & ~Q(text=""), name="kept_words_hash_is_of_its_text"
            ),
            SameOrganization("response", name="kept_words_response_in_organization"),
            SameOrganization("author", name="kept_words_author_in_organization"),
        ]
