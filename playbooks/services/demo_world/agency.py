"""An agency with its brands and its people."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Brand, Membership, Organization, User
from accounts.services.brands import create_brand
from accounts.services.members import Reach, add_member
from accounts.services.organizations import OrganizationWords, create_organization
from accounts.services.people import create_person, person_of
from crisisdesk.tenancy import organization_scope
from crisisdesk.web.context import DEMO_PASSWORD
from playbooks.services.demo_world.cast import Agency, Person
from playbooks.services.demo_world.moments import clock_at


@dataclass(frozen=True)
class Desk:
    """An agency as rows. People by the first part of their address, brands by their short name."""

    organization: Organization
    people: dict[str, Membership]
    brands: dict[str, Brand]

    @property
    def id(self) -> int:
        return self.organization.pk


@transaction.atomic
def found(agency: Agency, at: datetime) -> Desk:
    """Again is harmless: an agency that is there is given as it is."""
    organization = Organization.objects.filter(slug=agency.slug).first()
    if organization is None:
        with clock_at(at):
            organization = _begin(agency)
    return desk_of(organization)


def desk_of(organization: Organization) -> Desk:
    with organization_scope(organization.pk):
        members = Membership.objects.active().select_related("user", "organization")
        return Desk(
            organization,
            people={member.user.email.split("@", 1)[0]: member for member in members},
            brands={brand.slug: brand for brand in Brand.objects.all()},
        )


def _begin(agency: Agency) -> Organization:
    first, *others = agency.people
    words = OrganizationWords(agency.name, agency.time_zone)
    owner = create_organization(actor=_user(first), words=words, slug=agency.slug)
    organization: Organization = owner.organization
    with organization_scope(organization.pk):
        brands = {
            slug: create_brand(actor=owner, organization=organization, words=words, slug=slug)
            for slug, words in agency.brands.items()
        }
        for person in others:
            reach = Reach(person.role, [brands[person.brand]] if person.brand else None)
            add_member(actor=owner, organization=organization, person=_user(person), reach=reach)
    return organization


def _user(person: Person) -> User:
    return person_of(person.email) or create_person(email=person.email, name=person.name, password=DEMO_PASSWORD)
