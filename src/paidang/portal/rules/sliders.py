"""A slider of whole numbers: its ends, a step that a thumb and an arrow key can use, and the value that is set exactly on it."""

from dataclasses import dataclass

STEPS_MOST = 100


@dataclass(frozen=True, slots=True)
class Slider:
    """From `low` to `high` by `step`; `value` lies on it."""

    low: int
    high: int
    step: int
    value: int


def step_for(span: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … with which a span takes no more than STEPS_MOST steps.

    >>> [step_for(span) for span in (0, 100, 101, 4800)]
    [1, 1, 2, 50]
    """
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * STEPS_MOST >= span:
                return step
        size *= 10


def slider(value: int, *, low: int, high: int, step: int = 0) -> Slider:
    """One whose steps begin at its value, so that it shows it exactly; it goes no lower than `low` unless the value does.

    >>> slider(129, low=100, high=300)
    Slider(low=101, high=301, step=2, value=129)
    """
    low, high = min(low, value), max(high, value)
    step = step or step_for(high - low)
    return Slider(
        value - (value - low) // step * step, value + -(-(high - value) // step) * step, step, value
    )
