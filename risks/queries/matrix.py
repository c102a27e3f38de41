"""Where the risks stand: five by five cells, dots in them, and where the dots came from."""

from dataclasses import dataclass, field
from typing import Final

from risks.enums import Band
from risks.queries.register import Register, RegisterFilter, RegisterRow
from risks.queries.scales import STEPS, ScaleStep, band_of, scale_words

DOTS_IN_A_CELL: Final = 6
CELL_PERCENT: Final = 20
GHOST_DOWN: Final = -5  # above the middle, so that the dots of that cell do not cover it
# Where the dots of one cell stand around its middle: per cent of the matrix across, pixels down. Six fit.
PLACES: Final = {
    1: ((0, 4),),
    2: ((-4, 4), (4, 4)),
    3: ((-4, -6), (4, -6), (0, 20)),
    4: ((-4, -6), (4, -6), (-4, 20), (4, 20)),
    5: ((-6, -6), (0, -6), (6, -6), (-3, 20), (3, 20)),
    6: ((-6, -6), (0, -6), (6, -6), (-6, 20), (0, 20), (6, 20)),
}
# The four fills of the levels carry the four bands; `word` stands in the legend.
FILLS: Final = {Band.LOW: "m1", Band.MEDIUM: "m2", Band.HIGH: "m3", Band.CRITICAL: "m4"}


@dataclass(frozen=True)
class Dot:
    row: RegisterRow
    x: str
    y: str
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
class More:
    """So many dots did not fit into this cell."""

    count: int
    x: str
    y: str


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
    def fill(self) -> str:
        return FILLS[self.band]

    @property
    def count(self) -> int:
        return len(self.dots) + self.more


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
    more: list[More]


def draw_matrix(register: Register, wanted: RegisterFilter) -> Matrix:
    by_cell: dict[tuple[int, int], list[RegisterRow]] = {}
    for row in register.rows:
        by_cell.setdefault((row.risk.likelihood, row.risk.impact), []).append(row)
    scales = scale_words()
    rows = [
        MatrixRow(step, [_cell(x, step.value, by_cell.get((x, step.value), []), wanted) for x in STEPS])
        for step in reversed(scales.impact[0].steps)
    ]
    cells = [cell for row in rows for cell in row.cells]
    dots = [dot for cell in cells for dot in cell.dots]
    traces = [_trace(dot.row.before, dot) for dot in dots if dot.row.before is not None]
    more = [More(cell.more, *_place(cell.likelihood, cell.impact)) for cell in cells if cell.more]
    return Matrix(rows, scales.likelihood.steps, dots, traces, more)


def legend() -> list[tuple[str, str]]:
    return [(fill, str(band.label)) for band, fill in FILLS.items()]


def _cell(likelihood: int, impact: int, rows: list[RegisterRow], wanted: RegisterFilter) -> Cell:
    key = f"{likelihood}x{impact}"
    shown = rows[:DOTS_IN_A_CELL]
    places = PLACES.get(len(shown), ())
    return Cell(
        likelihood=likelihood,
        impact=impact,
        band=band_of(likelihood, impact),
        href=wanted.query(cell="" if wanted.cell == key else key),
        chosen=wanted.cell == key,
        dots=[
            Dot(row, *_place(likelihood, impact, across), down)
            for row, (across, down) in zip(shown, places, strict=True)
        ],
        more=len(rows) - len(shown),
    )


def _place(likelihood: int, impact: int, across: int = 0, down: int = 0) -> tuple[str, str]:
    """The middle of a cell in per cent of the matrix, or that many per cent beside it."""
    half = CELL_PERCENT // 2
    return f"{likelihood * CELL_PERCENT - half + across}%", f"{(6 - impact) * CELL_PERCENT - half + down}%"


def _trace(before: tuple[int, int], dot: Dot) -> Trace:
    return Trace(dot.row.risk.number, *_place(*before, down=GHOST_DOWN), dot.x, dot.y)
