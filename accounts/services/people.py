"""People as the installation knows them, in whichever organizations they are members."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from crisisdesk.uniqueness import unique


@transaction.atomic
def create_person(*, email: str, name: str = "", password: str) -> User:
    """Whoever calls this knows that the address is the person's own: it counts as confirmed."""
    with unique(_("This address has an account already.")):
        person = User.objects.create_user(email, password, name=name)
    confirm_address(person)
    return person


def confirm_address(person: User) -> None:
    """The address of the account was proven, by a link that went there or by an operator's word."""
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def person_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def new_password() -> str:
    """To be told once and changed: 96 bits, easy to copy."""
    return secrets.token_urlsafe(12)
