"""Random worlds of facts and terms, any shape SPEC allows but small; and writing them as CSV or Parquet."""

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
from hypothesis import strategies as st

from paidang.kit.facts import FACT_TABLES
from paidang.kit.period import SHANGHAI
from paidang.settlement.engines import Job, load_engine
from paidang.settlement.engines.parquet_forms import FACT_TYPES
from paidang.settlement.rules.read_terms import read_terms

MONTH = "2026-09"
World = dict[str, list[dict[str, Any]]]

SKUS = ("S1", "S2", "商品,3", "S'4")
_START = datetime(2026, 7, 1, tzinfo=UTC)
# Edges of the month in Shanghai come up often.
_EDGES = [
    datetime(2026, 8, 31, 15, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 8, 31, 16, tzinfo=UTC),
    datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC),
    datetime(2026, 9, 30, 16, tzinfo=UTC),
]
moments = st.one_of(
    st.sampled_from(_EDGES),
    st.integers(0, 120 * 24 * 60).map(lambda minutes: _START + timedelta(minutes=minutes)),
)


def moments_at(day: int) -> datetime:
    """Noon in Shanghai of a day of the month."""
    return datetime(2026, 9, day, 12, tzinfo=SHANGHAI)


amounts = st.one_of(st.integers(0, 50), st.integers(0, 10**6), st.sampled_from([0, 10**11]))
rates = st.sampled_from(["0", "0.01", "0.06", "0.13", "0.123457", "0.999999", "1"])
shares = st.sampled_from([("0.7", "0.3"), ("0", "1"), ("0.333333", "0.666667"), ("0.5", "0.5")])


@st.composite
def order_lines(draw: Any, number: int) -> dict[str, Any]:
    quantity = draw(st.sampled_from([1, 1, 2, 3, 7, 1000]))
    unit_price = draw(amounts)
    gift = draw(st.sampled_from([None, False, False, True]))
    full_price = 0 if gift and draw(st.booleans()) else quantity * unit_price
    if gift:
        unit_price, full_price = (0, 0) if not full_price else (unit_price, full_price)
    merchant = full_price if gift else draw(st.integers(0, full_price))
    platform = draw(st.integers(0, full_price - merchant))
    paid_at = draw(moments)
    shipped_at = draw(st.none() | st.integers(0, 10**4).map(lambda m: paid_at + timedelta(minutes=m)))
    completed_at = draw(st.none() | st.integers(0, 10**5).map(lambda m: paid_at + timedelta(minutes=m)))
    settled_in = draw(st.sampled_from([None, None, None, "2026-08", "2026-07"]))
    return {
        "line_id": f"L{number}",
        "order_id": f"O{number // 2}",
        "channel": "jd",
        "store": draw(st.sampled_from(["jd-flagship", '旗舰"店"', "a\nb"])),
        "sku": draw(st.sampled_from(SKUS)),
        "quantity": quantity,
        "unit_price": unit_price,
        "merchant_discount": merchant,
        "platform_discount": platform,
        "paid_at": paid_at,
        "shipped_at": shipped_at,
        "completed_at": completed_at,
        "gift": gift,
        "settled_in": settled_in,
        "settled_price": draw(amounts) if settled_in else None,
        "refunded_quantity": draw(st.sampled_from([None, 0, 1])) if settled_in else None,
        "refunded_amount": 0 if settled_in else None,
    }


@st.composite
def refunds(draw: Any, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refunds that never exceed their lines."""
    made: list[dict[str, Any]] = []
    left = {line["line_id"]: _refundable(line) for line in lines}
    for line in draw(st.lists(st.sampled_from(lines), max_size=5)):
        quantity_left, amount_left = left[line["line_id"]]
        quantity, amount = draw(st.integers(0, quantity_left)), draw(st.integers(0, amount_left))
        left[line["line_id"]] = (quantity_left - quantity, amount_left - amount)
        causes = FACT_TABLES["refunds"].column("cause").choices
        made.append(
            {
                "refund_id": f"R{len(made)}",
                "line_id": line["line_id"],
                "quantity": quantity,
                "amount": amount,
                "cause": draw(st.sampled_from(causes)),
                "restocked": draw(st.booleans()),
                "refunded_at": draw(moments),
            }
        )
    return made


def _refundable(line: dict[str, Any]) -> tuple[int, int]:
    amount = (
        line["unit_price"] * line["quantity"] - line["merchant_discount"] - (line["refunded_amount"] or 0)
    )
    return line["quantity"] - (line["refunded_quantity"] or 0), amount


@st.composite
def charges(draw: Any, number: int, orders: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(FACT_TABLES["logistics"].column("kind").choices))
    sign = -1 if kind in ("compensation", "postage") else 1
    return {
        "charge_id": f"G{number}",
        "order_id": draw(st.none() | st.sampled_from(orders)),
        "kind": kind,
        "amount": sign * draw(amounts),
        "paid_by": draw(st.sampled_from(["a", "b"])),
        "charged_at": draw(moments),
        "borne_by": draw(st.sampled_from([None, "shared"] + ([] if kind == "postage" else ["a", "b"]))),
    }


@st.composite
def worlds(draw: Any) -> World:
    lines = [draw(order_lines(number)) for number in range(draw(st.integers(1, 6)))]
    orders = [line["order_id"] for line in lines]
    days = ["2026-01-01", "2026-08-01", "2026-09-01", "2026-09-15"]
    declared = draw(
        st.lists(st.tuples(st.sampled_from(SKUS), st.sampled_from(days)), max_size=6, unique=True)
    )
    return {
        "order_lines": lines,
        "refunds": draw(refunds(lines)),
        "costs": [{"sku": sku, "factory_price": draw(amounts), "valid_from": day} for sku, day in declared],
        "logistics": [draw(charges(number, orders)) for number in range(draw(st.integers(0, 3)))],
        "platform_fees": [
            {
                "fee_id": f"F{number}",
                "order_id": draw(st.none() | st.sampled_from(orders)),
                "kind": "commission",
                "amount": draw(amounts) * draw(st.sampled_from([1, -1])),
                "charged_at": draw(moments),
            }
            for number in range(draw(st.integers(0, 2)))
        ],
    }


@st.composite
def terms(draw: Any) -> dict[str, Any]:
    mode = draw(st.sampled_from(["included_vat", "margin_vat", "on_revenue", "none"]))
    a, b = draw(shares)
    loss = draw(st.sampled_from(["carry_forward", "share", "forgive"]))
    share = {"kind": "profit_share", "a": a, "b": b, "loss": loss, "clause": "D"}
    commission = {
        "kind": "commission",
        "of": draw(st.sampled_from(["gross_sales", "net_sales", "profit"])),
        "rate": draw(rates),
        "clause": "C",
    }
    components = draw(st.sampled_from([[share], [commission], [share, commission], []]))
    carries = share in components and loss == "carry_forward"
    tax = {"mode": mode, "paid_by": draw(st.sampled_from(["a", "b"]))}
    return {
        "recognition": draw(st.sampled_from(["paid", "shipped", "completed"])),
        "collector": draw(st.sampled_from(["a", "b"])),
        "tax": tax if mode == "none" else {**tax, "rate": draw(rates)},
        "platform_fees": draw(st.sampled_from(["deducted", "a", "b"])),
        "faults_borne_by": draw(st.sampled_from(["a", "shared"])),
        "components": components,
        "carried_in": draw(st.integers(-(10**6), 0)) if carries else 0,
    }


def write_csv(world: World, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, rows in world.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(FACT_TABLES[name].column_names)
            writer.writerows([[cell_text(cell) for cell in row.values()] for row in rows])


def cell_text(cell: object) -> object:
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.astimezone(SHANGHAI).isoformat() if isinstance(cell, datetime) else cell


def write_parquet(world: World, folder: Path, *, parts: int = 1) -> None:
    """Each table as one file, or cut into several."""
    folder.mkdir(exist_ok=True)
    for name, rows in world.items():
        schema = pyarrow.schema(
            [(column.name, FACT_TYPES[column.type]) for column in FACT_TABLES[name].columns]
        )
        for part in range(parts):
            table = pyarrow.Table.from_pylist(rows[part::parts], schema)
            file = f"{name}.parquet" if parts == 1 else f"{name}.{part}.parquet"
            pyarrow.parquet.write_table(table, folder / file)


def settle(engine: str, document: dict[str, Any], facts: Path, out: Path) -> tuple[Any, list[Any]]:
    """The statement and the rows, in the order of kind and id, by one engine."""
    out.mkdir()
    computed = load_engine(engine)(Job(read_terms(document, MONTH), facts, MONTH, out))
    rows = pyarrow.parquet.read_table(out / "rows.parquet").to_pylist()
    assert all(isinstance(row["share_b"], Decimal) for row in rows)
    return computed.statement, sorted(rows, key=lambda row: (row["kind"], row["row_id"]))
