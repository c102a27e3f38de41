"""What the chart and the ruler of a room say."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation
from time_machine import travel

from crisisdesk.web.charts import Volume
from incidents.models import Incident
from incidents.queries.figures import Figures
from incidents.queries.growth import chart_of, finding, subtitle_of
from incidents.queries.ruler import ruler_of
from incidents.services.level import change_level
from incidents.services.statements import note_statement
from tests.factories import NOON, Tenant, make_story
from tests.incidents.rows import opened

STEP = timedelta(minutes=5)


def figures(*counts: int, high: float | None = 10, start: datetime = NOON - STEP, step: timedelta = STEP) -> Figures:
    points = [(start + place * step, count) for place, count in enumerate(counts)]
    return Figures(1, sum(counts), None, int(step.total_seconds()), points, high and 2, high, None, None)


@pytest.mark.parametrize(
    ("counts", "high", "title"),
    [
        ((), 10, "No mentions yet"),
        ((0, 0), 10, "No mentions yet"),
        ((3, 96), 10, "Peak of 96 mentions at 12:00, 9.6 times the usual high"),
        ((3, 12), 10, "Peak of 12 mentions at 12:00"),
        ((3, 8), 10, "Peak of 8 mentions at 12:00, inside the usual range"),
        ((0, 1), None, "Peak of 1 mention at 12:00"),
    ],
)
def test_the_title_says_what_there_is_to_see(counts: tuple[int, ...], high: float | None, title: str) -> None:
    with travel(NOON + timedelta(hours=1), tick=False):
        assert finding(figures(*counts, high=high)) == title


def test_the_subtitle_says_step_and_zone() -> None:
    assert subtitle_of(figures(1)) == "Mentions of the brand in steps of 5 min, UTC time"


def drawn(incident: Incident, shown: Figures, minutes: int) -> Volume:
    with travel(NOON + timedelta(minutes=minutes), tick=False):
        return chart_of(incident, shown)


def at_noon(tenant: Tenant, minutes: int = 0) -> Incident:
    story = make_story(tenant.brand)
    with travel(NOON + timedelta(minutes=minutes), tick=False):
        return opened(tenant, story)


def test_the_moments_people_look_for_are_marked(inside: Tenant) -> None:
    incident = at_noon(inside, 10)
    note_statement(actor=inside.agent, incident=incident, stage="holding", at=NOON + timedelta(minutes=20))
    incident.refresh_from_db()

    chart = drawn(incident, figures(1, 5, 9, 30, 40, 50), 40)

    assert [(mark.label, mark.x) for mark in chart.marks] == [
        ("T-zero 12:00", "20%"),
        ("declared 12:10", "60%"),
        ("holding statement 12:20", "100%"),
    ]


def test_a_step_that_has_only_begun_is_no_fall(inside: Tenant) -> None:
    incident = at_noon(inside)
    shown = figures(1, 5, 9, 0)

    begun, full = drawn(incident, shown, 12), drawn(incident, shown, 15)

    assert ([point.value for point in begun.points], len(full.points)) == ([1, 5, 9], 4)


def test_a_long_chart_names_its_days(inside: Tenant) -> None:
    chart = drawn(at_noon(inside), figures(1, 5, 9, step=timedelta(days=1)), 60 * 24 * 5)

    assert chart.labels == ("2 Mar 11:55", "3 Mar 11:55", "4 Mar 11:55")


def test_the_days_of_a_long_chart_are_short_in_russian_too(inside: Tenant) -> None:
    with translation.override("ru"):
        chart = drawn(at_noon(inside), figures(1, 5, 9, step=timedelta(days=1)), 60 * 24 * 5)

    assert chart.labels == ("2 мар 11:55", "3 мар 11:55", "4 мар 11:55")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, ["T-zero", "+15 min", "+30 min", "+45 min"]),
        (3, ["T-zero", "+1 h", "+2 h"]),
        (53, ["T-zero", "+12 h", "+1 d", "+36 h"]),
        (24 * 9, ["T-zero", "+2 d", "+4 d", "+6 d"]),
    ],
)
def test_the_ruler_has_few_round_ticks(inside: Tenant, hours: int, words: list[str]) -> None:
    incident = at_noon(inside)

    with travel(NOON + timedelta(hours=hours), tick=False):
        ruler = ruler_of(incident)

    assert [tick.words for tick in ruler.ticks] == words


def test_the_ruler_of_what_is_closed_leaves_room_for_the_date_at_its_end(inside: Tenant) -> None:
    incident = at_noon(inside)
    Incident.objects.filter(pk=incident.pk).update(closed_at=NOON + timedelta(hours=53))
    incident.refresh_from_db()

    ruler = ruler_of(incident)

    assert [tick.words for tick in ruler.ticks] == ["T-zero", "+12 h", "+1 d"]


def test_the_ruler_of_an_old_matter_counts_in_years(inside: Tenant) -> None:
    incident = at_noon(inside)

    with travel(NOON + timedelta(days=365 * 11), tick=False):
        ruler = ruler_of(incident)

    assert [tick.words for tick in ruler.ticks] == ["T-zero", "+1095 d", "+2190 d", "+3285 d"]


def test_the_ruler_shows_what_alarmed(inside: Tenant) -> None:
    incident = at_noon(inside)
    with travel(NOON + timedelta(minutes=30), tick=False):
        change_level(actor=inside.agent, incident=incident, seen=3, to=4)
        change_level(actor=inside.agent, incident=incident, seen=4, to=3, reason="Calm")

    with travel(NOON + timedelta(hours=1), tick=False):
        ruler = ruler_of(incident)

    assert [(dot.x, dot.radius, dot.is_alarm) for dot in ruler.dots] == [
        ("50.0%", 5, False),
        ("50.0%", 5, True),
        ("0.0%", 3, False),
        ("0.0%", 3, False),
        ("0.0%", 5, False),
        ("0.0%", 3, True),
    ]
    assert (ruler.title, ruler.end) == ("6 entries from the first mention to 1 h after it", "now")
