"""Where the risks stand: five by five cells, dots in them, and where the dots came from."""

from dataclasses import dataclass, field
from typing import Final

from risks.enums import Band
from risks.queries.register import Register, RegisterFilter, RegisterRow
from risks.queries.scales import STEPS, ScaleStep, band_of, scale_words

DOTS_IN_A_CELL: Final = 6
CELL_PERCENT: Final = 20
# Where the dots of one cell stand around its middle, so that six fit without covering each other.
PLACES: Final = {
    1: ((0, 4),),
    2: ((-15, 4), (15, 4)),
    3: ((-15, -6), (15, -6), (0, 20)),
    4: ((-15, -6), (15, -6), (-15, 20), (15, 20)),
    5: ((-28, -6), (0, -6), (28, -6), (-14, 20), (14, 20)),
    6: ((-28, -6), (0, -6), (28, -6), (-28, 20), (0, 20), (28, 20)),
}


@dataclass(frozen=True)
class Dot:
    row: RegisterRow
    x: str  # middle of the cell, in per cent of the matrix
    y: str
    dx: int
    dy: int

    @property
    def text_dy(self) -> int:
        return self.dy + 4


@dataclass(frozen=True)
class Trace:
    """From where a dot moved within 30 days."""

    number: int
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Cell:
    likelihood: int
    impact: int
    band: Band
    href: str
    chosen: bool
    dots: list[Dot] = field(default_factory=list)
    more: int = 0

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def count(self) -> int:
        return len(self.dots) + self.more

    @property
    def key(self) -> str:
        return f"{self.likelihood}x{self.impact}"


@dataclass(frozen=True)
class MatrixRow:
    impact: ScaleStep
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    rows: list[MatrixRow]  # impact 5 on top
    likelihood: tuple[ScaleStep, ...]
    dots: list[Dot]
    traces: list[Trace]


def draw_matrix(register: Register, wanted: RegisterFilter) -> Matrix:
    by_cell: dict[tuple[int, int], list[RegisterRow]] = {}
    for row in register.rows:
        by_cell.setdefault((row.risk.likelihood, row.risk.impact), []).append(row)
    scales = scale_words()
    rows = [
        MatrixRow(step, [_cell(x, step.value, by_cell.get((x, step.value), []), wanted) for x in STEPS])
        for step in reversed(scales.impact[0].steps)
    ]
    dots = [dot for matrix_row in rows for cell in matrix_row.cells for dot in cell.dots]
    traces = [_trace(dot.row.before, dot) for dot in dots if dot.row.before is not None]
    return Matrix(rows, scales.likelihood.steps, dots, traces)


def _cell(likelihood: int, impact: int, rows: list[RegisterRow], wanted: RegisterFilter) -> Cell:
    key = f"{likelihood}x{impact}"
    shown = rows[:DOTS_IN_A_CELL]
    x, y = _middle(likelihood, impact)
    return Cell(
        likelihood=likelihood,
        impact=impact,
        band=band_of(likelihood, impact),
        href=wanted.query(cell="" if wanted.cell == key else key),
        chosen=wanted.cell == key,
        dots=[Dot(row, x, y, *place) for row, place in zip(shown, PLACES.get(len(shown), ()), strict=False)],
        more=len(rows) - len(shown),
    )


def _middle(likelihood: int, impact: int) -> tuple[str, str]:
    half = CELL_PERCENT // 2
    return f"{likelihood * CELL_PERCENT - half}%", f"{(6 - impact) * CELL_PERCENT - half}%"


def _trace(before: tuple[int, int], dot: Dot) -> Trace:
    x1, y1 = _middle(*before)
    return Trace(dot.row.risk.number, x1, y1, dot.x, dot.y)
