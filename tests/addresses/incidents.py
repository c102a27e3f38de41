from typing import Any, Final

from accounts.enums import APPROVERS, DESK, EVERYONE
from tests.addresses.address import Address, both, posts, reads
from tests.world import World


def of_story(world: World) -> dict[str, Any]:
    return {"pk": world.story.pk}


def of_mention(world: World) -> dict[str, Any]:
    return {"pk": world.story.lead_id}


def of_verdict(world: World) -> dict[str, Any]:
    return {"pk": world.verdict.pk}


def of_incident(world: World) -> dict[str, Any]:
    return {"number": world.incident.number}


def of_task(world: World) -> dict[str, Any]:
    return {"number": world.incident.number, "pk": world.task.pk}


def of_entry(world: World) -> dict[str, Any]:
    return {"number": world.incident.number, "pk": world.entry.pk}


def of_version(world: World) -> dict[str, Any]:
    return {"number": world.incident.number, "version": 1}


def of_action(world: World) -> dict[str, Any]:
    return {"number": world.incident.number, "pk": world.action.pk}


def of_promise(world: World) -> dict[str, Any]:
    return {"pk": world.action.pk}


TENANT: Final[dict[str, Address]] = {
    "incidents:overview": reads(EVERYONE),
    "incidents:queue": reads(EVERYONE),
    "incidents:new_stories": reads(EVERYONE, status=302),
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
    "incidents:list": reads(EVERYONE),
    "incidents:new": both(DESK),
    "incidents:incident": reads(EVERYONE, of_incident, of_brand=True),
    "incidents:news": reads(EVERYONE, of_incident, of_brand=True, status=302),
    "incidents:brief": reads(EVERYONE, of_incident, of_brand=True),
    "incidents:incident_mentions": reads(EVERYONE, of_incident, of_brand=True),
    "incidents:story_link": both(DESK, of_incident, of_brand=True),
    "incidents:update": both(DESK, of_incident, of_brand=True),
    "incidents:note": both(DESK, of_incident, of_brand=True),
    "incidents:incident_edit": both(DESK, of_incident, of_brand=True),
    "incidents:status": both(DESK, of_incident, of_brand=True),
    "incidents:incident_level": both(DESK, of_incident, of_brand=True),
    "incidents:roles": both(DESK, of_incident, of_brand=True),
    "incidents:acknowledge": posts(DESK, of_incident, of_brand=True),
    "incidents:incident_risk": both(DESK, of_incident, of_brand=True),
    "incidents:pin": posts(DESK, of_entry, of_brand=True),
    "incidents:tasks": reads(EVERYONE, of_incident, of_brand=True),
    "incidents:task_new": both(DESK, of_incident, of_brand=True),
    "incidents:task": posts(DESK, of_task, of_brand=True),
    "incidents:task_skip": both(DESK, of_task, of_brand=True),
    "incidents:task_assign": both(DESK, of_task, of_brand=True),
    "incidents:post_mortem": reads(EVERYONE, of_incident, of_brand=True),
    "incidents:post_mortem_start": posts(DESK, of_incident, of_brand=True),
    "incidents:post_mortem_section": posts(DESK, of_incident, of_brand=True),
    "incidents:post_mortem_impact": posts(DESK, of_incident, of_brand=True),
    "incidents:post_mortem_final": both(APPROVERS, of_incident, of_brand=True),
    "incidents:post_mortem_correct": posts(APPROVERS, of_incident, of_brand=True),
    "incidents:post_mortem_version": reads(EVERYONE, of_version, of_brand=True),
    "incidents:post_mortem_actions": posts(DESK, of_incident, of_brand=True),
    "incidents:post_mortem_action": both(DESK, of_action, of_brand=True),
    "incidents:action_remove": posts(DESK, of_action, of_brand=True),
    "incidents:actions": reads(EVERYONE),
    "incidents:action_done": posts(DESK, of_promise, of_brand=True),
    "incidents:action_reopen": posts(DESK, of_promise, of_brand=True),
}
