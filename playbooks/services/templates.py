"""Pre-written words: written by one person, approved by another, used by everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import APPROVERS
from accounts.models import Brand, Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.uniqueness import unique
from playbooks.enums import TemplateStatus
from playbooks.models import ResponseTemplate, ResponseTemplateText
from risks.models import RiskCategory

NAME_TAKEN: Final = gettext_lazy("Another template has this name. Choose a different one.")


@dataclass(frozen=True)
class TemplateWords:
    name: str
    stage: str
    category: RiskCategory | None = None
    brand: Brand | None = None


@transaction.atomic
def create_template(*, actor: Membership, words: TemplateWords, texts: Mapping[str, str]) -> ResponseTemplate:
    """`texts` by language; a language without words is left out."""
    with unique(NAME_TAKEN):
        template: ResponseTemplate = ResponseTemplate.objects.create(
            organization_id=actor.organization_id, author=actor, **vars(words)
        )
    _write(template, texts)
    record(actor=actor, verb="response_template.created", target=template, name=template.name)
    return template


@transaction.atomic
def edit_template(
    *, actor: Membership, template: ResponseTemplate, revision: int, words: TemplateWords, texts: Mapping[str, str]
) -> None:
    """The words become the editor's own, and an approval of the words before is void."""
    _refuse_stranger(actor, template)
    with unique(NAME_TAKEN):
        moved = ResponseTemplate.objects.filter(pk=template.pk, revision=revision).update(
            revision=F("revision") + 1,
            author=actor,
            status=TemplateStatus.DRAFT,
            approved_by=None,
            approved_at=None,
            **vars(words),
        )
    if not moved:
        raise StaleState(_("Somebody else saved this template while you were typing. Your words are kept below."))
    _write(template, texts)
    record(actor=actor, verb="response_template.edited", target=template, name=words.name)


@transaction.atomic
def approve_template(*, actor: Membership, template: ResponseTemplate, revision: int) -> None:
    """`revision` is of the words that the approver has read."""
    _refuse_stranger(actor, template)
    if actor.role not in APPROVERS:
        raise DomainError(_("Approvers decide about templates. Ask one of them."))
    if template.author_id == actor.pk:
        raise DomainError(_("These are your own words. Somebody else has to approve them."))
    if not template.texts.exists():
        raise DomainError(_("Write the template in one language at least."))
    here = ResponseTemplate.objects.filter(pk=template.pk, revision=revision).exclude(status=TemplateStatus.APPROVED)
    if not here.update(status=TemplateStatus.APPROVED, approved_by=actor, approved_at=timezone.now()):
        raise StaleState
    record(actor=actor, verb="response_template.approved", target=template, name=template.name, revision=revision)


@transaction.atomic
def retire_template(*, actor: Membership, template: ResponseTemplate) -> None:
    """It is offered no more; answers made from it stand."""
    _refuse_stranger(actor, template)
    here = ResponseTemplate.objects.filter(pk=template.pk).exclude(status=TemplateStatus.EXPIRED)
    if not here.update(status=TemplateStatus.EXPIRED):
        raise StaleState
    record(actor=actor, verb="response_template.retired", target=template, name=template.name)


def _write(template: ResponseTemplate, texts: Mapping[str, str]) -> None:
    ResponseTemplateText.objects.filter(template=template).delete()
    ResponseTemplateText.objects.bulk_create(
        ResponseTemplateText(organization_id=template.organization_id, template=template, language=language, text=text)
        for language, text in texts.items()
        if text.strip()
    )


def _refuse_stranger(actor: Membership, template: ResponseTemplate) -> None:
    """Words that every brand uses are not for somebody who sees only some of the brands."""
    if actor.limited and template.brand_id is None:
        raise DomainError(_("All brands use this template. Ask somebody who works for all of them."))
