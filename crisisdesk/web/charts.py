"""Charts as finished figures: Python computes the shapes, a template draws them as SVG with classes alone.

No attribute `style`: the policy forbids it. Lines stretch with the page (a box of 1000 × 300 without
its proportions), words stand outside of the stretched part and keep their size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

WIDTH: Final = 1000
HEIGHT: Final = 300
GRID_LINES: Final = 4
MOST_POINTS: Final = 120
MOST_LABELS: Final = 5
LETTER_SHARE: Final = 0.028  # what a letter of a mark's label takes of the width, on a phone of 390 px
HALF: Final = 0.5
MOST_LABEL_ROWS: Final = 5
FIRST_LABEL: Final = 12
LABEL_HEIGHT: Final = 16
STEPS: Final = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Point:
    """One bucket. `low` and `high` are the usual range of this hour, when it is known."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Mark:
    """Something happened at the bucket with this index; `kind` is rule (a line) or spike (a triangle)."""

    index: int
    label: str
    kind: str = "rule"


@dataclass(frozen=True)
class PlacedMark:
    x: str
    y: str
    label: str
    kind: str
    leans_left: bool
    label_y: int  # labels of marks that are close stand below each other


@dataclass(frozen=True)
class Volume:
    """A line over the usual band, with axes, marks and its table."""

    title: str
    line: str
    band: str
    over: str
    marks: tuple[PlacedMark, ...]
    ticks: tuple[str, ...]
    grid: tuple[int, ...]
    labels: tuple[str, ...]
    last_y: str
    is_over: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Sparkline:
    title: str
    line: str
    band: str
    last_y: str
    is_over: bool


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    share: str
    width: str


def volume(points: Sequence[Point], *, title: str, marks: Sequence[Mark] = ()) -> Volume:
    """`title` states the finding and is read aloud in place of the picture."""
    shown = _thinned(points)
    top = _nice_top(max((max(point.value, point.high or 0) for point in shown), default=0))
    last = shown[-1] if shown else Point("", 0)
    return Volume(
        title=title,
        line=_line([point.value for point in shown], top),
        band=_band(shown, top),
        over=_over(shown, top),
        marks=_placed(marks, points, top),
        ticks=tuple(_figure(top * (GRID_LINES - i) / GRID_LINES) for i in range(GRID_LINES + 1)),
        grid=tuple(round(HEIGHT * i / GRID_LINES) for i in range(GRID_LINES + 1)),
        labels=_labels(shown),
        last_y=_percent(1 - last.value / top),
        is_over=last.high is not None and last.value > last.high,
        points=tuple(shown),
    )


def sparkline(values: Sequence[float], *, title: str, usual: tuple[float, float] | None = None) -> Sparkline:
    """`title` says brand and figures in words: there is no axis."""
    top = max([*values, usual[1] if usual else 0, 1]) * 1.08
    last = values[-1] if values else 0
    band = ""
    if usual:
        low, high = (_y(bound, top) for bound in usual)
        band = f"M0,{high} {WIDTH},{high} L{WIDTH},{low} 0,{low}Z"
    is_over = usual is not None and last > usual[1]
    return Sparkline(title, _line(list(values), top), band, _percent(1 - last / top), is_over)


def bars(rows: Sequence[tuple[str, float]], *, most: int = 8, rest: str = "") -> tuple[Bar, ...]:
    """Sorted, with what does not fit folded under the word `rest`; the longest fills the width."""
    ordered = sorted(rows, key=lambda row: -row[1])
    folded = sum(value for _label, value in ordered[most:])
    kept = [*ordered[:most], *([(rest, folded)] if folded else [])]
    total, longest = sum(value for _label, value in kept) or 1, max((value for _label, value in kept), default=1) or 1
    return tuple(Bar(label, value, _percent(value / total), _percent(value / longest)) for label, value in kept)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """At most 120, by the highest of each stretch: a peak must never disappear."""
    if len(points) <= MOST_POINTS:
        return list(points)
    step = math.ceil(len(points) / MOST_POINTS)
    return [max(points[start : start + step], key=lambda point: point.value) for start in range(0, len(points), step)]


def _nice_top(highest: float) -> float:
    """The axis ends at a round figure that four grid lines divide."""
    if highest <= GRID_LINES:
        return float(GRID_LINES)
    raw = highest / GRID_LINES
    unit = 10 ** math.floor(math.log10(raw))
    step = next(step * unit for step in STEPS if step * unit >= raw)
    return float(step * GRID_LINES)


def _x(index: int, count: int) -> int:
    return round(WIDTH * index / (count - 1)) if count > 1 else 0


def _y(value: float, top: float) -> int:
    return round(HEIGHT * (1 - min(value, top) / top))


def _path(heights: Sequence[int]) -> str:
    return " ".join(f"{_x(index, len(heights))},{y}" for index, y in enumerate(heights))


def _line(values: Sequence[float], top: float) -> str:
    if len(values) == 1:
        values = [values[0], values[0]]
    return f"M{_path([_y(value, top) for value in values])}" if values else ""


def _area(upper: Sequence[int], lower: Sequence[int]) -> str:
    back = " ".join(reversed(_path(lower).split()))
    return f"M{_path(upper)} L{back}Z"


def _band(points: Sequence[Point], top: float) -> str:
    if not points or any(point.low is None or point.high is None for point in points):
        return ""
    return _area([_y(point.high or 0, top) for point in points], [_y(point.low or 0, top) for point in points])


def _over(points: Sequence[Point], top: float) -> str:
    """What lies above the usual range, and nothing else."""
    if not points or any(point.high is None for point in points):
        return ""
    if all(point.value <= (point.high or 0) for point in points):
        return ""
    upper = [_y(max(point.value, point.high or 0), top) for point in points]
    return _area(upper, [_y(point.high or 0, top) for point in points])


def _placed(marks: Sequence[Mark], points: Sequence[Point], top: float) -> tuple[PlacedMark, ...]:
    placed: list[PlacedMark] = []
    ends = [0.0] * MOST_LABEL_ROWS
    for mark in sorted((mark for mark in marks if 0 <= mark.index < len(points)), key=lambda mark: mark.index):
        at = mark.index / (len(points) - 1) if len(points) > 1 else 0
        width = LETTER_SHARE * len(mark.label)
        leans_left = at + width > 1 and at > HALF
        row = _free_row(ends, at - width if leans_left else at)
        ends[row] = at if leans_left else at + width
        height = _percent(1 - points[mark.index].value / top)
        y = FIRST_LABEL + LABEL_HEIGHT * row
        placed.append(PlacedMark(_percent(at), height, mark.label, mark.kind, leans_left, y))
    return tuple(placed)


def _free_row(ends: Sequence[float], begin: float) -> int:
    """The first row whose last label ends before this one begins; where all are full, the emptiest."""
    free = [row for row, end in enumerate(ends) if end <= max(begin, 0)]
    return free[0] if free else min(range(len(ends)), key=lambda row: ends[row])


def _labels(points: Sequence[Point]) -> tuple[str, ...]:
    if len(points) <= MOST_LABELS:
        return tuple(point.label for point in points)
    last = len(points) - 1
    return tuple(points[round(last * i / (MOST_LABELS - 1))].label for i in range(MOST_LABELS))


def _percent(share: float) -> str:
    return f"{round(100 * max(0.0, min(1.0, share)), 1):g}%"


def _figure(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{value:g}"
