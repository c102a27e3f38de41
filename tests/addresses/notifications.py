from typing import Any, Final

from accounts.enums import ADMINS
from tests.addresses.address import Address, posts, reads
from tests.world import World


def of_email(world: World) -> dict[str, Any]:
    return {"pk": world.email.pk}


TENANT: Final[dict[str, Address]] = {
    "notifications:mail": reads(ADMINS),
    "notifications:mail_again": posts(ADMINS, of_email),
}
