"""JD's documents as they were recorded, changed where a test wants it, and what they are mapped to."""

import json
from copy import deepcopy
from pathlib import Path

from paidang.channels.jd.client import Jd
from paidang.channels.link.documents import (
    Document,
)
from paidang.channels.mapping import Context

RECORDED = Path(__file__).parents[4] / "tests/fixtures/platforms/jd"
CONTEXT = Context(store="青岚京东旗舰店", known_at="2026-03-15T00:00:00+08:00")
JD = Jd(gateway=None)


def recorded(name, *path):
    (found,) = json.loads((RECORDED / f"{name}.json").read_text()).values()
    for part in path:
        found = found[part]
    return found


ORDERS = {row["orderId"]: row for row in recorded("orders", "searchorderinfo_result", "orderInfoList")}
CASES = [
    (part, row[name], row)
    for part, name, rows in (
        ("refund", "id", recorded("refunds", "queryResult", "result")),
        ("service", "serviceId", recorded("services", "pageResult", "data")),
    )
    for row in rows
]


def map_order(body):
    return JD.map(Document("order", body["orderId"], body), CONTEXT)


def map_case(part, row, order=None):
    row_id = str(row["id" if part == "refund" else "serviceId"])
    order = ORDERS.get(row["orderId"]) if order is None else order
    return JD.map(Document("case", row_id, {part: row, "order": order}), CONTEXT)


def order(number, **changes):
    return deepcopy(ORDERS[f"2900000000{number:02d}"]) | changes


def case(number, **changes):
    (found,) = [(part, row) for part, row_id, row in CASES if row_id == number]
    return found[0], found[1] | changes


def faults(found):
    assert found.head is None or found.mapped.lacks_codes_alone
    return {(fault.column, fault.code) for each in found.mapped.faults.values() for fault in each}


def money(found):
    """What the facts say came in, went back, and was paid for postage."""
    facts = found.mapped.facts
    lines = [fact.cells for fact in facts if fact.table == "order_lines"]
    return {
        "goods": sum(int(line["unit_price"]) * int(line["quantity"]) for line in lines),
        "merchant": sum(int(line["merchant_discount"]) for line in lines),
        "platform": sum(int(line["platform_discount"]) for line in lines),
        "postage": -sum(int(fact.cells["amount"]) for fact in facts if fact.table == "logistics"),
        "refunded": sum(int(fact.cells["amount"]) for fact in facts if fact.table == "refunds"),
    }
