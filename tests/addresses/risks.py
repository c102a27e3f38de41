from typing import Any, Final

from accounts.enums import ADMINS, DESK, EVERYONE
from tests.addresses.address import Address, both, posts, reads
from tests.world import World


def of_risk(world: World) -> dict[str, Any]:
    return {"number": world.risk.number}


def of_category(world: World) -> dict[str, Any]:
    return {"pk": world.category.pk}


def of_brand(world: World) -> dict[str, Any]:
    return {"brand": world.brand.slug}


TENANT: Final[dict[str, Address]] = {
    "risks:list": reads(EVERYONE),
    "risks:new": both(DESK),
    "risks:start": both(DESK, of_brand, of_brand=True),
    "risks:detail": reads(EVERYONE, of_risk, of_brand=True),
    "risks:edit": both(DESK, of_risk, of_brand=True),
    "risks:assess": posts(DESK, of_risk, of_brand=True),
    "risks:move": posts(DESK, of_risk, of_brand=True),
    "risks:categories": both(ADMINS),
    "risks:category": both(ADMINS, of_category),
    "risks:category_order": posts(ADMINS, of_category),
    "risks:category_archive": posts(ADMINS, of_category),
    "risks:category_restore": posts(ADMINS, of_category),
}
