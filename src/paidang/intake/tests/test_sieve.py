"""The sieve against the reference: what it lets pass, the reference finds good; and no row is lost between blocks."""

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.channels.facts.check import check_row
from paidang.channels.facts.tables import TABLES
from paidang.intake.engines import blocks
from paidang.intake.engines.sieve import Sieve
from paidang.kit.facts import FactTable

INTEGERS = [
    "",
    "0",
    "1",
    "-1",
    "2",
    "12900",
    "+1",
    " 1",
    "1.0",
    "1e3",
    "٣",
    "007",
    "-0",
    "9" * 9,
    "9" * 19,
    str(2**63 - 1),
    "9" * 30,
    "0x1",
    "1_000",
]
TIMES = ["", "2026-03-05T10:00:00+08:00", "2026-03-05T02:00:00Z", "2026-03-04T10:00:00+08:00", "2026-02-30T10:00:00+08:00",
         "2026-03-05 10:00:00", "2026-03-05T10:00:60Z", "2026-03-05T24:00:00Z", "2026-03-05T10:00:00.123456Z", "infinity",
         "2026-03-05T10:00:00+15:30", "2026-03-05t10:00:00z", "0000-01-01T00:00:00Z"]  # fmt: skip
TEXTS = [
    "",
    "A",
    "=1+1",
    "3.51531E+16",
    "3E5",
    "E5",
    "a\tb",
    "x" * 255,
    "x" * 256,
    "青" * 255,
    "青" * 100,
    " ",
    "-",
    "\u200b",
    "1e",
    "l\u007f",
]
CHOICES = [
    "",
    "true",
    "false",
    "TRUE",
    "a",
    "b",
    "shared",
    "postage",
    "outbound",
    "compensation",
    "quality",
    "no_reason",
]
POOL = {"integer": INTEGERS, "time": TIMES, "text": TEXTS, "boolean": CHOICES, "day": ["2026-03-01", ""]}


@pytest.fixture(scope="module", params=["order_lines", "refunds", "logistics", "platform_fees"])
def one_sieve(request: pytest.FixtureRequest) -> Iterator[tuple[FactTable, Sieve]]:
    """One for all examples, as there is one for all blocks of a file."""
    table = TABLES[request.param]
    sieve = Sieve(table, [column.name for column in table.columns])
    yield table, sieve
    sieve.close()


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_the_sieve_lets_pass_the_reference_finds_good(
    one_sieve: tuple[FactTable, Sieve], data: Any
) -> None:
    table, sieve = one_sieve
    good = {"text": "A", "integer": "0", "time": TIMES[1], "boolean": "false"}
    plain = {c.name: c.choices[0] if c.choices else good[c.type] for c in table.columns}
    plain |= {"quantity": "1"} if "quantity" in plain else {}
    odd = [(c.name, value) for c in table.columns for value in (CHOICES if c.choices else POOL[c.type])]
    cells = st.lists(st.sampled_from(odd), max_size=3)
    rows = [plain | dict(each) for each in data.draw(st.lists(cells, min_size=1, max_size=40))]
    header = [c.name for c in table.columns]
    arrow = pa.table(
        {
            f"c{at}": pa.array([row[title] or None for row in rows], pa.string())
            for at, title in enumerate(header)
        }
    )
    printable = not any(
        ord(char) < 32 or ord(char) == 127 for row in rows for cell in row.values() for char in cell
    )
    passed = sieve.judge(arrow, is_printable=printable).to_pylist()
    for row, is_good in zip(rows, passed, strict=True):
        assert not (is_good and check_row(table, row)[1]), row
    assert all(is_good for row, is_good in zip(rows, passed, strict=True) if row == plain)


def test_the_largest_numbers_are_not_multiplied() -> None:
    table, largest = TABLES["order_lines"], str(2**63 - 1)
    plain = {
        c.name: c.choices[0]
        if c.choices
        else {"integer": "1", "time": TIMES[1], "boolean": "false"}.get(c.type, "A")
        for c in table.columns
    }
    plain |= {"merchant_discount": "0", "platform_discount": "0"}
    rows = [
        plain,
        plain | {"unit_price": largest, "quantity": "9"},
        plain | {"merchant_discount": largest, "platform_discount": largest},
    ]
    sieve = Sieve(table, list(plain))
    arrow = pa.table({f"c{at}": [row[name] for row in rows] for at, name in enumerate(plain)})
    assert sieve.judge(arrow, is_printable=True).to_pylist() == [True, False, False]
    sieve.close()


@pytest.mark.parametrize("quoted", [False, True])
def test_no_row_is_lost_between_blocks(monkeypatch: pytest.MonkeyPatch, quoted: bool) -> None:
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 1000)
    cell = '"{}\n,x"' if quoted else "{}"
    content = "".join(f"L{n},{cell.format(n)}\n" for n in range(5000)).encode()
    found, expected = [], 2
    for block in blocks.split(io.BytesIO(content), header=["a", "b"], first_row=2, delimiter=","):
        assert block.first_row == expected
        names = block.columns.column("c0").to_pylist()
        found += names
        expected += len(names)
    assert found == [f"L{n}" for n in range(5000)]
