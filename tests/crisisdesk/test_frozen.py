"""What was frozen comes back as it was."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from crisisdesk.frozen import freeze, thaw


@dataclass(frozen=True)
class Inner:
    at: datetime
    day: date | None
    pair: tuple[int, int] | None = None


@dataclass(frozen=True)
class Outer:
    name: str
    rows: list[Inner]
    points: list[tuple[datetime, int]]
    inner: Inner | None
    words: dict[str, str] = field(default_factory=dict)


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_it_survives_the_way_through_json() -> None:
    whole = Outer(
        "x", [Inner(NOON, date(2026, 3, 2), (1, 2)), Inner(NOON, None)], [(NOON, 3)], Inner(NOON, None), {"a": "b"}
    )

    assert thaw(Outer, json.loads(json.dumps(freeze(whole)))) == whole


def test_a_field_that_came_later_takes_its_default_and_one_that_went_is_left_out() -> None:
    old: dict[str, object] = {"name": "x", "rows": [], "points": [], "inner": None, "gone": 1}

    assert thaw(Outer, old) == Outer("x", [], [], None)
