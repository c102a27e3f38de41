"""The record of a handled event of any level; at levels 3 and 4 it is a crisis."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from incidents.enums import OPEN_INCIDENTS, IncidentKind, IncidentRole, IncidentStatus
from mentions.enums import Level
from mentions.models import Story
from risks.models import Risk


def _after(later: str, earlier: str) -> Q:
    """Times never go backwards; what has not happened has no time."""
    return Q(**{later: None}) | Q(**{earlier: None}) | Q(**{f"{later}__gte": F(earlier)})


class IncidentQuerySet(models.QuerySet["Incident"]):
    def for_member(self, member: Membership) -> "IncidentQuerySet":
        return self.filter(brand__in=Brand.objects.for_member(member)) if member.limited else self

    def active(self) -> "IncidentQuerySet":
        return self.filter(status__in=OPEN_INCIDENTS)

    def of_story(self, story: Story) -> "IncidentQuerySet":
        """The one that the story is part of, if any."""
        return self.filter(story_links__story=story, story_links__left_at=None)


class RoleHolderQuerySet(models.QuerySet["RoleHolder"]):
    def current(self) -> "RoleHolderQuerySet":
        return self.filter(ended_at=None)


class IncidentTaskQuerySet(models.QuerySet["IncidentTask"]):
    def open(self) -> "IncidentTaskQuerySet":
        return self.filter(done_at=None, skipped_reason="")


class Incident(TenantModel):
    number = models.PositiveIntegerField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="incidents", db_constraint=False)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=IncidentKind, default=IncidentKind.REAL)
    status = models.CharField(max_length=10, choices=IncidentStatus, default=IncidentStatus.DECLARED)
    level = models.PositiveSmallIntegerField(choices=Level)
    level_reason = models.TextField()
    lead = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    communications_lead = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    risk = models.ForeignKey(
        Risk, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents", db_constraint=False
    )
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    started_at = models.DateTimeField()  # T-zero: the first mention
    declared_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)  # the lead said: mine
    facts_at = models.DateTimeField(null=True)  # what is known and what is not was written down
    holding_at = models.DateTimeField(null=True)  # the holding statement went out
    meaningful_at = models.DateTimeField(null=True)  # the first statement with substance went out
    contained_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    reviewing_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_update_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_constraint=False
    )

    objects = TenantManager.from_queryset(IncidentQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="incident_number_once"),
            models.CheckConstraint(condition=Q(level__range=(0, 4)), name="incident_level_from_0_to_4"),
            models.CheckConstraint(condition=Q(status__in=IncidentStatus.values), name="incident_status_known"),
            models.CheckConstraint(condition=~Q(level_reason=""), name="incident_level_has_a_reason"),
            models.CheckConstraint(condition=~Q(title=""), name="incident_has_a_title"),
            models.CheckConstraint(
                condition=_after("declared_at", "started_at")
                & _after("acknowledged_at", "declared_at")
                & _after("facts_at", "declared_at")
                & _after("contained_at", "declared_at")
                & _after("resolved_at", "declared_at")
                & _after("resolved_at", "contained_at")
                & _after("reviewing_at", "resolved_at")
                & _after("closed_at", "reviewing_at"),
                name="incident_times_go_forward",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | ~Q(status="merged") & Q(merged_into=None),
                name="incident_merged_into_another",
            ),
            SameOrganization("brand", name="incident_brand_in_organization"),
            SameOrganization("lead", name="incident_lead_in_organization"),
            SameOrganization("communications_lead", name="incident_communications_lead_in_organization"),
            SameOrganization("risk", name="incident_risk_in_organization"),
            SameOrganization("opened_by", name="incident_opened_by_in_organization"),
            SameOrganization("merged_into", name="incident_merged_into_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "status", "-level", "-declared_at"], name="incident_board")]


class IncidentStory(TenantModel):
    """A story is the matter of one incident at a time. One that comes back after the end is the matter of the next."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="story_links", db_constraint=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="incident_links", db_constraint=False)
    linked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)  # it came back when the incident was over, or the incident was none

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "story"], condition=Q(left_at=None), name="incident_story_at_a_time"
            ),
            SameOrganization("incident", name="incident_story_incident_in_organization"),
            SameOrganization("story", name="incident_story_story_in_organization"),
            SameOrganization("linked_by", name="incident_story_linked_by_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "incident"], name="incident_story_of_incident")]


class RoleHolder(TenantModel):
    """Who holds a role since when, and when they said that they know. A change ends one row and begins another."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="holders", db_constraint=False)
    role = models.CharField(max_length=20, choices=IncidentRole)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    assigned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    assigned_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = TenantManager.from_queryset(RoleHolderQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "incident", "role"], condition=Q(ended_at=None), name="role_holder_once"
            ),
            models.CheckConstraint(condition=Q(role__in=IncidentRole.values), name="role_holder_role_known"),
            models.CheckConstraint(
                condition=_after("acknowledged_at", "assigned_at") & _after("ended_at", "assigned_at"),
                name="role_holder_times_go_forward",
            ),
            SameOrganization("incident", name="role_holder_incident_in_organization"),
            SameOrganization("member", name="role_holder_member_in_organization"),
            SameOrganization("assigned_by", name="role_holder_assigned_by_in_organization"),
        ]


class IncidentTask(TenantModel):
    """A step of the playbook on this incident's clock, or one that a person added."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="tasks", db_constraint=False)
    title = models.CharField(max_length=300)
    offset_minutes = models.PositiveIntegerField(null=True)  # T+; empty for tasks added by hand
    role = models.CharField(max_length=20, choices=IncidentRole, blank=True)
    assignee = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    skipped_reason = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = TenantManager.from_queryset(IncidentTaskQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="incident_task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(skipped_reason=""), name="incident_task_done_or_skipped"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="incident_task_has_a_title"),
            SameOrganization("incident", name="incident_task_incident_in_organization"),
            SameOrganization("assignee", name="incident_task_assignee_in_organization"),
            SameOrganization("done_by", name="incident_task_done_by_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "incident", "position"], name="incident_task_list")]
