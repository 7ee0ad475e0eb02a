"""A slider shows exactly what it stands for, and a hundred presses of an arrow key reach its end."""

from hypothesis import given
from hypothesis import strategies as st

from paidang.portal.rules.sliders import STEPS_MOST, slider

WHOLE = st.integers(0, 10**9)


@given(WHOLE, WHOLE, WHOLE)
def test_its_value_lies_on_its_steps(value, low, high):
    one = slider(value, low=low, high=high)
    assert one.value == value and one.low <= value <= one.high
    assert (value - one.low) % one.step == 0 and (one.high - value) % one.step == 0
    assert one.low >= min(low, value) and one.high >= high
    assert one.high - one.low <= (STEPS_MOST + 1) * one.step
