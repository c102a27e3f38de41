from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from accounts.enums import Role
from accounts.management.operator import OperatorCommand, email_address, short_name, time_zone
from accounts.models import Membership, Organization
from accounts.services.organizations import OrganizationWords, create_organization
from crisisdesk.tenancy import organization_scope


class Command(OperatorCommand):
    help = "Make an organization with its owner. Again is harmless: the same owner finds it there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--slug", required=True, type=short_name, help="Its part of the address: letters, digits, -"
        )
        parser.add_argument("--owner", required=True, type=email_address, metavar="EMAIL")
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--time-zone", default="UTC", type=time_zone)

    @transaction.atomic
    def handle(self, *, name: str, slug: str, owner: str, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        if known := Organization.objects.filter(slug=slug).first():
            self._look_for(owner, known)
            return
        person = self.person(owner, options["owner_name"])
        create_organization(actor=person, words=OrganizationWords(name, options["time_zone"]), slug=slug)
        self.stdout.write(f"Organization {name} is at /o/{slug}/, owner {person.email}.")

    def _look_for(self, owner: str, organization: Organization) -> None:
        with organization_scope(organization.pk):
            owners = Membership.objects.active().filter(role=Role.OWNER, user__email__iexact=owner)
            if not owners.exists():
                raise CommandError(f"Another organization is at /o/{organization.slug}/. Choose a different --slug.")
        self.stdout.write(f"Organization {organization.name} is at /o/{organization.slug}/ already.")
