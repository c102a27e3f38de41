from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from crisisdesk.web import wording

NOW = datetime(2026, 11, 23, 14, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (None, "unknown"),
        (0, "0"),
        (41, "41"),
        (3_822, "3,822"),
        (9_999, "9,999"),
        (48_200, "48.2\u00a0k"),
        (48_000, "48\u00a0k"),
        (740_400, "740\u00a0k"),
        (5_234_000, "5.2\u00a0M"),
        (-12_345, "-12.3\u00a0k"),
        (0.5, "0.5"),
    ],
)
def test_figures_are_short_and_unknown_is_never_zero(figure: float | None, words: str) -> None:
    assert wording.compact_number(figure) == words


def test_figures_are_written_as_the_language_writes_them() -> None:
    with translation.override("ru"):
        assert wording.compact_number(3_822) == "3\u00a0822"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-30), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=3, seconds=59), "3 min"),
        (timedelta(hours=2, minutes=14), "2 h"),
        (timedelta(days=5), "5 d"),
        (timedelta(days=7), "11/16/2026"),
        (timedelta(minutes=-30), "14:34"),
    ],
)
def test_age_in_the_fewest_signs(passed: timedelta, words: str) -> None:
    assert wording.age(NOW - passed, NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(12, "under 1 min"), (840, "14 min"), (8_040, "2 h 14 min"), (7_200, "2 h"), (432_000, "5 d")],
)
def test_spans_as_people_say_them(seconds: int, words: str) -> None:
    assert wording.span(seconds) == words


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(hours=2), ("2 h", "")),
        (timedelta(minutes=15), ("15 min", "warn")),
        (timedelta(minutes=-14), ("14 min late", "bad")),
    ],
)
def test_a_clock_says_how_much_is_left_and_how_late(left: timedelta, expected: tuple[str, str]) -> None:
    assert wording.due(NOW + left, NOW, 900) == expected


def test_a_time_of_another_day_has_its_date() -> None:
    assert wording.clock_time(NOW, NOW) == "14:04"
    assert wording.clock_time(NOW - timedelta(days=1), NOW) == "22 Nov. 14:04"
    assert wording.exact_time(NOW) == "Nov. 23, 2026, 14:04 UTC"
    with translation.override("ru"):
        assert wording.clock_time(NOW - timedelta(days=1), NOW) == "22 ноября 14:04"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anna Kern", "AK"), ("Oleg", "OL"), ("@soup gate now", "SN"), ("Ёжик Туманов", "ЁТ"), ("", "?"), ("—", "?")],
)
def test_letters_of_a_person(name: str, letters: str) -> None:
    assert wording.initials(name) == letters


@pytest.mark.parametrize(
    ("spans", "html"),
    [
        ([], "a &lt;b&gt; hair"),
        ([(6, 10)], "a &lt;b&gt; <mark>hair</mark>"),
        ([(2, 5)], "a <mark>&lt;b&gt;</mark> hair"),
        ([(6, 8), (7, 99), (-5, 1), (3, 3)], "<mark>a</mark> &lt;b&gt; <mark>ha</mark><mark>ir</mark>"),
    ],
)
def test_marked_words_cannot_bring_markup(spans: list[tuple[int, int]], html: str) -> None:
    assert wording.highlight("a <b> hair", spans) == html
