"""Commands for whoever runs the installation: they say what they did, and a refusal is one sentence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug

from accounts.models import Brand, Organization, User
from accounts.models.organization import HEX_COLOUR
from accounts.services.people import create_person, new_password, person_of
from crisisdesk.errors import DomainError
from crisisdesk.web.zones import is_zone


class OperatorCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 -- Django's signature
        try:
            return super().execute(*args, **options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def organization(self, slug: str) -> Organization:
        organization = Organization.objects.filter(slug=slug).first()
        if organization is None:
            raise CommandError(f"There is no organization {slug}. Make it with create_organization.")
        return organization

    def person(self, email: str, name: str) -> User:
        """Known by the address, or new; then the password is told here, once."""
        if known := person_of(email):
            return known
        password = new_password()
        person = create_person(email=email, name=name, password=password)
        self.stdout.write(f"New account {person.email}, password {password} (told once; change it after signing in).")
        return person


def email_address(value: str) -> str:
    """For `type=` of an argument: argparse tells the sentence."""
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError(value) from error
    return value


def short_name(value: str) -> str:
    try:
        validate_slug(value)
    except ValidationError as error:
        raise ValueError(value) from error
    return value


def time_zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError(value)
    return value


def colour(value: str) -> str:
    """Empty stays empty: the brand gets the next one."""
    try:
        HEX_COLOUR(value or "#000000")
    except ValidationError as error:
        raise ValueError(value) from error
    return value


def words(value: str) -> tuple[str, ...]:
    """`a, b` in one argument."""
    return tuple(dict.fromkeys(word for part in value.split(",") if (word := part.strip())))


def brands_by_slug(slugs: tuple[str, ...]) -> list[Brand]:
    found = list(Brand.objects.filter(slug__in=slugs))
    if missing := set(slugs) - {brand.slug for brand in found}:
        raise CommandError(f"There is no brand {', '.join(sorted(missing))} here.")
    return found
