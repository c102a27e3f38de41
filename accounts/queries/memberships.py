"""Where a person belongs."""

from django.db.models import F

from accounts.models import Membership, User
from crisisdesk.tenancy import every_organization


def memberships_of(person: User) -> list[Membership]:
    """The organization they were in last comes first."""
    with every_organization():  # which organizations this person belongs to is the question itself
        members = Membership.objects.active().filter(user=person).select_related("organization", "user")
        return list(members.order_by(F("last_seen_at").desc(nulls_last=True), "organization__name", "pk"))
