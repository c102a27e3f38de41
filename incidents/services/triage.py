"""Verdicts: the quick decision about a story, and taking it back.

One verdict of a story is in force at a time; the earlier ones are superseded, not erased. What one key
decided is one batch, and one key takes it back.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import APPROVERS
from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.web.wording import span
from incidents.enums import Verdict
from incidents.models import IncidentStory, TriageVerdict
from incidents.queries.history import UNDO_WITHIN
from incidents.signals import verdict_given, verdict_undone
from mentions.enums import WAITING_STORIES, StoryStatus
from mentions.models import Story
from mentions.services.stories import move_story, take_story

STATUS_AFTER: Final[dict[str, StoryStatus]] = {
    Verdict.NOISE: StoryStatus.NOISE,
    Verdict.NO_ACTION: StoryStatus.NO_ACTION,
    Verdict.WATCH: StoryStatus.WATCHING,
    Verdict.REPLY: StoryStatus.REPLYING,
    Verdict.INCIDENT: StoryStatus.ESCALATED,
}
IN_ONE_GO: Final = frozenset({Verdict.NOISE, Verdict.NO_ACTION, Verdict.WATCH})  # the others open a page of their own


@dataclass(frozen=True)
class Batch:
    """What one key decided. `skipped`: somebody else had decided or taken those a moment before."""

    pk: uuid.UUID
    verdicts: Sequence[TriageVerdict]
    skipped: int


@transaction.atomic
def give_verdict(*, actor: Membership, story: Story, verdict: str, seen: str = "") -> TriageVerdict:
    """Decide about a story that still stands where the person saw it (`seen`), else say who was faster.

    Twice by the same person is once. A reply puts the person's name on the story.
    """
    at = timezone.now()
    row: Story = Story.objects.select_for_update().get(pk=story.pk)
    before = _in_force(row)
    if before and (before.verdict, before.actor_id) == (verdict, actor.pk) and row.status == STATUS_AFTER[verdict]:
        return before
    if not _stands(row, seen or story.status):
        raise StaleState(_who_was_faster(before) if before and row.status == STATUS_AFTER[before.verdict] else None)
    _refuse_if_held(actor, row)
    if verdict == Verdict.REPLY:
        take_story(actor=actor, story=row)
        row.refresh_from_db(fields=["status"])
    return _decide(actor, row, verdict, at, uuid.uuid4())


@transaction.atomic
def give_verdicts(*, actor: Membership, stories: Collection[Story], verdict: str) -> Batch:
    """The same verdict for many waiting stories. Those that are not free any more are left alone and counted."""
    if verdict not in IN_ONE_GO:
        raise DomainError(_("Only noise, no action and watch can be decided for several stories at once."))
    at, batch = timezone.now(), uuid.uuid4()
    rows = Story.objects.select_for_update(of=("self",)).filter(pk__in=[story.pk for story in stories])
    free = list(rows.waiting().free_for(actor).order_by("pk"))
    if not free:
        raise StaleState(_("Nothing was changed: choose stories that wait and that nobody else has taken."))
    verdicts = [_decide(actor, row, verdict, at, batch) for row in free]
    return Batch(batch, verdicts, skipped=len(stories) - len(free))


@transaction.atomic
def undo_verdict(*, actor: Membership, verdict: TriageVerdict) -> list[Story]:
    """With everything the same key decided. Within 15 minutes, by whoever decided or by an approver,
    and only if nothing has happened since.

    Each story goes back to where it stood; one that nobody had opened before comes back as open.
    Of many, those that have moved on since are left alone, and those of brands that the person does not see;
    if none is left the person is told why.
    """
    batch = TriageVerdict.objects.for_member(actor).filter(batch=verdict.batch)
    verdicts = list(batch.select_related("actor__user").order_by("story_id"))
    _refuse_undo(actor, verdicts[0])
    reasons: list[str] = []
    stories = [story for verdict in verdicts if (story := _take_back(actor, verdict, reasons))]
    if not stories:
        raise StaleState(reasons[0])
    return stories


def _decide(actor: Membership, story: Story, verdict: str, at: datetime, batch: uuid.UUID) -> TriageVerdict:
    """The row of the story is locked and stands where the person saw it."""
    move_story(actor=actor, story_id=story.pk, to=STATUS_AFTER[verdict], from_=[story.status])
    _in_force_of(story).update(superseded_at=at)
    given: TriageVerdict = TriageVerdict.objects.create(
        organization_id=story.organization_id,
        story=story,
        verdict=verdict,
        status_before=story.status,
        actor=actor,
        at=at,
        batch=batch,
    )
    record(actor=actor, verb="story.verdict", target=story, verdict=verdict, before=story.status)
    verdict_given.send(TriageVerdict, story=story, verdict=verdict, actor=actor)
    return given


def _take_back(actor: Membership, verdict: TriageVerdict, reasons: list[str]) -> Story | None:
    """None, and a sentence in `reasons`, when something has happened since."""
    story: Story = Story.objects.select_for_update().get(pk=verdict.story_id)
    if sentence := _what_happened_since(verdict, story):
        reasons.append(sentence)
        return None
    now = timezone.now()
    back = StoryStatus.OPEN if verdict.status_before == StoryStatus.NEW else StoryStatus(verdict.status_before)
    TriageVerdict.objects.filter(pk=verdict.pk).update(undone_at=now)
    TriageVerdict.objects.filter(story=story, superseded_at=verdict.at).update(superseded_at=None)
    move_story(actor=actor, story_id=story.pk, to=back, from_=[story.status])
    Story.objects.filter(pk=story.pk, owner=verdict.actor, owned_at__gte=verdict.at).update(owner=None, owned_at=None)
    record(actor=actor, verb="story.verdict_undone", target=story, verdict=verdict.verdict, before=story.status)
    verdict_undone.send(TriageVerdict, story=story, verdict=verdict.verdict, actor=actor)
    return story


def _refuse_undo(actor: Membership, verdict: TriageVerdict) -> None:
    if verdict.actor_id != actor.pk and actor.role not in APPROVERS:
        raise DomainError(_("%(name)s decided this. Ask them, or an approver.") % {"name": verdict.actor.name})
    if timezone.now() - verdict.at > UNDO_WITHIN:
        raise DomainError(_("This was decided more than 15 minutes ago. Give a new verdict instead."))


def _what_happened_since(verdict: TriageVerdict, story: Story) -> str:
    fresh = TriageVerdict.objects.filter(pk=verdict.pk).values_list("undone_at", "superseded_at").get()
    if fresh[0]:
        return _("This was undone already.")
    if fresh[1] or story.status != STATUS_AFTER[verdict.verdict]:
        return _("The story has moved on since. Give a new verdict instead.")
    if verdict.verdict == Verdict.INCIDENT and IncidentStory.objects.filter(story=story, left_at=None).exists():
        return _("An incident was opened from this story. Dismiss the incident instead.")
    return ""


def _refuse_if_held(actor: Membership, story: Story) -> None:
    """A story has one owner, and who owns it decides. Whoever cannot wait takes it over first."""
    if story.owner_id in (None, actor.pk) or Story.objects.free_for(actor).filter(pk=story.pk).exists():
        return
    holder = Membership.objects.select_related("user").get(pk=story.owner_id)
    sentence = _("%(name)s has taken this story. Take it over, or pick the next one.")
    raise StaleState(sentence % {"name": holder.name})


def _stands(story: Story, seen: str) -> bool:
    """Whether it still stands where it was seen. Opening it (new to open) decides nothing."""
    return story.status == seen or {story.status, seen} == set(WAITING_STORIES)


def _who_was_faster(verdict: TriageVerdict) -> str:
    """Who decided what, and how long ago."""
    words = {
        Verdict.NOISE: _("%(name)s marked this as noise, %(span)s ago."),
        Verdict.NO_ACTION: _("%(name)s decided that no action is needed, %(span)s ago."),
        Verdict.WATCH: _("%(name)s put this under watch, %(span)s ago."),
        Verdict.REPLY: _("%(name)s is replying to this, since %(span)s."),
        Verdict.INCIDENT: _("%(name)s opened an incident from this, %(span)s ago."),
    }
    passed = (timezone.now() - verdict.at).total_seconds()
    return words[Verdict(verdict.verdict)] % {"name": verdict.actor.name, "span": span(passed)}


def _in_force_of(story: Story) -> QuerySet[TriageVerdict]:
    return TriageVerdict.objects.in_force().filter(story=story)


def _in_force(story: Story) -> TriageVerdict | None:
    return _in_force_of(story).select_related("actor__user").first()
