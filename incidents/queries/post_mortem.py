"""The post-mortem as one document: what people wrote between what the desk has recorded."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crisisdesk.frozen import thaw
from crisisdesk.web.wording import span
from incidents.models import CorrectiveAction, Incident, PostMortem, PostMortemVersion, TimelineEntry
from incidents.models.post_mortem import WRITTEN
from incidents.queries.adherence import Adherence, adherence_of
from incidents.queries.clock_results import ClockResult, clock_results
from incidents.queries.figures import Figures, figures_of
from incidents.queries.telling import Told, tell
from risks.enums import AssessmentKind, Band
from risks.models import Risk, RiskAssessment
from risks.queries.scales import band_of

# The moments that every incident has a place for: field -> words, icon and colour of its row.
MILESTONES: Final[dict[str, tuple[str | Promise, str, str]]] = {
    "started_at": (_("First mention"), "flag", "hot"),
    "declared_at": (_("Incident declared"), "opened", ""),
    "holding_at": (_("First statement out"), "response", "okk"),
    "meaningful_at": (_("Statement with substance out"), "response", "okk"),
    "contained_at": (_("Contained"), "status", ""),
    "resolved_at": (_("Resolved"), "ok", "okk"),
}
AXES: Final = ("financial", "reputation", "brand_damage")


@dataclass(frozen=True)
class Moment:
    """A milestone (then `kind` is its field), or an entry of the timeline that somebody pinned."""

    at: datetime
    kind: str
    since_seconds: int
    text: str = ""
    actor: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def offset(self) -> str:
        return f"{'+' if self.since_seconds >= 0 else '−'}{span(self.since_seconds)}"

    @property
    def told(self) -> Told:
        """In the reader's language, whoever signed it in whichever."""
        if self.kind in MILESTONES:
            words, icon, css = MILESTONES[self.kind]
            return Told(str(words), icon, css)
        return tell(TimelineEntry(kind=self.kind, detail=self.detail))


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
    """`after` is empty as long as nobody has signed. `expected` is what the register said before the incident,
    `standing` what it says now.
    """

    number: int
    title: str
    before: tuple[int, int]
    expected: dict[str, int]
    after: tuple[int, int] | None = None
    standing: dict[str, int] = field(default_factory=dict)

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
    clocks: list[ClockResult]
    adherence: Adherence
    actions: list[ActionRow]
    risk: RiskChange | None
    started_at: datetime
    resolved_at: datetime | None

    @property
    def lines(self) -> dict[str, list[str]]:
        """Each section as the list that people write, one thing a line."""
        return {
            name: [line.strip(" -•") for line in text.splitlines() if line.strip()] for name, text in self.words.items()
        }

    @property
    def lacks_summary(self) -> bool:
        return not self.words["summary"].strip()

    @property
    def lacks_action(self) -> bool:
        return not self.actions and not self.words["no_action_reason"].strip()


def standing_document(post_mortem: PostMortem, incident: Incident) -> Document:
    """What a reader sees: as it was signed, or as far as it has come."""
    if not post_mortem.is_final:
        return read_document(post_mortem, incident)
    signed = PostMortemVersion.objects.get(post_mortem=post_mortem, version=post_mortem.version)
    return thaw(Document, signed.content)


def read_document(post_mortem: PostMortem, incident: Incident) -> Document:
    """As the rows say it now; a constant number of queries."""
    return Document(
        title=incident.title,
        level=incident.level,
        words={section: getattr(post_mortem, section) for section in WRITTEN},
        impact={axis: value for axis in AXES if (value := getattr(post_mortem, f"impact_{axis}")) is not None},
        figures=figures_of(incident),
        moments=moments_of(incident),
        clocks=clock_results(incident),
        adherence=adherence_of(incident),
        actions=actions_of(post_mortem),
        risk=_risk_change(post_mortem, incident.risk),
        started_at=incident.started_at,
        resolved_at=incident.resolved_at,
    )


def moments_of(incident: Incident) -> list[Moment]:
    """Milestones and pinned entries, as they happened. One query."""

    def since(at: datetime) -> int:
        return int((at - incident.started_at).total_seconds())

    told = [Moment(at, name, since(at)) for name in MILESTONES if (at := getattr(incident, name))]
    pinned = TimelineEntry.objects.filter(incident=incident, pin__isnull=False).select_related("actor__user")
    for entry in pinned:
        name, at = entry.actor.name if entry.actor else "", entry.happened_at
        told.append(Moment(at, entry.kind, since(at), entry.text, name, entry.detail))
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
    views = list(RiskAssessment.objects.filter(risk=risk, kind=AssessmentKind.CURRENT).order_by("-at", "-pk"))
    untaught = [view for view in views if view.incident_number != post_mortem.incident.number]
    return RiskChange(risk.number, risk.title, before, _figures(untaught), after, _figures(views))


def _figures(views: list[RiskAssessment]) -> dict[str, int]:
    """Of the last view of a risk."""
    return {axis: getattr(view, axis) for view in views[:1] for axis in ("likelihood", *AXES)}


def fingerprint(document: Document) -> str:
    """What people wrote and decided, in one short name: signing binds to it. Figures may move on meanwhile."""
    written = [
        document.words,
        document.impact,
        [(row.title, row.owner, row.due_on.isoformat(), row.risk, row.changes) for row in document.actions],
        document.risk.number if document.risk else None,
    ]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def read_versions(post_mortem: PostMortem) -> list[PostMortemVersion]:
    """Newest first, without their content."""
    rows = PostMortemVersion.objects.filter(post_mortem=post_mortem).select_related("actor__user").defer("content")
    return list(rows.order_by("-version"))
