"""An incident begins, and the stories that belong to it come and go."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from accounts.services.numbers import next_number
from crisisdesk.errors import DomainError
from incidents.enums import OPEN_INCIDENTS, EntryKind, IncidentRole, IncidentStatus, Verdict
from incidents.models import Incident, IncidentStory, TriageVerdict
from incidents.queries.pace import next_update
from incidents.services.roles import assign
from incidents.services.rooms import enter
from incidents.services.timeline import record_entry
from incidents.services.triage import give_verdict
from incidents.signals import incident_declared
from mentions.enums import StoryStatus
from mentions.models import Match, Story
from mentions.services.stories import move_story
from risks.models import Risk


@transaction.atomic
def open_incident(
    *,
    actor: Membership,
    story: Story,
    title: str,
    level: int,
    level_reason: str,
    lead: Membership,
    communications_lead: Membership | None = None,
    risk: Risk | None = None,
) -> Incident:
    """Declare what a story tells an incident. The story leaves the queue; playbooks lay out their tasks."""
    row, now = _locked(story), timezone.now()
    began = _let_go(row)
    _check_words(row, title, level_reason, risk)
    incident: Incident = Incident.objects.create(
        organization_id=row.organization_id,
        number=next_number("incident", row.organization_id),
        brand=row.brand,
        title=title.strip(),
        level=level,
        level_reason=level_reason.strip(),
        risk=risk,
        opened_by=actor,
        started_at=min(began, now),
        declared_at=now,
        next_update_at=next_update(level, IncidentStatus.DECLARED, now),
    )
    _tell_beginning(actor, incident, row)
    _link(actor, incident, row)
    assign(actor=actor, incident=incident, role=IncidentRole.LEAD, member=lead)
    assign(actor=actor, incident=incident, role=IncidentRole.COMMUNICATIONS_LEAD, member=communications_lead)
    record(actor=actor, verb="incident.opened", target=incident, number=incident.number, level=level, story=row.pk)
    incident_declared.send(Incident, incident=incident, actor=actor)
    incident.refresh_from_db()
    return incident


@transaction.atomic
def link_story(*, actor: Membership, incident: Incident, story: Story) -> None:
    """This story is part of the matter. Twice is once; part of another incident is refused by its name."""
    row = enter(incident)
    if IncidentStory.objects.filter(incident=row, story=story, left_at=None).exists():
        return
    free = _locked(story)
    if free.brand_id != row.brand_id:
        raise DomainError(_("This story is about another brand. Open an incident of its own for it."))
    began = _let_go(free)
    Incident.objects.filter(pk=row.pk, started_at__gt=began).update(started_at=began)
    _link(actor, row, free)
    _tell_story(actor, row, free, "linked")
    record(actor=actor, verb="incident.story_linked", target=row, number=row.number, story=free.pk)


@transaction.atomic
def unlink_story(*, actor: Membership, incident: Incident, story: Story) -> None:
    """It was another matter: back to the queue with it. Twice is once."""
    row = enter(incident)
    if not IncidentStory.objects.filter(incident=row, story=story).delete()[0]:
        return
    _back_to_queue(actor, story)
    _tell_story(actor, row, story, "unlinked")
    record(actor=actor, verb="incident.story_unlinked", target=row, number=row.number, story=story.pk)


@transaction.atomic
def release_stories(*, actor: Membership, incident: Incident) -> None:
    """The incident was none: its stories wait in the queue again."""
    links = IncidentStory.objects.filter(incident=incident, left_at=None)
    for link in links.select_related("story").order_by("story_id"):
        _back_to_queue(actor, link.story)
    links.update(left_at=timezone.now())


def _back_to_queue(actor: Membership, story: Story) -> None:
    """Unless somebody has decided otherwise meanwhile."""
    if Story.objects.filter(pk=story.pk, status=StoryStatus.ESCALATED).exists():
        TriageVerdict.objects.in_force().filter(story=story).update(superseded_at=timezone.now())
        move_story(actor=actor, story_id=story.pk, to=StoryStatus.OPEN)


def _locked(story: Story) -> Story:
    """Of two people with the same story the second one waits here."""
    row: Story = Story.objects.select_for_update(of=("self",)).select_related("brand", "lead").get(pk=story.pk)
    return row


def _let_go(story: Story) -> datetime:
    """When the matter began. A story of an open incident is refused by its name; one of an incident that is over
    has come back: it leaves that one, and begins with what was said since.
    """
    former = Incident.objects.of_story(story).first()
    if former is None:
        return story.first_at
    if former.status in OPEN_INCIDENTS:
        raise DomainError(
            _("This story is part of incident %(number)s already: %(title)s. Go on there.")
            % {"number": former.number, "title": former.title}
        )
    IncidentStory.objects.filter(incident=former, story=story).update(left_at=timezone.now())
    over = former.closed_at or former.declared_at
    since = Match.objects.filter(story=story, mention__published_at__gt=over)
    first: datetime | None = since.aggregate(first=Min("mention__published_at"))["first"]
    return first or story.last_at


def _check_words(story: Story, title: str, level_reason: str, risk: Risk | None) -> None:
    if not title.strip():
        raise DomainError(_("Give the incident a title."))
    if not level_reason.strip():
        raise DomainError(_("Say why it has this level."))
    if risk and risk.brand_id != story.brand_id:
        raise DomainError(_("This risk belongs to another brand. Choose one of this brand."))


def _link(actor: Membership, incident: Incident, story: Story) -> None:
    IncidentStory.objects.create(
        organization_id=incident.organization_id, incident=incident, story=story, linked_by=actor
    )
    if story.status != StoryStatus.ESCALATED:
        give_verdict(actor=actor, story=story, verdict=Verdict.INCIDENT)


def _tell_beginning(actor: Membership, incident: Incident, story: Story) -> None:
    _tell_story(None, incident, story, "first_mention", happened_at=incident.started_at)
    record_entry(
        incident=incident,
        kind=EntryKind.OPENED,
        actor=actor,
        text=incident.level_reason,
        detail={"level": incident.level, "mentions": story.mentions_count, "story": story.pk, "title": story.title},
        happened_at=incident.declared_at,
    )
    if incident.risk:
        detail = {"event": "linked", "number": incident.risk.number, "title": incident.risk.title}
        record_entry(incident=incident, kind=EntryKind.RISK, actor=actor, detail=detail)


def _tell_story(
    actor: Membership | None, incident: Incident, story: Story, event: str, happened_at: datetime | None = None
) -> None:
    record_entry(
        incident=incident,
        kind=EntryKind.STORY,
        actor=actor,
        detail={
            "event": event,
            "story": story.pk,
            "title": story.title,
            "mentions": story.mentions_count,
            "author": story.lead.author_handle or story.lead.author_name,
            "followers": story.lead.followers,
            "network": story.lead.network,
        },
        happened_at=happened_at,
    )
