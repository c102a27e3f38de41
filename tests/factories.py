"""Real rows with sensible defaults. Whatever a test is about, it names itself."""

import hashlib
import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Brand, Membership, MembershipBrand, Organization, User
from crisisdesk.tenancy import organization_scope
from incidents.enums import IncidentStatus
from incidents.models import Incident, IncidentStory, PostMortem
from mentions.enums import SourceKind
from mentions.models import Match, Mention, Sighting, Source, Story
from risks.models import Risk, RiskCategory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Tenant:
    """An organization with a person in every role and one brand."""

    organization: Organization
    owner: Membership
    admin: Membership
    approver: Membership
    agent: Membership
    viewer: Membership
    brand: Brand

    @property
    def id(self) -> int:
        return self.organization.pk

    @property
    def slug(self) -> str:
        return self.organization.slug

    def members(self) -> dict[str, Membership]:
        return {role.value: getattr(self, role.value) for role in Role}


def make_tenant(slug: str) -> Tenant:
    organization = Organization.objects.create(name=slug.title(), slug=slug)
    with organization_scope(organization.pk):
        members = {role.value: make_member(organization, role) for role in Role}
        return Tenant(organization, **members, brand=make_brand(organization))


def make_member(organization: Organization, role: str, *, brands: tuple[Brand, ...] = ()) -> Membership:
    """With brands the member is limited to them."""
    number = next(_numbers)
    user = User.objects.create_user(f"{role}{number}@{organization.slug}.test", name=f"{role.title()} {number}")
    member: Membership = Membership.objects.create(
        organization=organization, user=user, role=role, limited=bool(brands)
    )
    for brand in brands:
        MembershipBrand.objects.create(organization=organization, membership=member, brand=brand)
    return member


def make_brand(organization: Organization, name: str = "Nordwind", **fields: Any) -> Brand:
    defaults = {"slug": f"brand-{next(_numbers)}", "words": [name], "languages": ["en", "ru"]}
    brand: Brand = Brand.objects.create(organization=organization, name=name, **defaults | fields)
    return brand


def make_source(brand: Brand, kind: str = SourceKind.WEBHOOK, **fields: Any) -> Source:
    defaults = {"name": f"{kind} {next(_numbers)}"}
    source: Source = Source.objects.create(
        organization_id=brand.organization_id, brand=brand, kind=kind, **defaults | fields
    )
    return source


def make_mention(organization_id: int, text: str = "My bag is gone", **fields: Any) -> Mention:
    number = next(_numbers)
    defaults = {
        "identity": hashlib.sha256(f"{number}".encode()).digest(),
        "network": "x",
        "author_handle": f"@person{number}",
        "published_at": NOON,
        "received_at": timezone.now(),
        "language": "en",
    }
    mention: Mention = Mention.objects.create(organization_id=organization_id, text=text, **defaults | fields)
    return mention


def make_story(brand: Brand, text: str = "My bag is gone", *, mentions: int = 1, **fields: Any) -> Story:
    """A waiting story whose mentions came a minute apart."""
    rows = [
        make_mention(brand.organization_id, text, published_at=NOON + timedelta(minutes=minute))
        for minute in range(mentions)
    ]
    defaults = {
        "lead": rows[0],
        "title": text[:200],
        "mentions_count": mentions,
        "authors_count": mentions,
        "first_at": NOON,
        "last_at": NOON + timedelta(minutes=mentions - 1),
        "exact": hashlib.sha256(f"{next(_numbers)}".encode()).digest(),
    }
    story: Story = Story.objects.create(organization_id=brand.organization_id, brand=brand, **defaults | fields)
    source = make_source(brand)
    for mention in rows:
        Match.objects.create(organization_id=brand.organization_id, mention=mention, brand=brand, story=story)
        Sighting.objects.create(
            organization_id=brand.organization_id, mention=mention, source=source, seen_at=mention.received_at
        )
    return story


def make_category(organization_id: int, **fields: Any) -> RiskCategory:
    number = next(_numbers)
    defaults = {"code": f"C{number}", "name_en": f"Category {number}", "name_ru": f"Категория {number}"}
    category: RiskCategory = RiskCategory.objects.create(organization_id=organization_id, **defaults | fields)
    return category


def make_risk(brand: Brand, **fields: Any) -> Risk:
    defaults = {
        "number": next(_numbers),
        "title": "Bags are lost",
        "likelihood": 3,
        "impact": 3,
        "assessed_at": NOON,
    }
    if "category" not in fields:
        defaults["category"] = make_category(brand.organization_id)
    risk: Risk = Risk.objects.create(organization_id=brand.organization_id, brand=brand, **defaults | fields)
    return risk


def make_incident(brand: Brand, *, opened_by: Membership, story: Story | None = None, **fields: Any) -> Incident:
    """Declared ten minutes after the first mention; with a story it is about that story."""
    defaults = {
        "number": next(_numbers),
        "title": "Bags are lost in Riga",
        "level": 3,
        "level_reason": "Doubled in an hour, and a journalist asks",
        "opened_by": opened_by,
        "started_at": NOON,
        "declared_at": NOON + timedelta(minutes=10),
    }
    incident: Incident = Incident.objects.create(
        organization_id=brand.organization_id, brand=brand, **defaults | fields
    )
    if story:
        IncidentStory.objects.create(
            organization_id=brand.organization_id, incident=incident, story=story, linked_by=opened_by
        )
    return incident


def make_resolved_incident(brand: Brand, *, opened_by: Membership, **fields: Any) -> Incident:
    """Over after five hours, so that its post-mortem may begin."""
    over: dict[str, Any] = {"status": IncidentStatus.RESOLVED, "resolved_at": NOON + timedelta(hours=5)}
    return make_incident(brand, opened_by=opened_by, **over | fields)


def make_post_mortem(incident: Incident, **fields: Any) -> PostMortem:
    """A draft of an incident under review."""
    if incident.status == IncidentStatus.RESOLVED:
        incident.status, incident.reviewing_at = IncidentStatus.REVIEWING, NOON + timedelta(hours=6)
        incident.save()
    post_mortem: PostMortem = PostMortem.objects.create(
        organization_id=incident.organization_id, incident=incident, **{"summary": "Bags were late."} | fields
    )
    return post_mortem
