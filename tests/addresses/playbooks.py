from typing import Any, Final

from accounts.enums import ADMINS, APPROVERS, DESK, EVERYONE
from tests.addresses.address import Address, both, posts, reads
from tests.world import World


def of_story(world: World) -> dict[str, Any]:
    return {"pk": world.story.pk}


def of_waiting(world: World) -> dict[str, Any]:
    return {"pk": world.waiting.pk}


def of_sent(world: World) -> dict[str, Any]:
    return {"pk": world.sent.pk}


def of_incident(world: World) -> dict[str, Any]:
    return {"number": world.incident.number}


def of_template(world: World) -> dict[str, Any]:
    return {"pk": world.template.pk}


def of_brand(world: World) -> dict[str, Any]:
    return {"brand": world.brand.slug}


TENANT: Final[dict[str, Address]] = {
    "playbooks:reply": both(DESK, of_story, of_brand=True),
    "playbooks:response": both(DESK, of_waiting, of_brand=True),
    "playbooks:take": posts(DESK, of_waiting, of_brand=True),
    "playbooks:approve": posts(APPROVERS, of_waiting, of_brand=True),
    "playbooks:return": posts(APPROVERS, of_waiting, of_brand=True),
    "playbooks:withdraw": posts(DESK, of_waiting, of_brand=True),
    "playbooks:send": posts(DESK, of_waiting, of_brand=True),
    "playbooks:confirm": posts(DESK, of_sent, of_brand=True),
    "playbooks:report": posts(DESK, of_sent, of_brand=True),
    "playbooks:settle": posts(DESK, of_sent, of_brand=True),
    "playbooks:statement": reads(EVERYONE, of_incident, of_brand=True),
    "playbooks:statement_new": posts(DESK, of_incident, of_brand=True),
    "playbooks:approvals": reads(APPROVERS),
    "playbooks:templates": reads(DESK),
    "playbooks:template_new": both(DESK),
    "playbooks:template_preview": posts(DESK),
    "playbooks:template": both(DESK, of_template, of_brand=True),
    "playbooks:template_approve": posts(APPROVERS, of_template, of_brand=True),
    "playbooks:template_retire": posts(DESK, of_template, of_brand=True),
    "playbooks:playbook": both(ADMINS),
    "playbooks:voice": both(ADMINS, of_brand, of_brand=True),
}
