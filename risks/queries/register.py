"""The register as a person asked for it: filters in the address, rows, and what may be added to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Membership
from risks.enums import AssessmentKind, Band, RiskStatus
from risks.models import Risk, RiskAssessment, RiskCategory
from risks.queries.scales import APPETITE, EXECUTIVE, STEPS, band_of
from risks.queries.taxonomy import TAXONOMY

SORTS: Final = {
    "score": ("-score", "-impact", "number"),
    "newest": ("-assessed_at", "number"),
    "number": ("number",),
    "title": ("title", "number"),
}
SORT_WORDS: Final = (
    ("score", _("Highest score first")),
    ("newest", _("Scored last first")),
    ("number", _("By number")),
    ("title", _("By title")),
)
BAND_SCORES: Final = {
    Band.LOW: (1, 4),
    Band.MEDIUM: (5, APPETITE),
    Band.HIGH: (APPETITE + 1, EXECUTIVE),
    Band.CRITICAL: (EXECUTIVE + 1, 25),
}
MOVED_DAYS: Final = 30


@dataclass(frozen=True)
class RegisterFilter:
    """What stands in the address. A value that means nothing is left out, not an error."""

    brand: str = ""
    category: str = ""
    status: str = ""
    band: str = ""
    cell: str = ""  # likelihood and impact, such as "4x3"
    q: str = ""
    sort: str = "score"

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "RegisterFilter":
        given = {name: params.get(name, "").replace("\0", "")[:200] for name in cls.__dataclass_fields__}
        known = {
            "status": given["status"] if given["status"] in RiskStatus.values else "",
            "band": given["band"] if given["band"] in Band.values else "",
            "cell": given["cell"] if _cell(given["cell"]) else "",
            "sort": given["sort"] if given["sort"] in SORTS else "score",
        }
        return cls(**given | known)

    def apply(self, rows: QuerySet[Risk]) -> QuerySet[Risk]:
        rows = rows.filter(status=self.status) if self.status else rows.exclude(status=RiskStatus.CLOSED)
        if self.brand:
            rows = rows.filter(brand__slug=self.brand)
        if self.category:
            rows = rows.filter(category__code=self.category)
        if self.band:
            rows = rows.filter(score__range=BAND_SCORES[Band(self.band)])
        if cell := _cell(self.cell):
            rows = rows.filter(likelihood=cell[0], impact=cell[1])
        if self.q:
            rows = rows.filter(title__icontains=self.q)
        return rows.order_by(*SORTS[self.sort])

    def query(self, **changes: str) -> str:
        """The address that differs from this one by `changes`; an empty value takes a filter off."""
        wanted = replace(self, **changes)
        values = {name: getattr(wanted, name) for name in self.__dataclass_fields__}
        return "?" + urlencode({k: v for k, v in values.items() if v and (k, v) != ("sort", "score")})

    @property
    def cell_words(self) -> str:
        return self.cell.replace("x", " × ")

    @property
    def narrows(self) -> bool:
        return any((self.brand, self.category, self.status, self.band, self.cell, self.q))


def _cell(text: str) -> tuple[int, int] | None:
    likelihood, _x, impact = text.partition("x")
    figures = {str(step): step for step in STEPS}
    return (figures[likelihood], figures[impact]) if likelihood in figures and impact in figures else None


@dataclass(frozen=True)
class RegisterRow:
    """A risk with its score of 30 days ago, where that was another one."""

    risk: Risk
    before: tuple[int, int] | None

    @property
    def band(self) -> Band:
        return band_of(self.risk.likelihood, self.risk.impact)

    @property
    def direction(self) -> str:
        if self.before is None or self.before[0] * self.before[1] == self.risk.score:
            return ""
        return "up" if self.before[0] * self.before[1] < self.risk.score else "down"

    @property
    def acceptance_is_over(self) -> bool:
        until = self.risk.accepted_until
        return self.risk.status == RiskStatus.ACCEPTED and until is not None and until < timezone.localdate()

    @property
    def above_appetite(self) -> bool:
        return self.risk.status == RiskStatus.OPEN and self.risk.score > APPETITE


@dataclass(frozen=True)
class Register:
    rows: list[RegisterRow] = field(default_factory=list)

    @property
    def above_appetite(self) -> int:
        return sum(row.above_appetite for row in self.rows)

    @property
    def moved(self) -> int:
        return sum(row.before is not None for row in self.rows)


def read_register(member: Membership, wanted: RegisterFilter) -> Register:
    """Two queries, however many risks there are."""
    risks = list(wanted.apply(Risk.objects.for_member(member)).select_related("brand", "category", "owner__user"))
    before = _scores_before(risks)
    return Register([RegisterRow(risk, before.get(risk.pk)) for risk in risks])


def _scores_before(risks: list[Risk]) -> dict[int, tuple[int, int]]:
    then = timezone.now() - timedelta(days=MOVED_DAYS)
    history = (
        RiskAssessment.objects.filter(risk__in=[risk.pk for risk in risks], kind=AssessmentKind.CURRENT, at__lte=then)
        .order_by("risk_id", "-at", "-pk")
        .distinct("risk_id")
    )
    now = {risk.pk: (risk.likelihood, risk.impact) for risk in risks}
    scores = {row.risk_id: (row.likelihood, row.impact) for row in history}
    return {pk: score for pk, score in scores.items() if score != now[pk]}


def brands_without_risks(member: Membership) -> QuerySet[Brand]:
    """Whom the taxonomy's examples would help."""
    return Brand.objects.for_member(member).active().filter(risks=None).order_by("name")


@dataclass(frozen=True)
class Offer:
    """An example of the taxonomy that a brand may take over."""

    key: str
    title: str
    category: RiskCategory
    likelihood: int
    impact: int
    taken: bool

    @property
    def band(self) -> Band:
        return band_of(self.likelihood, self.impact)

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


def offered_examples(brand: Brand) -> list[Offer]:
    """Only of categories that the organization still uses, in the reader's language."""
    categories = {category.code: category for category in RiskCategory.objects.active()}
    titles = set(Risk.objects.filter(brand=brand).values_list("title", flat=True))
    russian = get_language() == "ru"
    return [
        Offer(
            key=f"{known.code}-{place}",
            title=example.title_ru if russian else example.title_en,
            category=categories[known.code],
            likelihood=example.likelihood,
            impact=example.impact,
            taken=bool(titles & {example.title_en, example.title_ru}),
        )
        for known in TAXONOMY
        if known.code in categories
        for place, example in enumerate(known.examples, start=1)
    ]
