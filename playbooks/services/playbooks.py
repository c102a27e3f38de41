"""The procedure of a scenario: kept as one table, and turned into an incident's tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.models import Incident
from incidents.services.tasks import add_task
from playbooks.models import Playbook, PlaybookStep


@dataclass(frozen=True)
class StepWords:
    offset_minutes: int
    title_en: str
    title_ru: str = ""
    role: str = ""
    min_level: int = 0


@transaction.atomic
def edit_playbook(*, actor: Membership, playbook: Playbook, revision: int, steps: Sequence[StepWords]) -> None:
    """The whole table at once, in the order of its clock. Tasks that were made from it stay as they are."""
    if not steps:
        raise DomainError(_("Keep one step at least."))
    if not Playbook.objects.filter(pk=playbook.pk, revision=revision).update(revision=F("revision") + 1):
        raise StaleState(_("Somebody else saved this playbook while you were typing. Your words are kept below."))
    PlaybookStep.objects.filter(playbook=playbook).delete()
    write_steps(playbook, steps)
    record(actor=actor, verb="playbook.edited", target=playbook, name=playbook.name, steps=len(steps))


def write_steps(playbook: Playbook, steps: Sequence[StepWords]) -> None:
    """Two steps of the same minute keep the order in which they were written."""
    PlaybookStep.objects.bulk_create(
        PlaybookStep(organization_id=playbook.organization_id, playbook=playbook, position=position, **vars(step))
        for position, step in enumerate(sorted(steps, key=lambda step: step.offset_minutes))
    )


@transaction.atomic
def start_playbook(*, actor: Membership | None, incident: Incident) -> int:
    """The steps of this level become tasks on the incident's clock: of its risk's category, else of the default."""
    steps = _steps_for(incident).filter(min_level__lte=incident.level)
    for step in steps:
        add_task(
            actor=actor,
            incident=incident,
            title=step.title,
            offset_minutes=step.offset_minutes,
            role=step.role,
        )
    return len(steps)


@transaction.atomic
def extend_playbook(*, actor: Membership | None, incident: Incident, before: int) -> int:
    """The steps that only the higher level asks for, each with its own time from now on.

    A level that goes up, down and up again asks for none of them twice.
    """
    now = timezone.now()
    laid = set(incident.tasks.values_list("offset_minutes", "title"))
    steps = _steps_for(incident).filter(min_level__gt=before, min_level__lte=incident.level)
    new = [step for step in steps if laid.isdisjoint((step.offset_minutes, title) for title in step.titles)]
    for step in new:
        add_task(
            actor=actor,
            incident=incident,
            title=step.title,
            offset_minutes=step.offset_minutes,
            role=step.role,
            due_at=now + timedelta(minutes=step.offset_minutes),
        )
    return len(new)


def _steps_for(incident: Incident) -> QuerySet[PlaybookStep]:
    """Of the playbook of its risk's category, else of the default one; none without a playbook."""
    category = incident.risk.category_id if incident.risk else None
    own = Playbook.objects.filter(category=category).first() if category else None
    playbook = own or Playbook.objects.filter(category=None).first()
    steps: QuerySet[PlaybookStep] = PlaybookStep.objects.filter(playbook=playbook)
    return steps if playbook else steps.none()
