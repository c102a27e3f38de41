"""Who changes what by when, so that it does not happen again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.models import CorrectiveAction, PostMortem
from incidents.services.post_mortem import draft_of
from risks.models import Risk


@dataclass(frozen=True)
class ActionWords:
    """`risk` is the one it changes, `changes` by how much, or another thing that it changes."""

    title: str
    owner: Membership
    due_on: date
    risk: Risk | None = None
    changes: str = ""


@transaction.atomic
def add_action(*, actor: Membership, post_mortem: PostMortem, words: ActionWords) -> CorrectiveAction:
    """The same words sent twice are one action."""
    row = draft_of(post_mortem)
    _check(words)
    action: CorrectiveAction
    action, is_new = CorrectiveAction.objects.get_or_create(
        organization_id=row.organization_id, post_mortem=row, **vars(words)
    )
    if is_new:
        record(actor=actor, verb="corrective_action.added", target=action, **_told(words))
    return action


@transaction.atomic
def edit_action(*, actor: Membership, action: CorrectiveAction, words: ActionWords) -> None:
    draft_of(action.post_mortem)
    _check(words)
    if all(getattr(action, name) == value for name, value in vars(words).items()):
        return
    if not CorrectiveAction.objects.filter(pk=action.pk).update(**vars(words)):
        raise StaleState
    record(actor=actor, verb="corrective_action.edited", target=action, **_told(words))


@transaction.atomic
def remove_action(*, actor: Membership, action: CorrectiveAction) -> None:
    draft_of(action.post_mortem)
    removed, _rows = CorrectiveAction.objects.filter(pk=action.pk).delete()
    if removed:
        record(actor=actor, verb="corrective_action.removed", target=action, title=action.title)


@transaction.atomic
def complete_action(*, actor: Membership, action: CorrectiveAction) -> None:
    """The second to say so changes nothing: it is done, by the first."""
    still_open = CorrectiveAction.objects.filter(pk=action.pk, done_at=None)
    if still_open.update(done_at=timezone.now(), done_by=actor):
        record(actor=actor, verb="corrective_action.done", target=action, title=action.title)


@transaction.atomic
def reopen_action(*, actor: Membership, action: CorrectiveAction) -> None:
    """It was ticked by mistake, or it did not hold."""
    done = CorrectiveAction.objects.filter(pk=action.pk, done_at__isnull=False)
    if done.update(done_at=None, done_by=None):
        record(actor=actor, verb="corrective_action.reopened", target=action, title=action.title)


def _check(words: ActionWords) -> None:
    if not words.title.strip():
        raise DomainError(_("Say what is to be done."))


def _told(words: ActionWords) -> dict[str, object]:
    return {
        "title": words.title,
        "owner": words.owner.name,
        "due_on": words.due_on.isoformat(),
        "risk": words.risk.number if words.risk else None,
    }
