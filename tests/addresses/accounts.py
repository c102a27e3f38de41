from typing import Any, Final

from accounts.enums import ADMINS, DESK, EVERYONE
from tests.addresses.address import Address, Open, both, posts, reads
from tests.world import World


def of_link(world: World) -> dict[str, Any]:
    return {"token": "never-was"}


def of_brand(world: World) -> dict[str, Any]:
    return {"brand": world.brand.slug}


def of_member(world: World) -> dict[str, Any]:
    return {"pk": world.tenant.agent.pk}


def of_invitation(world: World) -> dict[str, Any]:
    return {"pk": world.invitation.pk}


TENANT: Final[dict[str, Address]] = {
    "accounts:start_people": both(ADMINS),
    "accounts:draft": posts(EVERYONE),
    "accounts:settings": reads(DESK),
    "accounts:settings_save": posts(ADMINS),
    "accounts:brands": reads(DESK),
    "accounts:brand_new": both(ADMINS),
    "accounts:brand": both(ADMINS, of_brand, of_brand=True),
    "accounts:brand_archive": posts(ADMINS, of_brand, of_brand=True),
    "accounts:brand_restore": posts(ADMINS, of_brand, of_brand=True),
    "accounts:people": reads(DESK),
    "accounts:invite": both(ADMINS),
    "accounts:person": both(ADMINS, of_member),
    "accounts:person_remove": both(ADMINS, of_member),
    "accounts:invitation_resend": posts(ADMINS, of_invitation),
    "accounts:invitation_revoke": posts(ADMINS, of_invitation),
    "accounts:audit": reads(ADMINS),
    "accounts:audit_export": reads(ADMINS),
}
OPEN: Final[dict[str, Open]] = {
    "accounts:home": Open(),
    "accounts:organizations": Open(needs_person=True),
    "accounts:start": Open(("GET", "POST")),  # signed out it leads to the sign-up
    "accounts:me": Open(("GET", "POST"), needs_person=True),
    "accounts:theme": Open(("POST",), needs_person=True),
    "accounts:language": Open(("POST",)),
    "accounts:invitation": Open(("GET", "POST"), of_link),
}
