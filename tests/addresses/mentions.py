from typing import Any, Final

from accounts.enums import ADMINS, DESK
from tests.addresses.address import Address, Open, both, posts, reads
from tests.world import World


def of_hook(world: World) -> dict[str, Any]:
    return {"public_id": world.source.public_id}


def of_source(world: World) -> dict[str, Any]:
    return {"pk": world.source.pk}


def of_feed(world: World) -> dict[str, Any]:
    return {"pk": world.feed.pk}


def of_signed_in(world: World) -> dict[str, Any]:
    return {"pk": world.mailbox.pk}


def of_import(world: World) -> dict[str, Any]:
    return {"pk": world.file_import.pk}


def of_delivery(world: World) -> dict[str, Any]:
    return {"pk": world.source.pk, "delivery": world.delivery.pk}


TENANT: Final[dict[str, Address]] = {
    "mentions:start_source": both(ADMINS),
    "mentions:sources": reads(DESK),
    "mentions:source_new": reads(ADMINS),
    "mentions:source_feed": both(ADMINS),
    "mentions:source_email": both(ADMINS),
    "mentions:source_telegram": both(ADMINS),
    "mentions:source_youtube": both(ADMINS),
    "mentions:source_mastodon": both(ADMINS),
    "mentions:source_bluesky": both(ADMINS),
    "mentions:source_vk": both(ADMINS),
    "mentions:source_hacker_news": both(ADMINS),
    "mentions:source_gdelt": both(ADMINS),
    "mentions:source_webhook": both(ADMINS),
    "mentions:source_demo": both(ADMINS),
    "mentions:source": reads(DESK, of_source, of_brand=True),
    "mentions:source_test": posts(ADMINS, of_feed, of_brand=True),
    "mentions:source_check": posts(ADMINS, of_feed, of_brand=True),
    "mentions:source_pause": posts(ADMINS, of_source, of_brand=True),
    "mentions:source_resume": posts(ADMINS, of_source, of_brand=True),
    "mentions:source_archive": posts(ADMINS, of_source, of_brand=True),
    "mentions:source_secret": posts(ADMINS, of_source, of_brand=True),
    "mentions:source_sign_in": posts(ADMINS, of_signed_in, of_brand=True),
    "mentions:source_rename": posts(ADMINS, of_source, of_brand=True),
    "mentions:source_mapping": posts(ADMINS, of_source, of_brand=True),
    "mentions:delivery_again": posts(ADMINS, of_delivery, of_brand=True),
    "mentions:import_new": both(ADMINS),
    "mentions:import": both(ADMINS, of_import, of_brand=True),
    "mentions:import_rejected": reads(ADMINS, of_import, of_brand=True),
}
OPEN: Final[dict[str, Open]] = {
    "mentions:webhook": Open(("POST",), of_hook),
    "mentions:word_preview": Open(("GET",), needs_person=True),
}
