"""Rows and addresses of a post-mortem for the tests of its pages."""

from datetime import date
from typing import Any

from crisisdesk.tenancy import organization_scope
from incidents.models import CorrectiveAction, PostMortem
from tests.factories import Tenant, make_post_mortem, make_resolved_incident, make_story


def url(tenant: Tenant, rest: str = "", number: int = 57) -> str:
    return f"/o/{tenant.slug}/incidents/{number}/post-mortem/{rest}"


def draft(tenant: Tenant, **fields: Any) -> PostMortem:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, mentions=3)
        incident = make_resolved_incident(tenant.brand, opened_by=tenant.agent, story=story, number=57, **fields)
        return make_post_mortem(incident)


def promise(tenant: Tenant, post_mortem: PostMortem, **fields: Any) -> CorrectiveAction:
    with organization_scope(tenant.id):
        action: CorrectiveAction = CorrectiveAction.objects.create(
            organization=tenant.organization,
            post_mortem=post_mortem,
            **{"title": "Teach the apology", "owner": tenant.agent, "due_on": date(2026, 3, 20)} | fields,
        )
        return action


def standing(tenant: Tenant) -> PostMortem:
    with organization_scope(tenant.id):
        row: PostMortem = PostMortem.objects.select_related("incident__risk", "finalized_by").get()
        return row
