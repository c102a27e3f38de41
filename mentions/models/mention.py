"""One public item, inserted once. Whatever is decided or learned about it later has its own rows."""

from django.db import models
from django.db.models import Q

from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel
from mentions.enums import Precision, Tone
from mentions.models.source import Source


class Mention(TenantModel):
    """Unknown is NULL (figures) or empty (words), never 0."""

    identity = models.BinaryField(max_length=32)  # the same for the same item, whichever way it came
    network = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, default="post")
    external_id = models.CharField(max_length=255, blank=True)
    url = models.TextField(blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author_name = models.CharField(max_length=255, blank=True)
    author_handle = models.CharField(max_length=255, blank=True)
    author_url = models.TextField(blank=True)
    followers = models.BigIntegerField(null=True)
    reach = models.BigIntegerField(null=True)
    location = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=8, blank=True)
    tone = models.CharField(max_length=8, choices=Tone, blank=True)
    negative = models.FloatField(null=True)
    neutral = models.FloatField(null=True)
    positive = models.FloatField(null=True)
    analyzer = models.CharField(max_length=60, blank=True)  # which model, in which version, gave the tone
    published_at = models.DateTimeField()
    precision = models.CharField(max_length=6, choices=Precision, default=Precision.EXACT)
    received_at = models.DateTimeField()

    @property
    def confidence(self) -> float | None:
        """How sure the reading of its tone is, from 0 to 1."""
        share: float | None = getattr(self, self.tone) if self.tone else None
        return share

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "identity"], name="mention_identity_once"),
            models.CheckConstraint(
                condition=Q(negative=None, neutral=None, positive=None)
                | Q(negative__range=(0, 1), neutral__range=(0, 1), positive__range=(0, 1)),
                name="mention_tone_is_a_share",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-published_at", "-id"], name="mention_newest"),
            models.Index(
                fields=["organization", "author_handle", "-published_at"],
                name="mention_of_author",
                condition=~Q(author_handle=""),
            ),
        ]


class Sighting(TenantModel):
    """This source has shown us this mention. The same mention seen five ways is one with five sightings."""

    mention = models.ForeignKey(
        Mention, on_delete=models.CASCADE, related_name="sightings", db_constraint=False, db_index=False
    )
    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="sightings", db_constraint=False, db_index=False
    )
    seen_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "mention", "source"], name="sighting_once"),
            SameOrganization("mention", name="sighting_mention_in_organization"),
            SameOrganization("source", name="sighting_source_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "source", "-seen_at"], name="sighting_newest")]
