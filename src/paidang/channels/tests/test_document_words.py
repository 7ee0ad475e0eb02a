"""A document as a person reads it: no amount is off by a hundred, no field is lost, and nothing that comes is an exception."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.document_words import UNITS, lines_of, shown
from paidang.channels.formats import KINDS
from paidang.channels.link.record import FEN
from paidang.kit.money import yuan, yuan_text

ANY: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(st.integers(0, 10**12))
def test_every_amount_of_every_platform_reads_as_yuan(fen: int) -> None:
    for key, units in UNITS.items():
        for name, unit in units.items():
            assert shown(key, name, fen if unit == FEN else yuan_text(fen)) == yuan(fen)


@given(st.dictionaries(st.sampled_from(["orderId", "modified", "sale_price", "x", "lines"]), ANY, max_size=5))
def test_whatever_comes_can_be_read(body: dict[str, Any]) -> None:
    for key in KINDS["api"]:
        found = lines_of(key, body)
        assert {line.name for line in found if not line.depth} == {name for name, value in body.items()}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-03-05 10:00:00", "2026-03-05 10:00:00"),
        ("1970-01-01 00:00:00", "—"),
        ("", ""),
        ("昨天", "昨天"),
    ],
)
def test_times_are_shanghais(value: str, read: str) -> None:
    assert shown("jd_api", "paymentConfirmTime", value) == read
