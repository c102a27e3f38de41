"""What people do with a story in the queue: take it, give it back, move it on."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import DESK
from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from mentions.enums import ALLOWED_MOVES, WAITING_STORIES, StoryStatus
from mentions.models import Story
from mentions.models.story import vacant
from mentions.services.promises import due_by, due_from


@transaction.atomic
def move_story(
    *,
    actor: Membership,  # noqa: ARG001 -- every service names who acts; the verdict above it keeps the proof
    story_id: int,
    to: StoryStatus,
    from_: Collection[str] | None = None,
) -> None:
    """Move it if it still stands where the caller saw it (`from_`), else raise StaleState.

    Its size is kept with the move, so that a story which doubles after its verdict comes back.
    """
    origins = [status for status, ends in ALLOWED_MOVES.items() if to in ends]
    if from_ is not None:
        origins = [status for status in origins if status in from_]
    decided = None if to in WAITING_STORIES else F("mentions_count")
    if not Story.objects.filter(pk=story_id, status__in=origins).update(status=to, decided_count=decided):
        raise StaleState


@transaction.atomic
def take_story(*, actor: Membership, story: Story) -> None:
    """Put my name on it, unless that of somebody stands there who works for the brand."""
    free = Story.objects.filter(vacant(), pk=story.pk)
    if free.update(owner=actor, owned_at=timezone.now()):
        Story.objects.filter(pk=story.pk, status=StoryStatus.NEW).update(status=StoryStatus.OPEN)
        record(actor=actor, verb="story.taken", target=story)
        return
    holder = Membership.objects.filter(pk__in=Story.objects.filter(pk=story.pk).values("owner")).first()
    if holder is not None and holder != actor:
        sentence = _("%(name)s has taken this story. Take it over, or pick the next one.")
        raise StaleState(sentence % {"name": holder.name})


@transaction.atomic
def give_story(*, actor: Membership, story: Story, to: Membership) -> None:
    """Put this person's name on it, whoever holds it: a colleague's story, or mine taken over. Nobody's words go."""
    if to.role not in DESK:
        raise DomainError(_("Choose somebody who works at the desk."))
    if not Membership.objects.at_desk_of(story.brand).filter(pk=to.pk).exists():
        raise DomainError(_("%(name)s does not see this brand. Choose somebody else.") % {"name": to.name})
    changed = Story.objects.filter(pk=story.pk).exclude(owner=to).update(owner=to, owned_at=timezone.now())
    if changed:
        Story.objects.filter(pk=story.pk, status=StoryStatus.NEW).update(status=StoryStatus.OPEN)
        record(actor=actor, verb="story.given", target=story, to=to.pk, before=story.owner_id)


@transaction.atomic
def release_story(*, actor: Membership, story: Story) -> None:
    """Take my name off. Twice is once."""
    if Story.objects.filter(pk=story.pk, owner=actor).update(owner=None, owned_at=None):
        record(actor=actor, verb="story.released", target=story)


@transaction.atomic
def set_level(*, actor: Membership, story: Story, level: int, seen: int, reason: str = "") -> None:
    """Up at once; down needs a reason. `seen` is the level the person saw: nobody overwrites what they did not read."""
    if level == seen:
        return
    reason, lowered, now = reason.strip(), level < seen, timezone.now()
    if lowered and not reason:
        raise DomainError(_("Say why the level is lower now."))
    reasons = [_said(actor, reason, story, lowered=lowered)]
    if not lowered:
        reasons += [each for each in story.level_reasons if "by" not in each]
    here = Story.objects.filter(pk=story.pk, level=seen)
    # One more UPDATE sets the clock: an expression sees the row as it was before its own statement.
    if not here.update(level=level, level_reasons=reasons):
        raise StaleState
    Story.objects.filter(pk=story.pk).update(due_at=due_from(now) if lowered else due_by(now, level))
    record(actor=actor, verb="story.level", target=story, before=seen, after=level, reason=reason)


def _said(actor: Membership, reason: str, story: Story, *, lowered: bool) -> dict[str, Any]:
    """A person's own criterion, in front of the measured ones."""
    criterion = "lowered" if lowered else "raised" if reason else "raised_at_once"
    return {"criterion": criterion, "by": actor.name, "value": reason, "mentions": story.mentions_count}
