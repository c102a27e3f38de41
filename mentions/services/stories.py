"""What people do with a story in the queue: take it, give it back, move it on."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from crisisdesk.errors import DomainError, StaleState
from mentions.enums import ALLOWED_MOVES, WAITING_STORIES, StoryStatus
from mentions.models import Story


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
    """Put my name on it, unless another person's stands there."""
    free = Story.objects.filter(pk=story.pk, owner=None)
    if free.update(owner=actor, owned_at=timezone.now()):
        Story.objects.filter(pk=story.pk, status=StoryStatus.NEW).update(status=StoryStatus.OPEN)
    elif not Story.objects.filter(pk=story.pk, owner=actor).exists():
        raise DomainError(_("Somebody else has taken this story. Ask them, or pick the next one."))


@transaction.atomic
def release_story(*, actor: Membership, story: Story) -> None:
    """Take my name off. Twice is once."""
    Story.objects.filter(pk=story.pk, owner=actor).update(owner=None, owned_at=None)
