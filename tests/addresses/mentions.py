from typing import Any, Final

from tests.addresses.address import Address, Open
from tests.world import World


def of_hook(world: World) -> dict[str, Any]:
    return {"public_id": world.source.public_id}


TENANT: Final[dict[str, Address]] = {}
OPEN: Final[dict[str, Open]] = {
    "mentions:webhook": Open(("POST",), of_hook),
}
