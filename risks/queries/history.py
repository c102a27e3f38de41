"""How the view of one risk changed, and where it stands in each of its three scores."""

from dataclasses import dataclass

from risks.enums import AssessmentKind, Band
from risks.models import Risk, RiskAssessment
from risks.queries.scales import band_of


@dataclass(frozen=True)
class Scored:
    """One row of the history with what it changed."""

    assessment: RiskAssessment
    before: tuple[int, int] | None

    @property
    def score(self) -> int:
        return self.assessment.likelihood * self.assessment.impact

    @property
    def band(self) -> Band:
        return band_of(self.assessment.likelihood, self.assessment.impact)

    @property
    def direction(self) -> str:
        if self.before is None or self.before[0] * self.before[1] == self.score:
            return ""
        return "up" if self.before[0] * self.before[1] < self.score else "down"


@dataclass(frozen=True)
class Standing:
    kind: AssessmentKind
    scored: Scored | None


@dataclass(frozen=True)
class History:
    rows: list[Scored]  # newest first
    standing: list[Standing]  # inherent, current, target

    @property
    def starting_values(self) -> dict[str, int]:
        """What the scoring form begins with: the score that stands."""
        current = next((each.scored for each in self.standing if each.kind == AssessmentKind.CURRENT), None)
        if current is None:
            return {}
        names = ("likelihood", "financial", "reputation", "brand_damage")
        return {name: getattr(current.assessment, name) for name in names}


def history_of(risk: Risk) -> History:
    """One query. A row knows the row of the same kind before it."""
    last: dict[str, tuple[int, int]] = {}
    latest: dict[str, Scored] = {}
    rows: list[Scored] = []
    for row in RiskAssessment.objects.filter(risk=risk).select_related("actor__user").order_by("at", "pk"):
        scored = Scored(row, last.get(row.kind))
        last[row.kind] = (row.likelihood, row.impact)
        latest[row.kind] = scored
        rows.append(scored)
    return History(rows[::-1], [Standing(kind, latest.get(kind)) for kind in AssessmentKind])
