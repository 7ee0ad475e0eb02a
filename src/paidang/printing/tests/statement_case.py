"""One month's statement with rows that add up to it, for the tests of paper."""

from decimal import Decimal
from typing import Any

import pyarrow as pa

PAST = {
    "sku": "SKU-03", "since": "2026-08-01", "last": "2026-08-19", "old_fen": 4_000, "new_fen": 5_000, "number": 3,
    "declared_by": "沈知夏", "declared_at": "2026-08-20T10:00:00+08:00",
    "agreed_by": "徐明远", "agreed_at": "2026-08-21T10:00:00+08:00",
}  # fmt: skip
"""A factory price that both sides agreed to for days past."""

_ROWS = [
    # row_id, kind, order_id, sku, month, revenue, cost, tax, logistics, platform_fee, profit
    ("L000005", "line", "O00002", "SKU-03", "2026-08", 257_300, 100_000, 29_601, 0, 0, 127_699),
    ("L000007", "line", "O00004", "SKU-07", "2026-09", 238_917, 91_696, 27_486, 0, 0, 119_735),
    ("R00001", "refund", "O00002", "SKU-03", "2026-09", -74_865, -10_000, -8_614, 0, 0, -56_251),
    ("C0001", "logistics", "O00002", None, "2026-09", 0, 0, 0, 54_957, 0, -54_957),
    ("C0002", "logistics", "O00004", None, "2026-09", 0, 0, 0, -3_600, 0, 3_600),
    ("F0001", "platform_fee", "O00004", None, "2026-09", 0, 0, 0, 0, 107_302, 0),
    ("C0003", "logistics", None, None, "2026-09", 0, 0, 0, 0, 0, 0),
]
_NAMES = ("row_id", "kind", "order_id", "sku", "month")
_MONEY = ("revenue", "cost", "tax", "logistics", "platform_fee", "profit")


def rows(copies: int = 1) -> pa.Table:
    """The rows; with `copies`, again and again under SKUs of their own."""
    columns = dict(zip((*_NAMES, *_MONEY), zip(*(_ROWS * copies), strict=True), strict=True))
    data: dict[str, Any] = {name: pa.array(columns[name], pa.string()) for name in _NAMES}
    if copies > 1:
        data["sku"] = pa.array([sku and f"{sku}-{i % 991:04d}" for i, sku in enumerate(columns["sku"])])
    data |= {name: pa.array(columns[name], pa.int64()) for name in _MONEY}
    shares = [Decimal(fen) * Decimal("0.3") for fen in columns["profit"]]
    return pa.table(data | {"share_b": pa.array(shares, pa.decimal128(38, 8))})


def statement(**changes: Any) -> dict[str, Any]:
    """The statement that these rows make; `changes` replace whole keys."""
    return {
        "month": "2026-09",
        "contract": "OPS-1",
        "version": 1,
        "totals": {
            "gross_sales": 496_217,
            "refunded": -74_865,
            "revenue": 421_352,
            "cost": 181_696,
            "tax": 48_473,
            "logistics": 51_357,
            "logistics_a": 1_540,
            "logistics_b": 0,
            "postage": 3_600,
            "platform_fees": 107_302,
            "profit": 139_826,
        },
        "counts": {"lines": 2, "refunds": 1, "held": 2, "late": 1},
        "components": [{"kind": "profit_share", "clause": "第三章 D", "base": 139_826, "amount": 41_948}],
        "carried_in": 0,
        "carried_out": 0,
        "share_a": 97_878,
        "share_b": 41_948,
        "adjustments": 0,
        "collector": "a",
        "held_by_collector": 317_650,
        "entitled_b": 46_453,
        "due_b": 46_453,
        "payer": "a",
        "amount_due": 46_453,
        "held": [
            {"row_id": "L000022", "reason": "no_factory_price"},
            {"row_id": "R00010", "reason": "no_factory_price"},
        ],
        "late": [{"month": "2026-08", "revenue": 257_300, "profit": 127_699, "rows": 1}],
        "dated_debts": [
            {
                "kind": "setup",
                "clause": "第四条 1",
                "amount": 2_500_000,
                "due_on": "2026-09-08",
                "provisional": False,
            }
        ],
        "dates": {
            "statement_due": "2026-10-10",
            "earliest_payment": "2026-10-15",
            "window_end": "2026-10-20",
            "provisional": False,
        },
    } | changes


def terms(**changes: Any) -> dict[str, Any]:
    """The terms behind it."""
    return {
        "contract": "OPS-1",
        "recognition": "completed",
        "collector": "a",
        "tax": {"mode": "included_vat", "rate": "0.13", "paid_by": "a"},
        "platform_fees": "a",
        "faults_borne_by": "a",
        "components": [
            {"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "carry_forward", "clause": "第三章 D"}
        ],
        "statement": {
            "due_day": 10,
            "confirm_days": 5,
            "confirm_day_kind": "working",
            "pay_days": 3,
            "pay_day_kind": "working",
            "pay_window": [15, 20],
            "silence": "approved",
        },
        "late_fee": {"rate_per_day": "0.003", "party": "a", "cap": "0.3"},
    } | changes


def meta(**changes: Any) -> dict[str, Any]:
    """Who, when, and what proves it."""
    return {
        "contract_title": "青岚茶器代运营合同",
        "contract_code": "OPS-2026-014",
        "brand": "青岚茶器有限公司",
        "agency": "拾舟电商有限公司",
        "version": 1,
        "closed_at": "2026-10-08T18:02:00+08:00",
        "sent_at": "2026-10-09T16:48:00+08:00",
        "sent_by": "林知秋",
        "digest": "9f3c71ae" * 8,
        "previous_digest": "51b08e6d" * 8,
        "evidence": {"seq": 1841, "hash": "c0ffee12" * 8},
        "rules_version": "1.0.0",
        "addenda": [{"number": 2, "key": "tax.mode", "value_text": "含税价内13%，由甲方缴纳"}],
        "lang": "zh",
    } | changes
