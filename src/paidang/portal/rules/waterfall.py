"""Where the bars of a waterfall, or of months side by side, stand. Places ink: no amount is ever computed from these numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.kit.money import yuan

MARKS_MAX = 9
TOP, FLOOR, BAR = 26.0, 236.0, 52.0
NAMES = 26.0  # what the names take under the floor
NARROW, LABELS, BARS_END, ROW, LYING_BAR = 326.0, 84.0, 230.0, 32, 16
GRID_LINES = 4
THINNEST = 1.0  # a bar that is not nothing is seen
UNJOINED = ("alone", "before", "now", "unknown")


@dataclass(frozen=True, slots=True)
class Canvas:
    """How wide standing bars are drawn, and where they stand."""

    width: int
    floor: float


PAGE, HALF = Canvas(832, FLOOR), Canvas(520, 126.0)


@dataclass(frozen=True, slots=True)
class Step:
    """One mark to be drawn. `role`: total and result stand on zero, less hangs from the running figure, a and b share
    what is left, alone stands on zero in the colour of b. Months: before and now stand on zero, unknown has no bar."""

    key: str
    label: str
    fen: int
    role: str
    url: str = ""

    @property
    def bare(self) -> str:
        """The amount without its sign of currency: the unit stands beside the title."""
        return "—" if self.role == "unknown" else yuan(self.fen).replace("¥", "")


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn mark: the step, its rectangle, where its value stands, and the line to the next one (x2 0: none)."""

    step: Step
    x: float
    y: float
    width: float
    height: float
    middle: float
    value_y: float
    join_y: float
    join_x2: float

    @property
    def is_bold(self) -> bool:
        return self.step.role not in ("less", "before", "unknown")

    @property
    def end(self) -> float:
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """A waterfall twice: standing for a wide page, lying for a phone."""

    standing: tuple[Bar, ...]
    lying: tuple[Bar, ...]
    grid: tuple[float, ...]
    zero: float
    lying_height: int
    canvas: Canvas

    @property
    def height(self) -> float:
        return self.canvas.floor + NAMES

    @property
    def names_y(self) -> float:
        return self.height - 6


def spans(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """From where to where each step runs, in fen; the second is where the running figure is afterwards.

    >>> spans([Step("s", "", 10, "total"), Step("c", "", -4, "less"), Step("p", "", 6, "result")])
    [(0, 10), (10, 6), (0, 6)]
    """
    found: list[tuple[int, int]] = []
    running = 0
    for step in steps:
        if step.role == "less":
            found.append((running, running + step.fen))
            running += step.fen
        elif step.role == "a":
            found.append((running, running - step.fen))
            running -= step.fen
        else:
            found.append((0, step.fen))
            running = 0 if step.role in UNJOINED else step.fen
    return found


def draw(steps: Sequence[Step], canvas: Canvas = PAGE) -> Chart | None:
    """Place the marks; None where there is nothing to draw. Too many: sales and refunds are left to the table."""
    if len(steps) > MARKS_MAX:
        steps = steps[2:]
    runs = spans(steps)
    low = min((min(run) for run in runs), default=0)
    high = max((max(run) for run in runs), default=0)
    low, high = min(low, 0), max(high, 0)
    if low == high:
        return None
    floor = canvas.floor
    return Chart(
        standing=tuple(_standing(steps, runs, low, high, canvas)),
        lying=tuple(_lying(steps, runs, low, high)),
        grid=tuple(
            round(floor - (floor - TOP) * n / (GRID_LINES + 0.71), 1) for n in range(1, GRID_LINES + 1)
        ),
        zero=_down(0, low, high, floor),
        lying_height=ROW * len(steps),
        canvas=canvas,
    )


def _down(fen: int, low: int, high: int, floor: float) -> float:
    return round(TOP + (floor - TOP) * (high - fen) / (high - low), 1)


def _along(fen: int, low: int, high: int) -> float:
    return round(LABELS + (BARS_END - LABELS) * (fen - low) / (high - low), 1)


def _standing(
    steps: Sequence[Step], runs: list[tuple[int, int]], low: int, high: int, canvas: Canvas
) -> list[Bar]:
    slot, floor = canvas.width / len(steps), canvas.floor
    bars = []
    for n, (step, (start, end)) in enumerate(zip(steps, runs, strict=True)):
        top, bottom = _down(max(start, end), low, high, floor), _down(min(start, end), low, high, floor)
        x = round(slot * n + (slot - BAR) / 2, 1)
        is_last = n + 1 == len(steps) or steps[n + 1].role in UNJOINED
        bars.append(
            Bar(
                step,
                x,
                top,
                BAR,
                round(max(bottom - top, THINNEST), 1),
                round(x + BAR / 2, 1),
                round(top - 7, 1),
                _down(end, low, high, floor),
                0 if is_last else round(x + slot, 1),
            )
        )
    return bars


def _lying(steps: Sequence[Step], runs: list[tuple[int, int]], low: int, high: int) -> list[Bar]:
    bars = []
    for n, (step, (start, end)) in enumerate(zip(steps, runs, strict=True)):
        left, right = _along(min(start, end), low, high), _along(max(start, end), low, high)
        width = round(max(right - left, THINNEST), 1)
        y = ROW * n + (ROW - LYING_BAR) / 2
        bars.append(Bar(step, left, y, width, LYING_BAR, NARROW, y + 12, 0, 0))
    return bars
