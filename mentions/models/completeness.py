"""What a source told and when it told nothing: a hole in listening is not calm."""

from django.db import models
from django.db.models import F, Q

from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel
from mentions.enums import HoleKind
from mentions.models.source import Source


class SourceHour(TenantModel):
    """New sightings of a source in one hour of our clock."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    start = models.DateTimeField()
    mentions = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "source", "start"], name="source_hour_once"),
            SameOrganization("source", name="source_hour_source_in_organization"),
        ]


class Hole(TenantModel):
    """A time that has ended, in which a source could not be read or told far less than usual.

    `is_filled`: it was read afterwards as if nothing had happened. What goes on still stands in the source.
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="holes", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=8, choices=HoleKind)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    is_filled = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=HoleKind.values), name="hole_kind_known"),
            models.CheckConstraint(condition=Q(ended_at__gte=F("began_at")), name="hole_ends_after_it_began"),
            SameOrganization("source", name="hole_source_in_organization"),
        ]
        indexes = [models.Index(fields=["organization", "source", "-ended_at"], name="hole_newest")]
