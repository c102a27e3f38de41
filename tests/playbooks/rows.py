"""Answers at every point of their way, made by the services that bring them there."""

from typing import Any

from django.utils import timezone

from accounts.models import Membership
from incidents.models import Incident, IncidentStory
from mentions.models import Story
from playbooks.enums import Stage
from playbooks.models import Response
from playbooks.services.approvals import approve_response
from playbooks.services.responses import save_draft, start_reply, start_statement, submit_response
from playbooks.services.sending import begin_sending
from tests.factories import NOON, Tenant, make_story

WORDS = "We are sorry. Write to care@nordwind.test and we will find your bag today."


def make_incident(tenant: Tenant, *, story: Story | None = None, **fields: Any) -> Incident:
    defaults: dict[str, Any] = {
        "number": Incident.objects.count() + 1,
        "title": "Lost bags",
        "level": 2,
        "level_reason": "Growth",
        "started_at": NOON,
        "declared_at": timezone.now(),
        "opened_by": tenant.agent,
        "brand": tenant.brand,
    }
    incident: Incident = Incident.objects.create(organization=tenant.organization, **defaults | fields)
    if story:
        IncidentStory.objects.create(
            organization=tenant.organization, incident=incident, story=story, linked_by=tenant.agent
        )
    return incident


def drafted(author: Membership, story: Story, text: str = WORDS) -> Response:
    response = start_reply(actor=author, story=story, mention=story.lead)
    return save_draft(actor=author, response=response, text=text, revision=response.revision)


def submitted(author: Membership, story: Story, text: str = WORDS) -> Response:
    response = drafted(author, story, text)
    submit_response(actor=author, response=response)
    response.refresh_from_db()
    return response


def approved(tenant: Tenant, story: Story, text: str = WORDS) -> Response:
    response = submitted(tenant.agent, story, text)
    approve_response(actor=tenant.approver, response=response, text_hash=response.text_hash)
    response.refresh_from_db()
    return response


def on_its_way(tenant: Tenant, story: Story | None = None) -> Response:
    response = approved(tenant, story or make_story(tenant.brand))
    begin_sending(actor=tenant.agent, response=response)
    response.refresh_from_db()
    return response


def statement_on_its_way(tenant: Tenant, incident: Incident, stage: str = Stage.HOLDING) -> Response:
    response = start_statement(actor=tenant.agent, incident=incident, stage=stage)
    response = save_draft(actor=tenant.agent, response=response, text=WORDS, revision=response.revision)
    submit_response(actor=tenant.agent, response=response)
    response.refresh_from_db()
    approve_response(actor=tenant.approver, response=response, text_hash=response.text_hash)
    begin_sending(actor=tenant.agent, response=response)
    response.refresh_from_db()
    return response
