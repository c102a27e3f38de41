"""Who belongs to the organization, and who is invited."""

from typing import Final

from django.db.models import QuerySet

from accounts.models import Invitation, Membership
from crisisdesk.web.pagination import Page, keyset_page

AT_ONCE: Final = 50
MOST_INVITATIONS: Final = 200


def people_page(cursor: str) -> Page[Membership]:
    members = Membership.objects.active().select_related("user").prefetch_related("brand_links__brand")
    return keyset_page(members, order=("user__name", "pk"), cursor=cursor, size=AT_ONCE)


def waiting_invitations() -> QuerySet[Invitation]:
    """Neither accepted nor taken back; one that is over can be sent again."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-created_at", "-pk")
    found: QuerySet[Invitation] = waiting.select_related("invited_by__user").prefetch_related("brand_links__brand")
    return found[:MOST_INVITATIONS]
