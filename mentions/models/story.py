"""Near-duplicates of one brand grouped: the unit of triage. And how many mentions came when."""

from datetime import UTC, datetime
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Brand, Membership
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantManager, TenantModel
from mentions.enums import WAITING_STORIES, Level, StoryStatus
from mentions.models.mention import Mention

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)  # in the order of clocks: after every promise
DUE_ORDER: Final = Coalesce("due_at", Value(NEVER))  # spelled here alone: an index is used for its own words only


def vacant() -> Q:
    """Of stories: nobody's, or of somebody who does not work for the brand any more."""
    holder = Membership.objects.at_desk_of(OuterRef("brand")).filter(pk=OuterRef("owner"))
    return Q(owner=None) | Q(~Exists(holder))


def free_for(member: Membership) -> Q:
    """Of stories: nobody else has taken them."""
    return Q(owner=member) | vacant()


class StoryQuerySet(models.QuerySet["Story"]):
    def for_member(self, member: Membership) -> "StoryQuerySet":
        return self.filter(brand__in=Brand.objects.for_member(member)) if member.limited else self

    def waiting(self) -> "StoryQuerySet":
        return self.filter(status__in=WAITING_STORIES)

    def free_for(self, member: Membership) -> "StoryQuerySet":
        return self.filter(free_for(member))

    def with_due_order(self) -> "StoryQuerySet":
        return self.annotate(due_order=DUE_ORDER)


class Story(TenantModel):
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="stories", db_constraint=False)
    lead = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=StoryStatus, default=StoryStatus.NEW)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.COMMENT)
    level_reasons = models.JSONField(default=list, blank=True)  # the criteria that hold, with their figures
    owner = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    owned_at = models.DateTimeField(null=True, blank=True)
    mentions_count = models.PositiveIntegerField(default=0)
    negative_count = models.PositiveIntegerField(default=0)
    authors_count = models.PositiveIntegerField(default=0)
    reach = models.BigIntegerField(null=True)
    followers = models.BigIntegerField(null=True)  # of the author who has most
    networks = ArrayField(models.CharField(max_length=40), default=list)
    pace = models.JSONField(default=dict)  # its last six hours (mentions/queries/pace.py)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    waiting_since = models.DateTimeField(default=timezone.now)  # it came to us, or came back
    due_at = models.DateTimeField(null=True, blank=True)  # when its first answer is due; empty: it needs none
    decided_count = models.PositiveIntegerField(null=True)  # its size when the verdict fell: it comes back at twice
    exact = models.BinaryField(max_length=32)
    signature = models.BinaryField(default=b"")

    objects = TenantManager.from_queryset(StoryQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(0, 4)), name="story_level_from_0_to_4"),
            models.CheckConstraint(condition=Q(status__in=StoryStatus.values), name="story_status_known"),
            models.CheckConstraint(condition=Q(last_at__gte=models.F("first_at")), name="story_time_goes_forward"),
            SameOrganization("brand", name="story_brand_in_organization"),
            SameOrganization("lead", name="story_lead_in_organization"),
            SameOrganization("owner", name="story_owner_in_organization"),
        ]
        indexes = [
            models.Index(
                fields=["organization", "-level", "-last_at", "-id"],
                name="story_queue",
                condition=Q(status__in=["new", "open"]),
            ),
            models.Index(fields=["organization", "status", "-level", "-last_at", "-id"], name="story_by_status"),
            models.Index(
                "organization",
                DUE_ORDER,
                models.F("last_at").desc(),
                models.F("id").desc(),
                name="story_due",
                condition=Q(status__in=["new", "open"]),
            ),
            models.Index(
                "organization",
                "brand",
                DUE_ORDER,
                models.F("last_at").desc(),
                models.F("id").desc(),
                name="story_due_of_brand",
                condition=Q(status__in=["new", "open"]),
            ),
            models.Index(
                fields=["organization", "-waiting_since"],
                name="story_arrivals",
                condition=Q(status__in=["new", "open"]),
            ),
            models.Index(fields=["organization", "-last_at", "-id"], name="story_newest"),
            models.Index(
                fields=["organization", "owner", "-last_at"], name="story_of_owner", condition=Q(owner__isnull=False)
            ),
            models.Index(fields=["organization", "exact"], name="story_same_words"),
        ]


class StoryBand(TenantModel):
    """One of the sixteen shares of a story's signature; its value carries the brand. Who shares one is compared.

    Rows of their own and no array in the story: behind row-level security PostgreSQL searches no index for `&&`,
    which is not leakproof, but reads all stories. And a story that grows would write them all again.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    band = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [SameOrganization("story", name="story_band_story_in_organization")]
        indexes = [
            models.Index(fields=["organization", "band"], name="story_band_value"),
            models.Index(fields=["organization", "story"], name="story_band_of_story"),
        ]


class Match(TenantModel):
    """This mention concerns this brand, because of these words, and stands in this story."""

    mention = models.ForeignKey(
        Mention, on_delete=models.CASCADE, related_name="matches", db_constraint=False, db_index=False
    )
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="matches", db_constraint=False, db_index=False
    )
    words = ArrayField(models.CharField(max_length=200), default=list)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "mention", "brand"], name="match_once"),
            SameOrganization("mention", name="match_mention_in_organization"),
            SameOrganization("brand", name="match_brand_in_organization"),
            SameOrganization("story", name="match_story_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "story", "-id"], name="match_of_story")]


class VolumeBucket(TenantModel):
    """Mentions of a brand in five minutes of their own time."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    start = models.DateTimeField()
    mentions = models.PositiveIntegerField(default=0)
    negative = models.PositiveIntegerField(default=0)
    reach = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "brand", "start"], name="volume_bucket_once"),
            SameOrganization("brand", name="volume_bucket_brand_in_organization"),
        ]
