from typing import Any, Final

from accounts.enums import DESK, EVERYONE
from tests.addresses.address import Address, both, posts, reads
from tests.world import World


def of_story(world: World) -> dict[str, Any]:
    return {"pk": world.story.pk}


def of_mention(world: World) -> dict[str, Any]:
    return {"pk": world.story.lead_id}


def of_verdict(world: World) -> dict[str, Any]:
    return {"pk": world.verdict.pk}


TENANT: Final[dict[str, Address]] = {
    "incidents:overview": reads(EVERYONE),
    "incidents:queue": reads(EVERYONE),
    "incidents:new_stories": reads(EVERYONE),
    "incidents:verdicts": posts(DESK),
    "incidents:undo": posts(DESK, of_verdict, of_brand=True),
    "incidents:history": reads(DESK),
    "incidents:story": reads(EVERYONE, of_story, of_brand=True),
    "incidents:story_mentions": reads(EVERYONE, of_story, of_brand=True),
    "incidents:verdict": posts(DESK, of_story, of_brand=True),
    "incidents:take": posts(DESK, of_story, of_brand=True),
    "incidents:release": posts(DESK, of_story, of_brand=True),
    "incidents:give": both(DESK, of_story, of_brand=True),
    "incidents:level": both(DESK, of_story, of_brand=True),
    "incidents:mention": reads(EVERYONE, of_mention, of_brand=True),
}
