from argparse import ArgumentParser
from typing import Any

from accounts.enums import Role
from accounts.management.operator import OperatorCommand, brands_by_slug, email_address, words
from accounts.models import Brand, Membership
from accounts.services.members import Reach, add_member, change_role, limit_to_brands
from crisisdesk.tenancy import organization_scope


class Command(OperatorCommand):
    help = "Make somebody a member. A member already there gets this role, and these brands when they are given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument("--email", required=True, type=email_address)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="")
        parser.add_argument("--brands", default=(), type=words, metavar="a,b", help="Slugs; without them: all brands")

    def handle(self, *, organization: str, email: str, role: str, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        place = self.organization(organization)
        with organization_scope(place.pk):
            brands = brands_by_slug(options["brands"]) if options["brands"] else None
            person = self.person(email, options["name"])
            member = Membership.objects.active().filter(user=person).first()
            if member is None:
                add_member(actor=None, organization=place, person=person, reach=Reach(role, brands))
            else:
                self._change(member, role, brands)
        self.stdout.write(f"{person.email} is {role} in {place.name}.")

    def _change(self, member: Membership, role: str, brands: list[Brand] | None) -> None:
        change_role(actor=None, member=member, role=role)
        member.refresh_from_db()
        if brands is not None:
            limit_to_brands(actor=None, member=member, brands=brands)
