"""Words that are ready: the starters, approved, and what each brand never says."""

from datetime import datetime
from typing import Final

from django.db import transaction

from crisisdesk.tenancy import organization_scope
from playbooks.enums import TemplateStatus
from playbooks.models import BrandVoice, ResponseTemplate
from playbooks.services.demo_world.agency import Desk
from playbooks.services.demo_world.moments import ago, clock_at
from playbooks.services.templates import approve_template
from playbooks.services.voices import ban_words

NEVER_SAID: Final = {
    "belyi-chai": ("no comment", "our lawyers", "extra protein", "без комментариев", "сами виноваты"),
    "ternway": ("no comment", "for technical reasons", "без комментариев", "по техническим причинам"),
    "halcyra": ("hypoallergenic", "chemical free", "гипоаллергенный", "без химии"),
}


def approve_words(desk: Desk, now: datetime) -> None:
    """Drafts that nobody of the agency has touched; what was decided already stays."""
    with organization_scope(desk.id), transaction.atomic(), clock_at(ago(now, days=35)):
        if not BrandVoice.objects.exists():
            for slug, words in NEVER_SAID.items():
                ban_words(actor=desk.people["admin"], brand=desk.brands[slug], words=words)
        drafts = ResponseTemplate.objects.filter(status=TemplateStatus.DRAFT, author=None).order_by("pk")
        for template in drafts:
            approve_template(actor=desk.people["approver"], template=template, revision=template.revision)
