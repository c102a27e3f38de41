from typing import Any, Final

from accounts.enums import ADMINS, EVERYONE
from tests.addresses.address import Address, Open, both, posts
from tests.world import World


def of_link(world: World) -> dict[str, Any]:
    return {"token": "never-was"}


TENANT: Final[dict[str, Address]] = {
    "accounts:start_people": both(ADMINS),
    "accounts:draft": posts(EVERYONE),
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
