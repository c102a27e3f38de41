"""One of everything in one organization: what the wall tests try to reach.

Every word that belongs to the brand carries BRAND_SECRET, every word of the whole organization carries
ORGANIZATION_SECRET, so that a page which shows either to a stranger is found whatever it shows.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry, Brand, Counter, Draft, Invitation, InvitationBrand, Membership
from crisisdesk.frozen import freeze
from crisisdesk.tenancy import organization_scope
from incidents.enums import EntryKind, IncidentRole, IncidentStatus, Verdict
from incidents.models import (
    CorrectiveAction,
    Incident,
    IncidentTask,
    PostMortem,
    PostMortemVersion,
    RoleHolder,
    TimelineEntry,
    TimelinePin,
    TriageVerdict,
)
from incidents.queries.post_mortem import read_document
from mentions.enums import HoleKind, SourceKind
from mentions.models import (
    FetchJob,
    FetchVisit,
    FileImport,
    Hole,
    ImportRejection,
    Source,
    SourceHour,
    Story,
    StoryBand,
    VolumeBucket,
    WebhookDelivery,
)
from notifications.models import Email
from playbooks.models import BrandVoice, Playbook, PlaybookStep, Response, ResponseTemplate, ResponseTemplateText
from playbooks.services.keeping import keep_words
from playbooks.services.sending import confirm_sent
from risks.models import Risk, RiskAssessment, RiskCategory
from tests.factories import (
    NOON,
    Tenant,
    make_brand,
    make_category,
    make_member,
    make_risk,
    make_source,
    make_story,
)
from tests.playbooks.rows import make_incident, on_its_way, submitted

BRAND_SECRET: Final = "Zyxwing"
ORGANIZATION_SECRET: Final = "Qvorlan"


@dataclass(frozen=True)
class World:
    tenant: Tenant
    elsewhere: Membership  # an approver of the same organization, limited to another brand; admins see them all
    invitation: Invitation
    email: Email
    category: RiskCategory
    risk: Risk
    source: Source
    feed: Source
    mailbox: Source
    delivery: WebhookDelivery
    file_import: FileImport
    story: Story
    incident: Incident
    task: IncidentTask
    entry: TimelineEntry
    post_mortem: PostMortem
    action: CorrectiveAction
    verdict: TriageVerdict
    waiting: Response  # for an approver
    sent: Response
    template: ResponseTemplate
    playbook: Playbook

    @property
    def slug(self) -> str:
        return self.tenant.slug

    @property
    def brand(self) -> Brand:
        return self.tenant.brand


def make_world(tenant: Tenant) -> World:
    with organization_scope(tenant.id):
        category = make_category(tenant.id, name_en=ORGANIZATION_SECRET, name_ru=ORGANIZATION_SECRET)
        risk = _risk(tenant, category)
        story = make_story(tenant.brand, f"{BRAND_SECRET} lost my bag", mentions=2, owner=tenant.agent)
        incident = make_incident(
            tenant, story=story, title=f"{BRAND_SECRET} bags", risk=risk, lead=tenant.agent, **_clocks()
        )
        return World(
            tenant,
            **_accounts(tenant),
            category=category,
            risk=risk,
            **_intake(tenant),
            story=story,
            incident=incident,
            **_room(tenant, incident, story),
            **_lessons(tenant, incident, risk),
            **_words(tenant, category, incident),
        )


def _accounts(tenant: Tenant) -> dict[str, Any]:
    owned = {"organization": tenant.organization}
    other = make_brand(tenant.organization, "Elsewhere")
    elsewhere = make_member(tenant.organization, Role.APPROVER, brands=(other,))
    invitation = Invitation.objects.create(
        **owned,
        email=f"{ORGANIZATION_SECRET.lower()}@new.test",
        role=Role.AGENT,
        limited=True,
        token_hash=tenant.slug,
        invited_by=tenant.owner,
        expires_at=timezone.now() + timedelta(days=1),
    )
    InvitationBrand.objects.create(**owned, invitation=invitation, brand=tenant.brand)
    Draft.objects.create(**owned, member=tenant.agent, key="incident:1:update", text=BRAND_SECRET)
    Counter.objects.create(**owned, kind="wall", value=1)
    AuditEntry.objects.create(
        **owned, actor=tenant.owner, verb="brand.created", object_type="brand", detail={"name": BRAND_SECRET}
    )
    email = Email.objects.create(**owned, to="a@b.test", subject=ORGANIZATION_SECRET, body=ORGANIZATION_SECRET, key="1")
    return {"elsewhere": elsewhere, "invitation": invitation, "email": email}


def _risk(tenant: Tenant, category: RiskCategory) -> Risk:
    risk = make_risk(tenant.brand, title=f"{BRAND_SECRET} is lost", category=category, owner=tenant.agent)
    RiskAssessment.objects.create(
        organization=tenant.organization,
        risk=risk,
        likelihood=3,
        financial=3,
        reputation=3,
        brand_damage=3,
        reason=BRAND_SECRET,
        actor=tenant.agent,
        at=NOON,
    )
    return risk


def _intake(tenant: Tenant) -> dict[str, Any]:
    owned = {"organization": tenant.organization}
    source = make_source(tenant.brand, name=f"{BRAND_SECRET} hook")
    url = {"url": "http://127.0.0.1/"}  # where nobody goes
    feed = make_source(tenant.brand, SourceKind.FEED, name=f"{BRAND_SECRET} feed", settings=url)
    FetchJob.objects.create(**owned, source=feed, due_at=timezone.now() + timedelta(days=1))
    FetchVisit.objects.create(**owned, source=feed, at=NOON, failed=True, reason=BRAND_SECRET)
    delivery = WebhookDelivery.objects.create(**owned, source=source, message_id="1", body=b"{}")
    file_import = FileImport.objects.create(
        **owned, source=source, actor=tenant.admin, filename=f"{BRAND_SECRET}.csv", content=b"text\nBags\n"
    )
    ImportRejection.objects.create(**owned, file_import=file_import, row=1, reason=BRAND_SECRET)
    VolumeBucket.objects.create(**owned, brand=tenant.brand, start=NOON, mentions=2)
    SourceHour.objects.create(**owned, source=feed, start=NOON, mentions=2)
    Hole.objects.create(**owned, source=feed, kind=HoleKind.BLIND, began_at=NOON, ended_at=NOON, reason=BRAND_SECRET)
    mailbox = make_source(tenant.brand, SourceKind.EMAIL, name=f"{BRAND_SECRET} mailbox")
    FetchJob.objects.create(**owned, source=mailbox, due_at=timezone.now() + timedelta(days=1))
    return {"source": source, "feed": feed, "mailbox": mailbox, "delivery": delivery, "file_import": file_import}


def _clocks() -> dict[str, Any]:
    return {"communications_lead_id": None, "summary": BRAND_SECRET, "level_reason": BRAND_SECRET}


def _room(tenant: Tenant, incident: Incident, story: Story) -> dict[str, Any]:
    owned, now = {"organization": tenant.organization}, timezone.now()
    StoryBand.objects.create(**owned, story=story, band=1)
    make_incident(tenant, title=BRAND_SECRET, summary=BRAND_SECRET, status=IncidentStatus.MERGED, merged_into=incident)
    task = IncidentTask.objects.create(
        **owned, incident=incident, title=BRAND_SECRET, assignee=tenant.agent, done_at=now, done_by=tenant.agent
    )
    entry, _ = (
        TimelineEntry.objects.create(
            **owned, incident=incident, kind=EntryKind.NOTE, text=BRAND_SECRET, actor=tenant.agent, happened_at=now
        )
        for _ in range(2)
    )
    TimelinePin.objects.create(**owned, entry=entry, actor=tenant.agent)
    RoleHolder.objects.create(
        **owned,
        incident=incident,
        role=IncidentRole.LEAD,
        member=tenant.agent,
        assigned_by=tenant.agent,
        assigned_at=now,
    )
    verdict = TriageVerdict.objects.create(
        **owned, story=story, verdict=Verdict.WATCH, status_before="new", actor=tenant.agent, at=now
    )
    return {"task": task, "entry": entry, "verdict": verdict}


def _lessons(tenant: Tenant, incident: Incident, risk: Risk) -> dict[str, Any]:
    owned, now = {"organization": tenant.organization}, timezone.now()
    post_mortem = PostMortem.objects.create(**owned, incident=incident, summary=BRAND_SECRET, version=2)
    signed = freeze(read_document(post_mortem, incident))
    PostMortemVersion.objects.create(
        **owned, post_mortem=post_mortem, version=1, content=signed, actor=tenant.agent, at=now
    )
    action = CorrectiveAction.objects.create(
        **owned,
        post_mortem=post_mortem,
        title=BRAND_SECRET,
        owner=tenant.agent,
        due_on=now.date(),
        risk=risk,
        done_at=now,
        done_by=tenant.agent,
    )
    return {"post_mortem": post_mortem, "action": action}


def _words(tenant: Tenant, category: RiskCategory, incident: Incident) -> dict[str, Any]:
    owned = {"organization": tenant.organization}
    waiting = submitted(tenant.agent, make_story(tenant.brand, f"{BRAND_SECRET} is late"), f"{BRAND_SECRET} is sorry.")
    keep_words(actor=tenant.owner, response=waiting, text=f"{BRAND_SECRET} was never sorry.")
    sent = on_its_way(tenant, make_story(tenant.brand, f"{BRAND_SECRET} is rude"))
    confirm_sent(actor=tenant.agent, response=sent, address="https://x.test/1", proof=BRAND_SECRET)
    Response.objects.filter(pk=waiting.pk).update(incident=incident)
    template = ResponseTemplate.objects.create(
        **owned, name=f"{BRAND_SECRET} holding", category=category, brand=tenant.brand, author=tenant.agent
    )
    ResponseTemplateText.objects.create(**owned, template=template, language="en", text=BRAND_SECRET)
    BrandVoice.objects.create(**owned, brand=tenant.brand, banned_words=[BRAND_SECRET])
    playbook = Playbook.objects.create(**owned, name=ORGANIZATION_SECRET)
    PlaybookStep.objects.create(**owned, playbook=playbook, offset_minutes=5, title_en=ORGANIZATION_SECRET)
    return {"waiting": waiting, "sent": sent, "template": template, "playbook": playbook}
