"""The post-mortem as one document: what people wrote between what the desk has recorded."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.enums import EntryKind
from incidents.models import CorrectiveAction, Incident, PostMortem, TimelineEntry
from incidents.models.post_mortem import WRITTEN
from incidents.queries.adherence import Adherence, adherence_of
from incidents.queries.figures import Figures, figures_of
from risks.enums import AssessmentKind, Band
from risks.models import Risk, RiskAssessment
from risks.queries.scales import band_of

# The moments that every incident has a place for: field -> the words of its row.
MILESTONES: Final[dict[str, str | Promise]] = {
    "started_at": _("First mention"),
    "declared_at": _("Incident declared"),
    "holding_at": _("First statement out"),
    "meaningful_at": _("Statement with substance out"),
    "contained_at": _("Contained"),
    "resolved_at": _("Resolved"),
}
AXES: Final = ("financial", "reputation", "brand_damage")


@dataclass(frozen=True)
class Moment:
    """A milestone (then `kind` is its field), or an entry of the timeline that somebody pinned."""

    at: datetime
    kind: str
    text: str = ""
    actor: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str | Promise:
        return self.text or MILESTONES.get(self.kind) or EntryKind(self.kind).label


@dataclass(frozen=True)
class ActionRow:
    pk: int
    title: str
    owner: str
    due_on: date
    risk: int | None
    changes: str
    done_at: datetime | None


@dataclass(frozen=True)
class RiskChange:
    """`after` is empty as long as nobody has signed."""

    number: int
    title: str
    before: tuple[int, int]
    expected: dict[str, int]
    after: tuple[int, int] | None = None

    @property
    def score_before(self) -> int:
        return self.before[0] * self.before[1]

    @property
    def band_before(self) -> Band:
        return band_of(*self.before)

    @property
    def score_after(self) -> int | None:
        return self.after[0] * self.after[1] if self.after else None

    @property
    def band_after(self) -> Band | None:
        return band_of(*self.after) if self.after else None


@dataclass(frozen=True)
class Document:
    title: str
    level: int
    words: dict[str, str]
    impact: dict[str, int]
    figures: Figures
    moments: list[Moment]
    adherence: Adherence
    actions: list[ActionRow]
    risk: RiskChange | None
    started_at: datetime
    resolved_at: datetime | None


def read_document(post_mortem: PostMortem, incident: Incident) -> Document:
    """As the rows say it now; a constant number of queries."""
    return Document(
        title=incident.title,
        level=incident.level,
        words={section: getattr(post_mortem, section) for section in WRITTEN},
        impact={axis: value for axis in AXES if (value := getattr(post_mortem, f"impact_{axis}")) is not None},
        figures=figures_of(incident),
        moments=moments_of(incident),
        adherence=adherence_of(incident),
        actions=actions_of(post_mortem),
        risk=_risk_change(post_mortem, incident.risk),
        started_at=incident.started_at,
        resolved_at=incident.resolved_at,
    )


def moments_of(incident: Incident) -> list[Moment]:
    """Milestones and pinned entries, as they happened. One query."""
    told = [Moment(at, name) for name in MILESTONES if (at := getattr(incident, name))]
    pinned = TimelineEntry.objects.filter(incident=incident, pin__isnull=False).select_related("actor__user")
    told += [
        Moment(entry.happened_at, entry.kind, entry.text, entry.actor.name if entry.actor else "", entry.detail)
        for entry in pinned
    ]
    return sorted(told, key=lambda moment: moment.at)


def actions_of(post_mortem: PostMortem) -> list[ActionRow]:
    rows = CorrectiveAction.objects.filter(post_mortem=post_mortem).select_related("owner__user", "risk")
    return [
        ActionRow(
            row.pk,
            row.title,
            row.owner.name,
            row.due_on,
            row.risk.number if row.risk else None,
            row.changes,
            row.done_at,
        )
        for row in rows.order_by("due_on", "pk")
    ]


def _risk_change(post_mortem: PostMortem, risk: Risk | None) -> RiskChange | None:
    """Before is where the risk stood when the first final was signed; until then, where it stands."""
    if risk is None:
        return None
    before = (
        post_mortem.risk_likelihood_before or risk.likelihood,
        post_mortem.risk_impact_before or risk.impact,
    )
    after = None
    if post_mortem.risk_likelihood_after and post_mortem.risk_impact_after:
        after = (post_mortem.risk_likelihood_after, post_mortem.risk_impact_after)
    return RiskChange(risk.number, risk.title, before, _expected(post_mortem.incident, risk), after)


def _expected(incident: Incident, risk: Risk) -> dict[str, int]:
    """The last view of the risk that this incident had no part in."""
    views = RiskAssessment.objects.filter(risk=risk, kind=AssessmentKind.CURRENT)
    last = views.exclude(incident_number=incident.number).order_by("-at", "-pk").first()
    return {axis: getattr(last, axis) for axis in ("likelihood", *AXES)} if last else {}


def fingerprint(document: Document) -> str:
    """What people wrote and decided, in one short name: signing binds to it. Figures may move on meanwhile."""
    written = [
        document.words,
        document.impact,
        [(row.title, row.owner, row.due_on.isoformat(), row.risk, row.changes) for row in document.actions],
        document.risk.number if document.risk else None,
    ]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()
