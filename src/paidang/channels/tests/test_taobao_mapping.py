"""What Taobao's trades and refunds say, by payloads in the documented form, and by property."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.cells import share_out
from paidang.channels.facts.check import check_row
from paidang.channels.facts.tables import TABLES
from paidang.channels.link.documents import CaseHead, Document, MappedDocument, OrderHead
from paidang.channels.link.record import FEN, Record
from paidang.channels.mapping import NO_CODE, Context, Mapped
from paidang.channels.taobao.mapping import map_document
from paidang.channels.taobao.words import UNIT

TOLD = json.loads(
    (Path(__file__).parents[4] / "tests/fixtures/platforms/taobao.json").read_text(), parse_float=Decimal
)
TID = 2415863920123456789


def mapped(name: str, store: str = "") -> MappedDocument:
    told = TOLD[name]
    return map_document(Document(told["kind"], told["id"], told["body"]), Context(store=store))


def order(name: str) -> OrderHead:
    head = mapped(name).head
    assert isinstance(head, OrderHead)
    return head


def case(name: str) -> CaseHead:
    head = mapped(name).head
    assert isinstance(head, CaseHead)
    return head


def money(name: str) -> list[tuple[str, ...]]:
    """Lines as (sku, quantity, price, seller's discount, platform's, gift), charges as (kind, amount), refunds whole."""
    wanted = {
        "order_lines": ("sku", "quantity", "unit_price", "merchant_discount", "platform_discount", "gift"),
        "logistics": ("kind", "amount"),
        "refunds": ("line_id", "quantity", "amount", "cause", "restocked", "refunded_at"),
    }
    return [tuple(f.cells[c] for c in wanted[f.table]) for f in mapped(name).mapped.facts]


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        # red packets (12.34) and points (0.50) by what is left of each line, on top of the line's own subsidy of 5.00
        (
            "finished_gift_platform_money",
            "done",
            [
                ("QL-GW150", "1", "15800", "1000", "1055", "false"),
                ("QL-LX4", "2", "9900", "1038", "729", "false"),
                ("QL-GIFT-CZ", "1", "990", "990", "0", "true"),
                ("postage", "-1000"),
            ],
        ),
        ("presale_deposit_only", "unpaid", []),
        ("presale_deposit_lost", "cancelled", []),
        ("presale_paid", "paid", [("QL-GH-LH", "1", "29800", "0", "0", "false")]),
        (
            "closed_after_payment",
            "cancelled",
            [("QL-GD300", "1", "5900", "0", "0", "false"), ("postage", "0")],
        ),
        ("closed_unpaid", "cancelled", []),
        (
            "raised_by_hand_on_taobao",
            "part_shipped",
            [("QL-CB260", "3", "9001", "2", "0", "false"), ("QL-PM2", "1", "3000", "0", "0", "false")],
        ),
        ("paid_at_the_door", "shipped", [("QL-PM2", "1", "8800", "0", "0", "false")]),
        (
            "held_before_allocation",
            "held",
            [("QL-CP-S", "1", "12900", "900", "0", "false"), ("QL-CP-M", "1", "5000", "0", "0", "false")],
        ),
    ],
)
def test_an_order_is_worked_by_its_state_and_pays_by_its_lines(
    name: str, state: str, expected: list[tuple[str, ...]]
) -> None:
    assert order(name).state == state
    assert money(name) == expected
    assert bool(mapped(name).mapped.skipped) == (not expected)
    for fact in mapped(name).mapped.facts:
        assert check_row(TABLES[fact.table], {"store": "x", **fact.cells})[1] == []


def test_what_a_store_works_by_is_whole() -> None:
    head, told = order("finished_gift_platform_money"), mapped("finished_gift_platform_money")
    assert (head.order_id, told.mapped.facts[0].cells["line_id"]) == (str(TID), str(TID + 1))
    assert [(p.carrier, p.waybill, len(p.line_ids)) for p in head.parcels] == [
        ("SF", "SF1000000000001", 2),
        ("ZTO", "ZT2000000000002", 1),
    ]
    assert (head.receiver.name, head.receiver.phone, head.receiver.city) == ("王**", "*******1234", "杭州市")
    assert (head.buyer_words, head.seller_words) == ("第一行\t有制表符", "加急")
    assert head.invoice and (head.invoice.title, head.invoice.is_company) == ("杭州听雨文化有限公司", True)
    assert (head.paid_at, head.completed_at) == ("2026-10-08T20:01:00+08:00", "2026-10-15T09:00:00+08:00")
    assert [f.cells["shipped_at"][:13] for f in told.mapped.facts[:2]] == ["2026-10-09T10", "2026-10-09T18"]
    assert {f.cells["store"] for f in told.mapped.facts[:3]} == {"青岚茶器天猫旗舰店"}
    assert mapped("raised_by_hand_on_taobao").mapped.facts[0].cells["channel"] == "taobao"
    assert mapped("presale_paid", "又一店").mapped.facts[0].cells["store"] == "又一店"
    assert mapped("presale_paid").mapped.facts[0].cells["channel"] == "tmall"
    assert mapped("presale_deposit_lost").mapped.notes == [
        "预售尾款没付，订单已关闭，定金 ¥50.00 没有商品行可记"
    ]
    # paid at the door: a sale from the order's time, whenever the money came (SPEC §1)
    (line,) = mapped("paid_at_the_door").mapped.facts
    assert (line.cells["paid_at"], line.cells["shipped_at"]) == (
        "2026-10-08T20:00:05+08:00",
        "2026-10-09T10:00:00+08:00",
    )


@pytest.mark.parametrize(
    ("name", "state", "kind", "expected"),
    [
        (
            "refund_before_sent_with_postage",
            "refunded",
            "refund_only",
            [(str(TID + 41), "1", "5900", "no_reason", "true", "2026-10-09T09:00:00+08:00")],
        ),
        (
            "refund_returned",
            "refunded",
            "return_goods",
            [(str(TID + 2), "1", "9381", "no_reason", "false", "2026-10-12T08:00:00+08:00")],
        ),
        (
            "refund_without_its_order",
            "refunded",
            "refund_only",
            [(str(TID + 1), "0", "2000", "no_reason", "false", "2026-10-12T08:00:00+08:00")],
        ),
        ("refund_asked", "asked", "refund_only", []),
        ("exchange_done", "refunded", "exchange", []),
    ],
)
def test_a_refund_is_money_and_units_only_where_they_are_certain(
    name: str, state: str, kind: str, expected: list[tuple[str, ...]]
) -> None:
    assert (case(name).state, case(name).kind) == (state, kind)
    assert money(name) == expected
    assert case("refund_returned").return_parcel and case("refund_returned").return_parcel.carrier == "YTO"


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("bad_unknown_state", "status", "unknown_state"),
        ("bad_payment", "payment", "does_not_add_up"),
        ("bad_paid_without_time", "pay_time", "bad_cell"),
        ("bad_no_lines", "orders", "empty"),
        ("bad_id_as_float", "oid", "bad_cell"),
        ("bad_refund_does_not_add_up", "total_fee", "does_not_add_up"),
    ],
)
def test_what_cannot_be_trusted_is_a_fault_and_no_fact(name: str, column: str, code: str) -> None:
    found = mapped(name)
    assert (column, code) in [(f.column, f.code) for faults in found.mapped.faults.values() for f in faults]
    assert found.head is None


def test_a_line_without_a_code_gives_a_head_so_that_the_order_is_held_and_no_fact() -> None:
    found = mapped("bad_no_sku")
    assert ("outer_sku_id", NO_CODE) in [
        (f.column, f.code) for faults in found.mapped.faults.values() for f in faults
    ]
    assert found.head is not None and not found.mapped.facts
    assert found.mapped.facts == []


def test_every_amount_is_read_in_its_own_unit() -> None:
    """The 100× trap: fen read as yuan, or yuan as fen, is off by two places."""
    for name, unit in UNIT.items():
        told = Mapped()
        record = Record(told, 0, {name: 1234 if unit == FEN else "12.34"}, UNIT)
        assert record.fen(name) == 1234, name
        Record(told, 0, {name: "12.34" if unit == FEN else "12.345"}, UNIT).fen(name)
        assert len(told.faults[0]) == 1, name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["tid", "refund", "trade", "orders", "order", "status", "oid", "num", "price", "payment", "pay_time", "refund_id", "refund_fee",
         "divide_order_fee", "promotion_details", "promotion_detail"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from([*TOLD["presale_paid"]["body"], "refund", "trade"]), JSON, max_size=6),
    st.booleans(),
)
def test_mapping_never_raises(changes: dict[str, Any], is_case: bool) -> None:
    told = TOLD["refund_returned" if is_case else "finished_gift_platform_money"]
    found = map_document(Document(told["kind"], told["id"], {**told["body"], **changes}), Context())
    assert (found.head is None) == bool(found.mapped.faults)


def yuan_text(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


@given(
    st.lists(
        st.tuples(st.integers(1, 50_000), st.integers(1, 9), st.integers(0, 30_000)), min_size=1, max_size=6
    ),
    st.integers(0, 60_000),
    st.integers(0, 2_000),
    st.integers(0, 9_000),
)
def test_facts_add_up_to_what_was_paid_and_came_back(
    lines: list[tuple[int, int, int]], off: int, postage: int, packet: int
) -> None:
    """payment = Σ lines + postage; and 总金额 = 实付 + 退款 once everything was given back line by line."""
    totals = [price * num - min(own, price * num) for price, num, own in lines]
    shares = share_out(min(off, sum(totals)), totals)
    paid = [total - share for total, share in zip(totals, shares, strict=True)]
    template = TOLD["presale_paid"]["body"]
    orders = [
        template["orders"]["order"][0]
        | {"oid": TID + at, "price": yuan_text(price), "num": num, "total_fee": yuan_text(total)}
        | {"part_mjz_discount": yuan_text(share), "divide_order_fee": yuan_text(total - share)}
        for at, ((price, num, _), total, share) in enumerate(zip(lines, totals, shares, strict=True))
    ]
    trade = {
        **template,
        "tid": TID,
        "payment": yuan_text(sum(paid) + postage),
        "post_fee": yuan_text(postage),
    }
    trade |= {"orders": {"order": orders}, "coupon_fee": packet}
    facts = map_document(Document("order", str(TID), trade), Context()).mapped.facts
    brought = {
        f.cells["line_id"]: int(f.cells["unit_price"]) * int(f.cells["quantity"])
        - int(f.cells["merchant_discount"])
        for f in facts
        if f.table == "order_lines"
    }
    charged = -sum(int(f.cells["amount"]) for f in facts if f.table == "logistics")
    assert sum(brought.values()) + charged == sum(paid) + postage
    given_by_platform = sum(int(f.cells["platform_discount"]) for f in facts if f.table == "order_lines")
    assert given_by_platform == min(packet, sum(paid))
    back = 0
    for at, amount in enumerate(paid):
        refund = TOLD["refund_before_sent_with_postage"]["body"]["refund"]
        refund = {**refund, "tid": TID, "oid": TID + at, "num": lines[at][1]}
        refund |= {"total_fee": yuan_text(amount), "refund_fee": yuan_text(amount), "payment": "0.00"}
        found = map_document(
            Document("case", str(refund["refund_id"]), {"refund": refund, "trade": trade}), Context()
        )
        back += sum(int(f.cells["amount"]) for f in found.mapped.facts)
    assert sum(brought.values()) - back == 0
