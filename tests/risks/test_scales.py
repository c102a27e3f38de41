"""The scales: figures, their words and their bands."""

import pytest
from django.utils import translation

from risks.enums import Band
from risks.queries.scales import STEPS, band_of, scale_words


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"),
    [
        (1, 1, Band.LOW),
        (2, 2, Band.LOW),
        (1, 5, Band.MEDIUM),
        (3, 3, Band.MEDIUM),
        (2, 5, Band.HIGH),
        (4, 4, Band.HIGH),
        (4, 5, Band.CRITICAL),
        (5, 5, Band.CRITICAL),
    ],
)
def test_a_band_begins_where_the_words_say(likelihood: int, impact: int, band: Band) -> None:
    assert band_of(likelihood, impact) == band


def test_the_worst_impact_is_never_below_high_once_it_is_more_than_rare() -> None:
    bands = {band_of(likelihood, 5) for likelihood in (2, 3, 4, 5)}

    assert bands == {Band.HIGH, Band.CRITICAL}


def test_every_figure_of_every_axis_has_a_name_and_a_meaning() -> None:
    for axis in scale_words().axes:
        assert [step.value for step in axis.steps] == list(STEPS)
        assert all(str(step.name) and str(step.meaning) for step in axis.steps)


def test_the_words_follow_the_readers_language() -> None:
    step = scale_words().likelihood.steps[0]

    with translation.override("en"):
        assert str(step.name) == "Rare"
