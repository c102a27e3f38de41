"""Every named address with who may open it, one file per app. A new address is a row there, or the build fails."""

from typing import Final

from tests.addresses import accounts, crisisdesk, incidents, mentions, notifications, playbooks, risks
from tests.addresses.address import Address, Open

TENANT: Final[dict[str, Address]] = (
    accounts.TENANT | notifications.TENANT | mentions.TENANT | incidents.TENANT | risks.TENANT | playbooks.TENANT
)
OPEN: Final[dict[str, Open]] = crisisdesk.OPEN | accounts.OPEN | mentions.OPEN

__all__ = ["OPEN", "TENANT", "Address", "Open"]
