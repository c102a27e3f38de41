"""What a story keeps of the last six hours of its mentions."""

from datetime import datetime, timedelta

import pytest

from mentions.queries.pace import grown_pace, mentions_within
from tests.factories import NOON


def minutes(*numbers: int) -> list[datetime]:
    return [NOON + timedelta(minutes=number) for number in numbers]


def test_mentions_are_counted_in_steps_of_five_minutes() -> None:
    pace = grown_pace({}, minutes(0, 4, 5), NOON)
    again = grown_pace(pace, minutes(6, -1), NOON)

    assert list(pace.values()) == [2, 1]
    assert again == {
        (NOON - timedelta(minutes=5)).isoformat(): 1,
        NOON.isoformat(): 2,
        (NOON + timedelta(minutes=5)).isoformat(): 2,
    }


def test_what_is_older_than_six_hours_is_forgotten() -> None:
    pace = grown_pace({}, minutes(0, 1), NOON)

    assert grown_pace(pace, minutes(365), NOON + timedelta(minutes=365)) == {
        (NOON + timedelta(minutes=365)).isoformat(): 1
    }


@pytest.mark.parametrize(("hours", "mentions"), [(2, 2), (6, 3)])
def test_the_hours_count_back_from_the_last_mention(hours: int, mentions: int) -> None:
    last_at = NOON + timedelta(hours=5, seconds=90)
    pace = grown_pace({}, [NOON, *minutes(4 * 60), last_at], last_at)

    assert mentions_within(pace, last_at, hours) == mentions
