from typing import Final

from tests.addresses.address import Address

TENANT: Final[dict[str, Address]] = {}
