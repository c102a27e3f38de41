from typing import Final

from tests.addresses.address import Address, Open

TENANT: Final[dict[str, Address]] = {}
OPEN: Final[dict[str, Open]] = {}
