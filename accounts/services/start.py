"""From an account to a desk that listens, in one step."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.services.brands import BrandWords, create_brand
from accounts.services.organizations import OrganizationWords, create_organization
from crisisdesk.tenancy import every_organization, organization_scope

SAME_CLICK: Final = timedelta(minutes=1)


@transaction.atomic
def start_desk(*, actor: User, organization: OrganizationWords, brand: BrandWords) -> Membership:
    """The owner's membership. Two clicks make one organization: the second waits and finds the first's."""
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    if just_made := _just_made(actor, organization.name):
        return just_made
    owner = create_organization(actor=actor, words=organization)
    with organization_scope(owner.organization_id):
        create_brand(actor=owner, organization=owner.organization, words=brand)
    return owner


def _just_made(person: User, name: str) -> Membership | None:
    with every_organization():  # which organizations this person belongs to is the question itself
        found: Membership | None = (
            Membership.objects.filter(
                user=person,
                role=Role.OWNER,
                organization__name=name,
                organization__created_at__gt=timezone.now() - SAME_CLICK,
            )
            .select_related("organization")
            .first()
        )
    return found
