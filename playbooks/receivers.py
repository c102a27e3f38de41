"""What this app does when others say that something has happened; always inside their transaction."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Membership, Organization
from accounts.signals import organization_created
from incidents.models import Incident
from incidents.signals import incident_declared, incident_merged, level_raised
from playbooks.services.beginnings import add_default_playbook, add_starter_templates
from playbooks.services.following import follow_incident
from playbooks.services.playbooks import extend_playbook, start_playbook


@receiver(organization_created)
def begin(organization: Organization, actor: Membership | None, **_: Any) -> None:  # noqa: ANN401 -- a signal's other words
    """After the categories of the risks app, which stands before this one in INSTALLED_APPS."""
    add_default_playbook(actor=actor, organization_id=organization.pk)
    add_starter_templates(actor=actor, organization_id=organization.pk)


@receiver(incident_declared)
def lay_out_tasks(incident: Incident, actor: Membership | None, **_: Any) -> None:  # noqa: ANN401 -- a signal's other words
    start_playbook(actor=actor, incident=incident)


@receiver(level_raised)
def lay_out_more(incident: Incident, before: int, actor: Membership | None, **_: Any) -> None:  # noqa: ANN401 -- a signal's other words
    extend_playbook(actor=actor, incident=incident, before=before)


@receiver(incident_merged)
def move_answers(incident: Incident, into: Incident, actor: Membership, **_: Any) -> None:  # noqa: ANN401 -- a signal's other words
    follow_incident(actor=actor, incident=incident, into=into)
