"""Orders and cases of a shop of one's own: what each field says, and amounts a hundred times too large found out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.link.documents import CaseHead, Document, MappedDocument, OrderHead
from paidang.channels.mapping import Context
from paidang.channels.shop.mapping import map_document
from paidang.channels.tests.shop import case, order

HERE = Context("青岚商城", "shop")


def mapped(body: dict[str, Any]) -> MappedDocument:
    return map_document(Document("case" if body["type"] == "case" else "order", body["id"], body), HERE)


def faults(body: dict[str, Any]) -> set[str]:
    found = mapped(body)
    assert found.head is None or not found.mapped.faults
    return {fault.column for some in found.mapped.faults.values() for fault in some}


def test_an_order_is_its_lines_and_its_postage() -> None:
    found = mapped(order())
    line, postage = found.mapped.facts
    assert isinstance(found.head, OrderHead) and found.head.created_at == "2026-03-05T09:58:00+08:00"
    assert (line.cells["line_id"], line.cells["quantity"], line.cells["unit_price"]) == (
        "A1001-1",
        "2",
        "12900",
    )
    assert (line.cells["merchant_discount"], line.cells["store"], line.cells["channel"]) == (
        "800",
        "青岚商城",
        "shop",
    )
    assert (postage.table, postage.cells["amount"]) == ("logistics", "-600")


def test_a_case_is_a_refund_once_its_money_went_back() -> None:
    found = mapped(case())
    (refund,) = found.mapped.facts
    assert isinstance(found.head, CaseHead) and found.head.line_id == refund.cells["line_id"] == "A1001-1"
    assert (refund.cells["amount"], refund.cells["cause"], refund.cells["restocked"]) == (
        "12500",
        "no_reason",
        "true",
    )
    assert mapped(case(state="returning")).mapped.facts == []


def test_a_cancelled_order_is_given_back_whole() -> None:
    facts = mapped(order(state="cancelled")).mapped.facts
    assert [(fact.table, fact.cells.get("amount")) for fact in facts] == [
        ("order_lines", None),
        ("refunds", "25000"),
    ]
    assert mapped(order(state="unpaid", paid_at="")).mapped.skipped


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"state": "teleported"}, "state"),
        ({"paid_at": ""}, "paid_at"),
        ({"paid_at": "2026-03-05 10:00:00"}, "paid_at"),
        ({"paid_at": "yesterday"}, "paid_at"),
        ({"state": "shipped"}, "shipped_at"),
        ({"modified_at": None}, "modified_at"),
        ({"lines": []}, "lines"),
        ({"lines": "none"}, "lines"),
        ({"lines": [order()["lines"][0]] * 2, "paid_fen": 50_600}, "lines"),
        ({"lines": [{**order()["lines"][0], "sku": ""}]}, "sku"),
        ({"lines": [{**order()["lines"][0], "quantity": "1.5"}]}, "quantity"),
        ({"lines": [{**order()["lines"][0], "merchant_discount_fen": 99_999}]}, "merchant_discount_fen"),
        ({"paid_fen": "256.00"}, "paid_fen"),
        ({"paid_fen": -25_600}, "paid_fen"),
        ({"paid_fen": 256}, "paid_fen"),
        ({"paid_fen": 2_560_000}, "paid_fen"),
        ({"postage_fen": 6}, "paid_fen"),
        ({"lines": [{**order()["lines"][0], "unit_price_fen": 129}]}, "merchant_discount_fen"),
        ({"lines": [{**order()["lines"][0], "unit_price_fen": 1_290_000}]}, "paid_fen"),
    ],
)
def test_what_does_not_hold_waits_for_a_person(change: dict[str, Any], column: str) -> None:
    assert column in faults(order(**change))


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"state": "gone"}, "state"), ({"kind": "hug"}, "kind"), ({"line_id": ""}, "line_id"), ({"refunded_at": ""}, "refunded_at"),
        ({"amount_fen": "125.00"}, "amount_fen"), ({"restocked": "yes"}, "restocked"), ({"cause": "mood"}, "cause"),
    ],
)  # fmt: skip
def test_a_case_that_does_not_hold_waits_for_a_person(change: dict[str, Any], column: str) -> None:
    assert column in faults(case(**change))


lines = st.lists(
    st.tuples(st.integers(1, 20), st.integers(1, 10**7), st.integers(0, 100), st.integers(0, 100)),
    min_size=1,
    max_size=6,
)


@given(lines, st.integers(0, 5_000))
def test_money_comes_out_to_the_fen_and_a_hundredfold_never_passes(
    sold: list[tuple[int, int, int, int]], postage: int
) -> None:
    rows, paid = [], postage
    for number, (quantity, price, merchant_part, platform_part) in enumerate(sold, 1):
        total = quantity * price
        merchant, platform = total * merchant_part // 200, total * platform_part // 200
        paid += total - merchant - platform
        rows.append({
            "id": str(number), "sku": f"S{number}", "quantity": quantity, "unit_price_fen": price,
            "merchant_discount_fen": merchant, "platform_discount_fen": platform,
        })  # fmt: skip
    body = order(lines=rows, postage_fen=postage, paid_fen=paid)
    cells = [fact.cells for fact in mapped(body).mapped.facts if fact.table == "order_lines"]
    due = sum(
        int(c["quantity"]) * int(c["unit_price"]) - int(c["merchant_discount"]) - int(c["platform_discount"]) for c in cells
    )  # fmt: skip
    assert due + postage == paid and len(cells) == len(rows)
    if paid:
        assert "paid_fen" in faults({**body, "paid_fen": paid * 100})
        assert "paid_fen" in faults({**body, "paid_fen": f"{paid / 100:.2f}"})


@given(
    st.dictionaries(
        st.sampled_from(sorted(order())),
        st.none() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2),
    )
)
def test_it_never_raises(changes: dict[str, Any]) -> None:
    body = {**order(), **changes, "type": "order", "id": "A1001"}
    mapped(body)
