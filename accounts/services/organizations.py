"""The tenant begins, and is called by its name."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.services.audit import record
from accounts.services.slugs import free_slug, slug_of
from accounts.signals import organization_created
from crisisdesk.tenancy import organization_scope
from crisisdesk.uniqueness import unique


@dataclass(frozen=True)
class OrganizationWords:
    name: str
    time_zone: str = "UTC"


@transaction.atomic
def create_organization(*, actor: User, words: OrganizationWords, slug: str = "") -> Membership:
    """Gives the owner's membership, whose `organization` is the new one. Higher apps add their beginnings by signal."""
    organization = Organization(slug=slug or _free_slug(words.name), **vars(words))
    with unique(_("Another organization has this short name. Choose a different one.")):
        organization.save()
    with organization_scope(organization.pk):
        owner: Membership = Membership.objects.create(organization=organization, user=actor, role=Role.OWNER)
        record(actor=owner, verb="organization.created", target=organization, name=words.name, slug=organization.slug)
        organization_created.send(sender=Organization, organization=organization, actor=owner)
    return owner


@transaction.atomic
def edit_organization(*, actor: Membership, words: OrganizationWords) -> None:
    before = Organization.objects.select_for_update().get(pk=actor.organization_id)
    changed = {name: value for name, value in vars(words).items() if getattr(before, name) != value}
    if changed:
        Organization.objects.filter(pk=before.pk).update(**changed)
        record(actor=actor, verb="organization.edited", target=before, before=before.name, after=words.name)


def _free_slug(name: str) -> str:
    first = slug_of(name, otherwise="desk")
    known = Organization.objects.filter(slug__startswith=first[:50]).values_list("slug", flat=True)
    return free_slug(name, set(known), otherwise="desk")
