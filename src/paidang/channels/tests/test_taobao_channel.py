"""A store on Taobao's interface, over HTTP against the sandbox: what is pulled is what the shop holds, whatever goes wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from paidang.channels.link.channel import Deal, Item
from paidang.channels.link.documents import (
    CASE_STATES,
    EXCHANGE,
    REFUNDED,
    RESEND,
    CaseHead,
    OrderHead,
    Parcel,
)
from paidang.channels.link.errors import (
    ClockSkewed,
    Refused,
    Throttled,
    Unreachable,
    WrongSecret,
)
from paidang.channels.mapping import Context, FactRow
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import Order, Shop
from paidang.channels.taobao.client import Taobao
from paidang.channels.taobao.sandbox import SESSION
from paidang.channels.taobao.sandbox_records import payment_fen, refund_fen, seller_gets_fen
from paidang.channels.tests.taobao_served import NOW, Served, sandbox_of, serving, shop_of, spoil, store_of
from paidang.kit.money import yuan_text

pytestmark = pytest.mark.slow  # over HTTP

SINCE, UNTIL = NOW - timedelta(days=3), NOW + timedelta(seconds=1)


@pytest.fixture
def server() -> Iterator[Served]:
    """Two days of 260 orders: more than a page a day."""
    with serving(lambda: NOW, days=2, orders=260) as server:
        yield server


@pytest.fixture
def small() -> Iterator[Served]:
    with serving(lambda: NOW, days=2, orders=60) as server:
        yield server


# What is pulled


def facts_of(store: Taobao, shop: Shop) -> tuple[dict[str, OrderHead], dict[str, CaseHead], list[FactRow]]:
    orders: dict[str, OrderHead] = {}
    cases: dict[str, CaseHead] = {}
    facts: list[FactRow] = []
    for document in [*store.pull_orders(SINCE, UNTIL), *store.pull_cases(SINCE, UNTIL)]:
        told = store.map(document, Context())
        assert told.mapped.faults == {}
        assert document.id not in (orders if document.kind == "order" else cases)
        facts += told.mapped.facts
        if isinstance(told.head, OrderHead):
            orders[document.id] = told.head
        elif isinstance(told.head, CaseHead):
            cases[document.id] = told.head
    return orders, cases, facts


def total(facts: list[FactRow], table: str, order: Order) -> int:
    ids = {line.line_id for line in order.lines}
    if table == "refunds":
        return sum(int(f.cells["amount"]) for f in facts if f.table == table and f.cells["line_id"] in ids)
    if table == "logistics":
        return -sum(
            int(f.cells["amount"])
            for f in facts
            if f.table == table and f.cells["order_id"] == order.order_id
        )
    lines = [f.cells for f in facts if f.table == table and f.cells["line_id"] in ids]
    return sum(int(c["unit_price"]) * int(c["quantity"]) - int(c["merchant_discount"]) for c in lines)


def check_pull(store: Taobao, shop: Shop) -> None:
    orders, cases, facts = facts_of(store, shop)
    assert orders.keys() == shop.orders.keys()
    for order in shop.orders.values():
        head = orders[order.order_id]
        assert (head.state, head.parcels) == (order.state, tuple(order.parcels))
        assert (head.buyer_words, head.seller_words) == (order.buyer_words, order.seller_words)
        assert (head.invoice and head.invoice.title) == (order.invoice and order.invoice.title)
        assert head.receiver.city == order.receiver.city
        sold = total(facts, "order_lines", order)
        assert sold == (sum(map(seller_gets_fen, order.lines)) if order.paid_at else 0)
        is_charged = order.paid_at and head.platform_state != "TRADE_CLOSED"
        assert total(facts, "logistics", order) == (order.postage_fen if is_charged else 0)
        found = [c for c in shop.cases.values() if c.order_id == order.order_id and c.state == REFUNDED]
        back = sum(
            min(refund_fen(shop, case, line), seller_gets_fen(line))
            for case in found
            for line in order.lines
            if case.line_id in ("", line.line_id) and case.kind not in (EXCHANGE, RESEND)
        )
        assert total(facts, "refunds", order) == back
        if order.paid_at:  # 总金额 = 实付 + 退款
            kept = sold - back + total(facts, "logistics", order)
            assert kept >= 0
            assert payment_fen(order) == kept + back + (0 if is_charged else order.postage_fen)
    by_case = {case_id: shop.cases.get(case_id) or shop.cases[case_id[:-2]] for case_id in cases}
    assert {case.case_id for case in by_case.values()} == shop.cases.keys()
    for case_id, case in by_case.items():
        assert (cases[case_id].state, cases[case_id].kind) == (case.state, case.kind)
        assert (cases[case_id].order_id, cases[case_id].reason) == (case.order_id, case.reason)


def test_a_pull_is_what_the_shop_holds(server: Served) -> None:
    shop = shop_of(server)
    check_pull(store_of(server), shop)
    assert {case.state for case in shop.cases.values()} < set(CASE_STATES)


def test_presale_is_listed_only_if_asked_for_and_a_deposit_is_no_sale(small: Served) -> None:
    shop, store = shop_of(small), store_of(small)
    order = next(order for order in shop.orders.values() if order.state == "cancelled" and not order.paid_at)
    sandbox_of(small.world).memory.deposits_fen[order.order_id] = 10_00
    at = order.modified_at.strftime("%Y-%m-%d %H:%M:%S")
    given = {"fields": "tid", "start_modified": at, "end_modified": at}
    reply = store.gateway.read("taobao.trades.sold.increment.get", **given)
    assert reply["total_results"] == 0
    assert "trades" not in reply
    (document,) = store.pull_orders(order.modified_at, order.modified_at + timedelta(seconds=1))
    assert document.id == order.order_id
    told = store.map(document, Context())
    assert (told.mapped.facts, told.mapped.skipped) == ([], "预售，只付了定金")
    assert told.mapped.notes == ["预售尾款没付，订单已关闭，定金 ¥10.00 没有商品行可记"]


def test_a_pull_is_what_the_shop_holds_whatever_goes_wrong(server: Served) -> None:
    waits: list[float] = []
    spoil(server, "dropped:2%", "half_page:3%", "html_502:2%", "http_500:2%", "throttled:2%", "transient:3%")
    spoil(server, "expired_token:1%", "duplicated_rows:30%", "empty_omitted:50%")
    spoil(server, "out_of_order:50%", "changed_between_pages:2", on="increment.get")
    store = store_of(server, waits=waits)
    check_pull(store, shop_of(server))
    assert waits
    assert store.gateway.token.access_token != SESSION  # renewed by itself
    spoil(server, "control_characters:100%")
    order_id = next(iter(shop_of(server).orders))
    assert store.get_order(order_id).body["title"] == "青岚茶器天猫旗舰店\t\n\x01"


# What the seller does


def test_what_the_seller_does_is_done_once(small: Served) -> None:
    shop, store = shop_of(small), store_of(small)
    paid = [order for order in shop.orders.values() if order.state == "paid"]
    several = next(order for order in paid if len(order.lines) > 1)
    whole = next(order for order in paid if order is not several)
    # it was carried out, but the answer was lost: the second call is refused, and the waybill is there
    spoil(small, "http_500:1", on="offline.send")
    store.ship(whole.order_id, Parcel("SF", "SF1"))
    store.ship(whole.order_id, Parcel("SF", "SF1"))
    assert (whole.state, whole.parcels) == ("shipped", [Parcel("SF", "SF1")])
    first, *others = [line.line_id for line in several.lines]
    for _ in range(2):
        store.ship(several.order_id, Parcel("ZTO", "Z1", (first,)))
    assert several.state == "part_shipped"
    store.ship(several.order_id, Parcel("YTO", "Y1", tuple(others)))
    assert several.state == "shipped"
    assert several.parcels == [Parcel("ZTO", "Z1", (first,)), Parcel("YTO", "Y1", tuple(others))]
    head = store.map(store.get_order(several.order_id), Context()).head
    assert isinstance(head, OrderHead)
    assert head.parcels == tuple(several.parcels)
    with pytest.raises(Refused) as sent:
        store.ship(whole.order_id, Parcel("SF", "SF2"))
    assert "B04" in sent.value.platform_code
    store.change_waybill(whole.order_id, Parcel("SF", "SF2"))
    assert whole.parcels == [Parcel("SF", "SF2")]
    store.remark(whole.order_id, '发\t顺丰\n"加急" \\n', flag=3)
    assert store.get_order(whole.order_id).body["seller_memo"] == '发\t顺丰\n"加急" \\n'
    assert store.get_order(whole.order_id).body["seller_flag"] == 3
    with pytest.raises(Refused) as missing:
        store.ship("2415863920123456789", Parcel("SF", "SF9"))
    assert "isv.trade-not-exist" in missing.value.platform_code


def test_a_parcel_is_announced_and_its_waybill_told_later(small: Served) -> None:
    shop, gateway = shop_of(small), store_of(small).gateway
    order = next(order for order in shop.orders.values() if order.state == "paid")

    def write(method: str, **given: str) -> None:
        gateway.write(method, is_idempotent=False, tid=order.order_id, **given)

    with pytest.raises(Refused):
        write("taobao.logistics.online.confirm", out_sid="SF5")
    write("taobao.logistics.online.send", company_code="SF")
    assert (order.state, order.parcels) == ("paid", [])
    write("taobao.logistics.online.confirm", out_sid="SF5")
    assert (order.state, order.parcels) == ("shipped", [Parcel("SF", "SF5")])
    paid = gateway.read("taobao.trade.amount.get", fields="tid,payment", tid=order.order_id)["trade_amount"]
    assert paid == {"tid": int(order.order_id), "payment": yuan_text(order.paid_fen)}


def test_goods_stock_price_and_promotions(small: Served) -> None:
    shop, store = shop_of(small), store_of(small)
    items = {item.sku_id: item for item in store.list_items()}
    assert items.keys() == shop.goods.keys()
    for sku_id, goods in shop.goods.items():
        known = items[sku_id]
        assert (known.item_id, known.sku, known.price_fen) == (goods.item_id, goods.sku, goods.price_fen)
        assert (known.quantity, known.is_listed) == (goods.quantity, goods.is_listed)
    choices = [item for item in items.values() if item.sku.startswith("QL-CP-")]
    for _ in range(2):
        store.push_stock(choices[0], 17)
    store.push_price(choices[0], 131_05)
    store_of(small, is_tmall=False).push_price(choices[1], 171_00)
    assert [shop.goods[item.sku_id].price_fen for item in choices] == [131_05, 171_00, 219_00]
    assert shop.goods[choices[0].sku_id].quantity == 17
    store.gateway.write("taobao.item.quantity.update", is_idempotent=False, num_iid=choices[0].item_id, sku_id=choices[0].sku_id, quantity=-3, type=2)  # fmt: skip
    store.gateway.write("taobao.skus.quantity.update", is_idempotent=True, num_iid=choices[0].item_id, skuid_quantities=f"{choices[1].sku_id}:8;{choices[2].sku_id}:9")  # fmt: skip
    assert [shop.goods[item.sku_id].quantity for item in choices] == [14, 8, 9]
    for bad in (Item("1", "2", ""), replace(choices[0], sku_id="1")):
        with pytest.raises(Refused):
            store.push_stock(bad, 1)

    before = {deal.deal_id: deal for deal in store.list_deals()}
    assert before.keys() == shop.deals.keys()
    when = {"starts_at": "2026-12-01T00:00:00+08:00", "ends_at": "2026-12-03T00:00:00+08:00"}
    wanted = [
        Deal("", "10 元优惠券", "coupon", minus_fen=10_00, threshold_fen=99_00, **when),
        Deal("", "满300减40", "full_reduction", minus_fen=40_00, threshold_fen=300_00, **when),
        Deal(
            "",
            "茶盘直降",
            "item_price",
            items=tuple(item.sku_id for item in choices),
            price_fen=99_00,
            **when,
        ),
    ]
    ids = [store.add_deal(deal) for deal in wanted]
    after = {deal.deal_id: deal for deal in store.list_deals()}
    assert after.keys() - before.keys() == set(ids)
    for deal_id, deal in zip(ids, wanted, strict=True):
        items_told = (choices[0].item_id,) if deal.kind == "item_price" else ()
        assert after[deal_id] == replace(deal, deal_id=deal_id, items=items_told)
    assert shop.deals[ids[2]].items == tuple(item.sku_id for item in choices)
    for bad_deal in (
        replace(wanted[0], minus_fen=10_50),
        replace(wanted[0], minus_fen=11_00),
        replace(wanted[2], items=(choices[0].sku_id,)),  # the price would hold for the other choices too
        replace(wanted[2], kind="lottery"),
    ):
        with pytest.raises(Refused):
            store.add_deal(bad_deal)
    with pytest.raises(Refused):
        store.get_bill(NOW.date())


def test_refunds_are_answered_and_told_by_messages(small: Served) -> None:
    shop, store = shop_of(small), store_of(small)
    gateway = store.gateway
    store.permit_messages()
    assert {each.id for each in store.pull_told()} >= shop.orders.keys() - {o.order_id for o in shop.orders.values() if o.state in ("part_shipped", "held")}  # fmt: skip
    assert list(store.pull_told()) == []
    paid = next(order for order in shop.orders.values() if order.state == "paid" and len(order.lines) > 1)
    case = acts.ask(shop, paid, NOW)
    sandbox_of(small.world).memory.messages[1] = {
        "id": 1,
        "topic": "taobao_trade_TradeChanged",
        "content": '{"tid":5}',
    }
    told = store.pull_told()
    assert next(told).kind == "case"
    told.close()  # stopped before the batch was done: told again
    documents = list(store.pull_told())
    assert {document.kind for document in documents} == {"case"}
    assert {document.id for document in documents} == {d.id for d in store.pull_cases(SINCE, UNTIL) if d.id.startswith(case.case_id)}  # fmt: skip
    infos = [f"{d.id}|{round(float(d.body['refund']['refund_fee']) * 100)}|1|onsale" for d in documents]
    gateway.write("taobao.rp.refunds.agree", is_idempotent=False, refund_infos=",".join(infos))
    assert (case.state, paid.state) == (REFUNDED, "cancelled")
    topics = [each.body.get("status") or each.body["refund"]["status"] for each in store.pull_told()]
    assert sorted(topics) == ["SUCCESS"] * len(documents) + ["TRADE_CLOSED"]
    other = next(order for order in shop.orders.values() if order.state == "paid")
    small = acts.ask(shop, other, NOW, line_id=other.lines[0].line_id, amount_fen=1)
    gateway.write(
        "taobao.refund.refuse", is_idempotent=False, refund_id=small.case_id, refuse_message="已发货"
    )
    assert small.state == "refused"
    with pytest.raises(Refused):
        gateway.write("taobao.rp.returngoods.agree", is_idempotent=False, refund_id=small.case_id)


# What the platform refuses


def test_errors_say_what_to_do(small: Served) -> None:
    waits: list[float] = []
    read = store_of(small).gateway.read
    day = {"start_modified": "2026-11-27 00:00:00", "end_modified": "2026-11-28 00:00:00", "fields": "tid"}
    for method, given, code in (
        ("taobao.trades.sold.increment.get", {**day, "end_modified": "2026-11-28 00:00:01"}, "41"),
        ("taobao.trades.sold.increment.get", {**day, "page_size": 101}, "41"),
        ("taobao.trades.sold.increment.get", {**day, "start_modified": "x"}, "41"),
        ("taobao.trades.sold.increment.get", {**day, "fields": ""}, "40"),
        ("taobao.trades.sold.get", {"fields": "tid", "start_created": "2026-01-01 00:00:00"}, "41"),
        ("taobao.trade.fullinfo.get", {"fields": "tid"}, "40"),
        ("taobao.no.such.method", {}, "22"),
        ("tmall.item.price.update", {"item_id": "1", "sku_prices": "[{}]"}, "15"),
        ("taobao.promotion.coupon.add", {"denominations": 4, "end_time": "2026-12-01 00:00:00"}, "41"),
        ("taobao.tmc.messages.consume", {"quantity": 201}, "41"),
    ):
        with pytest.raises(Refused) as refused:
            read(method, **given)
        assert refused.value.platform_code.split()[0] == code, (method, given)
    with pytest.raises(WrongSecret):
        store_of(small, app_secret="wrong").get_order("1")
    with pytest.raises(WrongSecret):
        store_of(small, app_key="wrong").get_order("1")
    with pytest.raises(ClockSkewed) as skewed:
        store_of(small, now=NOW - timedelta(minutes=20)).get_order("1")
    assert skewed.value.skew_s == -1200
    spoil(small, "throttled:1")
    store_of(small, waits=waits).list_items()
    next(store_of(small, waits=waits).list_items())
    assert waits == [1.25]
    spoil(small, "throttled:99", on="items.onsale.get")
    with pytest.raises(Throttled):
        next(store_of(small).list_items())
    spoil(small, "transient:99", on="coupon.add")
    with pytest.raises(Unreachable):  # it might have been made: only a person may try again
        store_of(small, waits=waits).add_deal(Deal("", "x", "coupon", "2026-12-01T00:00:00+08:00", "2026-12-02T00:00:00+08:00", minus_fen=500))  # fmt: skip
    assert waits == [1.25]
