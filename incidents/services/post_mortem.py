"""What was learned from an incident: begun from its record, written together, taken up again when it was wrong."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.enums import EntryKind, IncidentStatus, PostMortemStatus
from incidents.models import Incident, PostMortem
from incidents.models.post_mortem import WRITTEN
from incidents.queries.figures import figures_of
from incidents.queries.first_summary import first_summary
from incidents.services.status import move_incident
from incidents.services.timeline import record_entry


@transaction.atomic
def start_post_mortem(*, actor: Membership, incident: Incident) -> PostMortem:
    """From a resolved incident, which then is under review. Started twice it is the same one."""
    row = Incident.objects.select_for_update(of=("self",)).select_related("brand", "risk").get(pk=incident.pk)
    standing: PostMortem | None = PostMortem.objects.filter(incident=row).first()
    if standing:
        return standing
    if row.status == IncidentStatus.RESOLVED:
        move_incident(actor=actor, incident=row, seen=IncidentStatus.RESOLVED, to=IncidentStatus.REVIEWING)
    elif row.status != IncidentStatus.REVIEWING:
        raise DomainError(_("A post-mortem begins when the incident is resolved. Resolve it first."))
    post_mortem: PostMortem = PostMortem.objects.create(
        organization_id=row.organization_id, incident=row, summary=first_summary(row, figures_of(row))
    )
    record_entry(incident=row, kind=EntryKind.POST_MORTEM, actor=actor, detail={"event": "started"})
    record(actor=actor, verb="post_mortem.started", target=post_mortem, incident=row.number)
    return post_mortem


@transaction.atomic
def save_section(*, actor: Membership, post_mortem: PostMortem, section: str, text: str, seen: str) -> None:
    """`seen` names the words that the person began from. The same words a second time are no conflict."""
    if section not in WRITTEN:
        raise DomainError(_("There is no such section."))
    row = draft_of(post_mortem)
    if getattr(row, section) == text:
        return
    if row.seen(section) != seen:
        raise StaleState(_("Somebody else saved this section while you were typing. Your words are kept below."))
    PostMortem.objects.filter(pk=row.pk).update(**{section: text}, updated_at=timezone.now())
    record(actor=actor, verb="post_mortem.section_saved", target=row, section=section, length=len(text))


@transaction.atomic
def record_impact(
    *,
    actor: Membership,
    post_mortem: PostMortem,
    financial: int | None,
    reputation: int | None,
    brand_damage: int | None,
) -> None:
    """What it did to the brand on the three axes of the scale; unknown stays unknown."""
    row = draft_of(post_mortem)
    impact = {"impact_financial": financial, "impact_reputation": reputation, "impact_brand_damage": brand_damage}
    if all(getattr(row, name) == value for name, value in impact.items()):
        return
    PostMortem.objects.filter(pk=row.pk).update(**impact, updated_at=timezone.now())
    record(actor=actor, verb="post_mortem.impact_recorded", target=row, **impact)


@transaction.atomic
def correct_post_mortem(*, actor: Membership, post_mortem: PostMortem, reason: str) -> None:
    """A final is never edited: it stays as its version, and the next one is written. Here it becomes a draft."""
    if not reason.strip():
        raise DomainError(_("Say what has to be corrected."))
    final = PostMortem.objects.filter(pk=post_mortem.pk, status=PostMortemStatus.FINAL, version=post_mortem.version)
    if not final.update(
        status=PostMortemStatus.DRAFT,
        version=post_mortem.version + 1,
        correction=reason.strip(),
        finalized_at=None,
        finalized_by=None,
        updated_at=timezone.now(),
    ):
        raise StaleState
    detail = {"event": "corrected", "version": post_mortem.version + 1}
    record_entry(
        incident=post_mortem.incident, kind=EntryKind.POST_MORTEM, actor=actor, text=reason.strip(), detail=detail
    )
    record(actor=actor, verb="post_mortem.corrected", target=post_mortem, **detail, reason=reason.strip())


def draft_of(post_mortem: PostMortem) -> PostMortem:
    """The locked row: whoever comes while it is signed waits here and then finds it final."""
    row: PostMortem = (
        PostMortem.objects.select_for_update(of=("self",)).select_related("incident").get(pk=post_mortem.pk)
    )
    if row.is_final:
        raise StaleState(_("This post-mortem is final. Correct it by a new version."))
    return row
