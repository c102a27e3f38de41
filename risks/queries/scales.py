"""The words of the scales (docs/words.md §5): a figure without its meaning is a matter of taste."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from risks.enums import Band

STEPS: Final = range(1, 6)
APPETITE: Final = 9  # nothing above it stays open without treatment
EXECUTIVE: Final = 16  # above it only an approver may accept, and not for long


@dataclass(frozen=True)
class ScaleStep:
    value: int
    name: str | Promise
    meaning: str | Promise


@dataclass(frozen=True)
class Axis:
    """One question of the scoring form with its five answers; `field` is the form's name for it."""

    field: str
    label: str | Promise
    steps: tuple[ScaleStep, ...]


@dataclass(frozen=True)
class Scales:
    likelihood: Axis
    impact: tuple[Axis, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        return (self.likelihood, *self.impact)


IMPACT_NAMES: Final = (_("Negligible"), _("Minor"), _("Moderate"), _("Major"), _("Severe"))


def _axis(
    field: str, label: str | Promise, names: tuple[str | Promise, ...], meanings: tuple[str | Promise, ...]
) -> Axis:
    return Axis(
        field,
        label,
        tuple(ScaleStep(value, name, meaning) for value, name, meaning in zip(STEPS, names, meanings, strict=True)),
    )


_SCALES: Final = Scales(
    likelihood=_axis(
        "likelihood",
        _("Likelihood"),
        (_("Rare"), _("Unlikely"), _("Possible"), _("Likely"), _("Almost certain")),
        (
            _("Under 5 % in 12 months. Nothing seen in 90 days."),
            _("5–20 % in 12 months. Less than one negative mention of weight a week."),
            _("20–50 % in 12 months. Seen weekly, or one issue in 90 days."),
            _("50–90 % in 12 months. Seen daily, or one threat in 90 days, or up by half in 30 days."),
            _("Over 90 % in 12 months. Several a day and growing, or an open incident."),
        ),
    ),
    impact=(
        _axis(
            "financial",
            _("Financial impact"),
            IMPACT_NAMES,
            (
                _("Under 0.1 % of the brand's monthly revenue."),
                _("0.1–1 % of monthly revenue."),
                _("1–5 % of monthly revenue, refunds."),
                _("5–20 % of monthly revenue, contracts cancelled."),
                _("Over 20 % of monthly revenue, threat of insolvency."),
            ),
        ),
        _axis(
            "reputation",
            _("Reputation impact"),
            IMPACT_NAMES,
            (
                _("A few comments, reach under 1,000, gone in a day."),
                _("A local thread, reach 1,000–50,000, one to three days."),
                _("Trade media or one influencer, reach 50,000–500,000, up to a week."),
                _("National media, reach 0.5–5 million, weeks; a call to boycott."),
                _("International, reach over 5 million, a month or more."),
            ),
        ),
        _axis(
            "brand_damage",
            _("Brand impact"),
            IMPACT_NAMES,
            (
                _("No measurable change."),
                _("Sentiment down 5 points."),
                _("Sentiment down 15 points."),
                _("Sentiment down 30 points, a partner or key people lost."),
                _("Lasting damage, change of leadership."),
            ),
        ),
    ),
)


def scale_words() -> Scales:
    """The words are lazy: they are put into the reader's language when the page is made."""
    return _SCALES


def band_of(likelihood: int, impact: int) -> Band:
    """1–4 low, 5–9 medium, 10–16 high, 17–25 critical; the worst impact is high once it is more than rare."""
    score = likelihood * impact
    if score > EXECUTIVE:
        return Band.CRITICAL
    if score > APPETITE or (impact == STEPS[-1] and likelihood > STEPS[0]):
        return Band.HIGH
    return Band.MEDIUM if score > STEPS[3] else Band.LOW
