"""Who belongs to an organization, in which role, for which brands and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import ADMINS, Role
from accounts.models import Brand, Membership, MembershipBrand, Organization, User
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState


@dataclass(frozen=True)
class Reach:
    """What a member may do, where and until when. `brands` is None for all of them."""

    role: str
    brands: Collection[Brand] | None = None
    expires_at: datetime | None = None


@transaction.atomic
def add_member(*, actor: Membership | None, organization: Organization, person: User, reach: Reach) -> Membership:
    """Somebody who was removed comes back to their old row: their decisions point at it."""
    refuse_reach(actor, reach)
    fields = _columns(reach) | {"removed_at": None}
    member: Membership
    member, created = Membership.objects.get_or_create(organization=organization, user=person, defaults=fields)
    if not created:
        gone = Membership.objects.filter(pk=member.pk).exclude(pk__in=Membership.objects.active())
        if not gone.update(**fields):
            raise DomainError(_("%(person)s is a member already.") % {"person": person.get_full_name()})
        member.refresh_from_db()
    _write_brands(member, reach.brands)
    record(actor=actor, verb="member.added", target=member, email=person.email, **_told(reach))
    return member


@transaction.atomic
def edit_member(*, actor: Membership, member: Membership, reach: Reach) -> None:
    """The whole form at once; what stays the same leaves no trace."""
    change_role(actor=actor, member=member, role=reach.role)
    member.refresh_from_db()
    limit_to_brands(actor=actor, member=member, brands=reach.brands)
    change_expiry(actor=actor, member=member, expires_at=reach.expires_at)


@transaction.atomic
def change_role(*, actor: Membership | None, member: Membership, role: str) -> None:
    """Admins see every brand and owners never expire, so what stands against that is lifted."""
    refuse_touching_owners(actor, member.role, role)
    if role == member.role:
        return
    if member.role == Role.OWNER:
        _refuse_to_lose_the_last_owner(member)
    lifted: dict[str, object] = {}
    if role in ADMINS:
        lifted["limited"] = False
        _write_brands(member, None)
    if role == Role.OWNER:
        lifted["expires_at"] = None
    same = Membership.objects.active().filter(pk=member.pk, role=member.role)
    if not same.update(role=role, **lifted):
        raise StaleState
    record(
        actor=actor, verb="member.role_changed", target=member, email=member.user.email, before=member.role, after=role
    )


@transaction.atomic
def limit_to_brands(*, actor: Membership | None, member: Membership, brands: Collection[Brand] | None) -> None:
    """None lifts the limit."""
    refuse_touching_owners(actor, member.role)
    refuse_reach(actor, Reach(member.role, brands))
    links = MembershipBrand.objects.filter(membership=member)
    before = sorted(links.values_list("brand__slug", flat=True)) if member.limited else None
    after = None if brands is None else sorted(brand.slug for brand in brands)
    if before == after:
        return
    if not Membership.objects.active().filter(pk=member.pk).update(limited=brands is not None):
        raise StaleState
    _write_brands(member, brands)
    record(actor=actor, verb="member.limited", target=member, email=member.user.email, before=before, after=after)


@transaction.atomic
def change_expiry(*, actor: Membership | None, member: Membership, expires_at: datetime | None) -> None:
    """A time that has passed is refused: whoever means that removes the member."""
    refuse_touching_owners(actor, member.role)
    if expires_at == member.expires_at:
        return
    refuse_reach(actor, Reach(member.role, None, expires_at))
    if not Membership.objects.active().filter(pk=member.pk).update(expires_at=expires_at):
        raise StaleState
    until = expires_at.isoformat() if expires_at else None
    record(actor=actor, verb="member.expiry_changed", target=member, email=member.user.email, until=until)


@transaction.atomic
def remove_member(*, actor: Membership | None, member: Membership) -> None:
    """From the next request on they are a stranger. The row stays: decisions point at it."""
    refuse_touching_owners(actor, member.role)
    if member.role == Role.OWNER:
        _refuse_to_lose_the_last_owner(member)
    if not Membership.objects.filter(pk=member.pk, removed_at=None).update(removed_at=timezone.now()):
        raise StaleState
    record(actor=actor, verb="member.removed", target=member, email=member.user.email, role=member.role)


def refuse_touching_owners(actor: Membership | None, *roles: str) -> None:
    """Only an owner makes, changes or removes an owner; operators' commands may too."""
    if Role.OWNER in roles and actor is not None and actor.role != Role.OWNER:
        raise DomainError(_("Only an owner can do this with an owner."))


def refuse_reach(actor: Membership | None, reach: Reach) -> None:
    refuse_touching_owners(actor, reach.role)
    if reach.brands is not None and reach.role in ADMINS:
        raise DomainError(_("Owners and admins see every brand. Choose another role, or all brands."))
    if reach.brands is not None and not reach.brands:
        raise DomainError(_("Choose one brand at least."))
    if reach.expires_at is not None and reach.role == Role.OWNER:
        raise DomainError(_("An owner's access does not end by itself."))
    if reach.expires_at is not None and reach.expires_at <= timezone.now():
        raise DomainError(_("The access must end on a day to come."))


def _refuse_to_lose_the_last_owner(member: Membership) -> None:
    """Locks all owners, always in the same order: of two who leave at once the second is refused."""
    owners = Membership.objects.select_for_update().filter(role=Role.OWNER, removed_at=None)
    if list(owners.order_by("pk").values_list("pk", flat=True)) == [member.pk]:
        raise DomainError(_("This is the last owner. Make somebody else an owner first."))


def _write_brands(member: Membership, brands: Collection[Brand] | None) -> None:
    MembershipBrand.objects.filter(membership=member).delete()
    MembershipBrand.objects.bulk_create(
        MembershipBrand(organization_id=member.organization_id, membership=member, brand=brand)
        for brand in brands or ()
    )


def _columns(reach: Reach) -> dict[str, object]:
    return {"role": reach.role, "limited": reach.brands is not None, "expires_at": reach.expires_at}


def _told(reach: Reach) -> dict[str, object]:
    """The reach as the audit log keeps it."""
    return {
        "role": reach.role,
        "brands": None if reach.brands is None else sorted(brand.slug for brand in reach.brands),
        "until": reach.expires_at.isoformat() if reach.expires_at else None,
    }
