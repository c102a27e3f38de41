"""What stands around a text that is being written: templates, slots, warnings, its length."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Brand, Membership
from incidents.models import Incident
from mentions.models import Story
from playbooks.enums import ResponseStatus, TemplateStatus
from playbooks.models import Response, ResponseTemplate
from playbooks.queries.variables import Variable, fill, variables_in
from playbooks.queries.voices import banned_words
from playbooks.queries.warnings import OutgoingWarning, warnings_about

LIMITS: Final = {"x": 280, "twitter": 280, "bluesky": 300, "mastodon": 500, "threads": 500}
SLOT_FIELD: Final = "slot-"  # the name of a slot's input begins with it


@dataclass(frozen=True)
class Matter:
    """What is answered: enough to write about it before the answer itself exists."""

    brand: Brand
    story: Story | None
    incident: Incident | None
    stage: str
    channel: str
    language: str

    @property
    def title(self) -> str:
        if self.story:
            return self.story.title
        return self.incident.title if self.incident else ""

    @property
    def level(self) -> int:
        if self.incident:
            return self.incident.level
        return self.story.level if self.story else 0


@dataclass(frozen=True)
class Slot:
    variable: Variable
    value: str

    @property
    def field(self) -> str:
        return SLOT_FIELD + self.variable.name


@dataclass(frozen=True)
class Composer:
    """The text with everything a person should see beside it."""

    text: str
    revision: int | None
    saved_at: datetime | None
    limit: int | None
    slots: list[Slot]
    warnings: list[OutgoingWarning]

    @property
    def names(self) -> set[str]:
        return {slot.variable.name for slot in self.slots}

    @property
    def length(self) -> int:
        return len(self.text)

    @property
    def is_too_long(self) -> bool:
        return self.limit is not None and self.length > self.limit


def matter_of(response: Response) -> Matter:
    return Matter(
        response.brand, response.story, response.incident, response.stage, response.channel, response.language
    )


def compose(
    matter: Matter, text: str, response: Response | None = None, typed: Mapping[str, str] | None = None
) -> Composer:
    """`typed` holds what a person has put into the slots so far."""
    known, typed = known_values(matter), typed or {}
    return Composer(
        text=text,
        revision=response.revision if response else None,
        saved_at=response.updated_at if response and response.text else None,
        limit=LIMITS.get(matter.channel.lower()),
        slots=[
            Slot(variable, typed.get(variable.name) or known.get(variable.name, "")) for variable in variables_in(text)
        ],
        warnings=warnings_about(
            text,
            level=matter.level,
            banned=banned_words(matter.brand),
            times_in_thread=_times_in_thread(matter, response),
        ),
    )


def known_values(matter: Matter) -> dict[str, str]:
    """What the system can put into a template by itself."""
    values = {"brand": matter.brand.name, "channel": matter.channel}
    if matter.incident:
        values["incident"] = matter.incident.title
        if matter.incident.next_update_at:
            values["next_update_at"] = date_format(timezone.localtime(matter.incident.next_update_at), "H:i")
    return values


def offered_templates(member: Membership, brand: Brand, stage: str) -> QuerySet[ResponseTemplate]:
    """Those of this stage first, approved ones first among them."""
    return (
        ResponseTemplate.objects.for_member(member)
        .select_related("category", "approved_by__user")
        .filter(Q(brand=None) | Q(brand=brand))
        .exclude(status=TemplateStatus.EXPIRED)
        .order_by(
            Case(When(stage=stage, then=Value(0)), default=Value(1)),
            Case(When(status=TemplateStatus.APPROVED, then=Value(0)), default=Value(1)),
            "name",
        )
    )


def suggestion(member: Membership, matter: Matter) -> ResponseTemplate | None:
    """Approved words of this stage and language: for the category of the incident's risk, else for any."""
    rows = offered_templates(member, matter.brand, matter.stage).filter(
        status=TemplateStatus.APPROVED, stage=matter.stage, texts__language=matter.language
    )
    risk = matter.incident.risk if matter.incident else None
    mine = [risk.category_id] if risk else []
    return rows.filter(Q(category__in=mine) | Q(category=None)).order_by(F("category").asc(nulls_last=True)).first()


def opening_text(template: ResponseTemplate | None, matter: Matter) -> str:
    """What a composer begins with: the suggested words with what is known, or nothing."""
    return fill(template_text(template, matter.language), known_values(matter)) if template else ""


def template_text(template: ResponseTemplate, language: str) -> str:
    """In this language, else in English, else in the first one there is."""
    texts = dict(template.texts.order_by("pk").values_list("language", "text"))
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _times_in_thread(matter: Matter, response: Response | None) -> int:
    if matter.story is None or response is None or not response.text:
        return 0
    sent = Response.objects.filter(story=matter.story, status=ResponseStatus.SENT, text_hash=response.text_hash)
    return sent.count()
