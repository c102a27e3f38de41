"""The default playbook and the starter templates of a new organization."""

from typing import Final

from django.db import transaction

from accounts.models import Membership
from accounts.services.audit import record
from playbooks.models import Playbook, ResponseTemplate, ResponseTemplateText
from playbooks.services.playbooks import write_steps
from playbooks.services.starters.steps import STEPS
from playbooks.services.starters.texts import STARTERS
from risks.models import RiskCategory

DEFAULT_NAME: Final = "Default · По умолчанию"


@transaction.atomic
def add_default_playbook(*, actor: Membership | None, organization_id: int) -> Playbook:
    """Again is harmless: an organization has one default."""
    playbook: Playbook
    playbook, created = Playbook.objects.get_or_create(
        organization_id=organization_id, category=None, defaults={"name": DEFAULT_NAME}
    )
    if created:
        write_steps(playbook, STEPS)
        record(actor=actor, verb="playbook.started", target=playbook, steps=len(STEPS))
    return playbook


@transaction.atomic
def add_starter_templates(*, actor: Membership | None, organization_id: int) -> int:
    """Drafts without an author, so that any approver may sign them off. Known names are left alone."""
    categories = {category.code: category for category in RiskCategory.objects.active()}
    known = set(ResponseTemplate.objects.values_list("name", flat=True))
    fresh = [starter for starter in STARTERS if starter.name not in known]
    for starter in fresh:
        template = ResponseTemplate.objects.create(
            organization_id=organization_id,
            name=starter.name,
            stage=starter.stage,
            category=categories.get(starter.code),
        )
        ResponseTemplateText.objects.bulk_create(
            ResponseTemplateText(organization_id=organization_id, template=template, language=language, text=text)
            for language, text in (("en", starter.en), ("ru", starter.ru))
        )
    record(actor=actor, verb="response_templates.started", names=[starter.name for starter in fresh])
    return len(fresh)
