"""The tenant, its brands and its people."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, IntegerField, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.enums import ADMINS, DESK, Role
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import Across, TenantManager, TenantModel

LIMITED_ADMIN = Q(role__in=sorted(ADMINS), limited=True)  # limited by their own will only, so not at all
HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$")


class Organization(models.Model):
    """The tenant: an agency, or one company. Not a tenant row itself: it is what rows belong to."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)


class BrandQuerySet(models.QuerySet["Brand"]):
    def active(self) -> "BrandQuerySet":
        return self.filter(archived_at=None)

    def archived_last(self) -> "BrandQuerySet":
        """With `is_archived`, 0 or 1, by which pages of the list are cut."""
        is_archived = Case(When(archived_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.annotate(is_archived=is_archived).order_by("is_archived", "name", "pk")

    def for_member(self, member: "Membership") -> "BrandQuerySet":
        """The brands this person may see: all, or those the membership names."""
        return self.filter(membership_brands__membership=member) if member.limited else self


class Brand(TenantModel):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    handles = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    words = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    colour = models.CharField(max_length=7, default="#3450c8", validators=[HEX_COLOUR])
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(BrandQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="brand_slug_once"),
            models.CheckConstraint(condition=Q(colour__regex=r"^#[0-9a-fA-F]{6}$"), name="brand_colour_is_hex"),
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), removed_at=None)

    def at_desk_of(self, brand: "Brand | OuterRef") -> "MembershipQuerySet":
        """Everybody who works in the queue and may see the brand."""
        return self.active().filter(Q(limited=False) | Q(brand_links__brand=brand), role__in=DESK)


class Membership(TenantModel):
    """A person in an organization. Removed people keep their row: their decisions point at it."""

    across = Across.READ  # signing in finds the organization here, so it is not known yet

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    limited = models.BooleanField(default=False)  # True: only the brands of `brand_links`
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)  # to within ten minutes

    objects = TenantManager.from_queryset(MembershipQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(ADMINS), limited=True), name="membership_admin_sees_all"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.OWNER, expires_at__isnull=False), name="membership_owner_stays"
            ),
        ]

    @property
    def name(self) -> str:
        return self.user.get_full_name()

    @property
    def last_day(self) -> date | None:
        """The access ends with this day, in the reader's zone."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1)) if self.expires_at else None


class MembershipBrand(TenantModel):
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="brand_links", db_constraint=False
    )
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="membership_brands", db_constraint=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "membership", "brand"], name="membership_brand_once"),
            SameOrganization("membership", name="membership_brand_membership_in_organization"),
            SameOrganization("brand", name="membership_brand_brand_in_organization"),
        ]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(TenantModel):
    """Single use, bound to an e-mail address; only the hash of its token is kept."""

    across = Across.READ  # opened by its token, before the organization is known

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    limited = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(InvitationQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(ADMINS), limited=True), name="invitation_admin_sees_all"
            ),
            SameOrganization("invited_by", name="invitation_invited_by_in_organization"),
        ]

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class InvitationBrand(TenantModel):
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="brand_links", db_constraint=False
    )
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "invitation", "brand"], name="invitation_brand_once"),
            SameOrganization("invitation", name="invitation_brand_invitation_in_organization"),
            SameOrganization("brand", name="invitation_brand_brand_in_organization"),
        ]
