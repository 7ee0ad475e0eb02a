"""What is wrong with staged rows that only the database can tell: ids twice, references, other contracts, refunds.

Each check is one statement over the staging table; together they keep the contract's facts good in the sense of
SPEC §1, so that a month can always be closed.
"""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from paidang.catalog.queries import has_skus, list_skus
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.orders.models import OrderLine, Store
from paidang.orders.queries.customers import DIRECT, OFFLINE, buying_customers
from paidang.orders.rules.nearest import nearest
from paidang.orders.rules.tables import STORED

CONFLICTS_MAX = 200_000
"""More than intake lets a file have; its own limit refuses the file."""
HINTS_MAX = 200
STORES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Conflict:
    """A staged row that cannot go in: the row's number in the file, the column, its value, and why."""

    row_number: int
    column: str
    value: str
    reason: str
    code: str


def _rows(sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _bad_rows(sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """What a check found, in file order, bounded: a file with more bad rows than that is refused as a whole."""
    return _rows(f"{sql} order by n limit {CONFLICTS_MAX}", values)


def find_conflicts(table: str, *, contract_id: int, keeps_times: bool) -> Iterator[Conflict]:
    """The conflicts of the staged rows of one table, of each kind no more than CONFLICTS_MAX; a row may have several.

    `keeps_times`: as in `merge_stage`.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {STORED[table].stage}")
    yield from _twice(table)
    for check in _CHECKS[table]:
        yield from check(contract_id)
    yield from _contradict_what_is_kept(table, contract_id, keeps_times)


def find_new_stores(contract_id: int) -> Set[tuple[str, str]]:
    """The stores of channels for which the contract has none registered yet."""
    known = {store.channel for store in Store.objects.filter(contract_id=contract_id)}
    return {
        (channel, store) for channel, store in _staged_stores() if channel not in known and channel != DIRECT
    }


def _staged_stores() -> Set[tuple[str, str]]:
    return {
        (channel, store) for channel, store in _rows("select distinct channel, store from stage_orderline")
    }


def _twice(table: str) -> Iterator[Conflict]:
    """The second and later rows of one id. Grouping alone is cheap; the rows are numbered only if there are any."""
    stored = STORED[table]
    found = _bad_rows(
        f"""with twice as (select {stored.key} as id from {stored.stage} group by 1 having count(*) > 1)
        select n, id, first from (
            select n, {stored.key} as id, min(n) over (partition by {stored.key}) as first
            from {stored.stage} where {stored.key} in (select id from twice)) x
        where n > first"""
    )
    for number, value, first in found:
        yield Conflict(number, stored.key, value, say("与第 {first} 行编号相同", first=first), "duplicate")


def _unknown_skus(contract_id: int) -> Iterator[Conflict]:
    """Where the contract has a price list: lines of goods that are not on it."""
    if not has_skus(contract_id):
        return
    sql = """select n, sku from stage_orderline s where not coalesce(gift, false)
          and not exists (select from catalog_factoryprice p where p.contract_id = %(contract)s and p.sku = s.sku)
          and not exists (select from catalog_retailprice p where p.contract_id = %(contract)s and p.sku = s.sku)"""
    found = _bad_rows(sql, {"contract": contract_id})
    known = list_skus(contract_id) if found else set()
    reasons: dict[str, Sentence] = {}
    for number, sku in found:
        if sku not in reasons:
            close = nearest(sku, known) if len(reasons) < HINTS_MAX else ""
            reasons[sku] = (
                say("价格表里没有这个商品。最接近：{close}", close=close)
                if close
                else say("价格表里没有这个商品。请甲方先申报它的价格")
            )
        yield Conflict(number, "sku", sku, reasons[sku], "unknown_sku")


def _foreign_stores(contract_id: int) -> Iterator[Conflict]:
    """A store that another contract has, or that is not among those registered for its channel."""
    mine: dict[str, set[str]] = {}
    for store in Store.objects.filter(contract_id=contract_id):
        mine.setdefault(store.channel, set()).add(store.name)
    others = {
        (store.channel, store.name): store.contract.code
        for store in Store.objects.exclude(contract_id=contract_id).select_related("contract")
    }
    # an order's store is mine, or its channel has none yet and the store is nobody else's
    sql = """select n, channel, store from stage_orderline
        where (channel, store) in (select * from unnest(%(others)s::text[], %(names)s::text[]))
           or channel = any(%(mine)s) and (channel, store) not in (select * from unnest(%(channels)s::text[], %(stores)s::text[]))"""
    pairs = [(channel, name) for channel, names in mine.items() for name in names]
    values = {
        "others": [channel for channel, _ in others],
        "names": [name for _, name in others],
        "mine": list(mine),
        "channels": [channel for channel, _ in pairs],
        "stores": [name for _, name in pairs],
    }
    for number, channel, name in _bad_rows(sql, values):
        kind = "unknown_store"
        if code := others.get((channel, name)):
            kind, reason = "foreign_store", say("是合同 {code} 的店铺", code=code)
        else:
            known = sorted(mine[channel])
            shown = known[:STORES_SHOWN] + (["…"] if len(known) > STORES_SHOWN else [])
            reason = say("不是本合同登记的店铺（{stores}）。确属本合同就先登记", stores=shown)
        yield Conflict(number, "store", name, reason, kind)


@clause("OP-2-B-2")
def _offline_sales(contract_id: int) -> Iterator[Conflict]:
    """What is sold offline, but to a direct customer whom both sides know."""
    customers = buying_customers(contract_id)
    sql = """select n, channel, store from stage_orderline
        where channel = %(direct)s and store <> all(%(customers)s::text[]) or channel = any(%(offline)s)"""
    for number, channel, store in _bad_rows(
        sql, {"direct": DIRECT, "customers": customers, "offline": list(OFFLINE)}
    ):
        if channel == DIRECT:
            reason = say("线下只能卖给直接客户，{store} 不是双方确认过的直接客户", store=store)
            yield Conflict(number, "store", store, reason, "offline_sale")
        else:
            reason = say("线下只能卖给直接客户（渠道写 direct，店铺写客户名称）")
            yield Conflict(number, "channel", channel, reason, "offline_sale")


def _bills_of_no_store(contract_id: int) -> Iterator[Conflict]:
    """A bill's money is looked for among the orders of its store, so that must be registered."""
    stores = [(store.channel, store.name) for store in Store.objects.filter(contract_id=contract_id)]
    sql = """select n, store from stage_billline
        where (channel, store) not in (select * from unnest(%(channels)s::text[], %(stores)s::text[]))"""
    values = {"channels": [channel for channel, _ in stores], "stores": [name for _, name in stores]}
    for number, name in _bad_rows(sql, values):
        shown = sorted({each for _, each in stores})[:STORES_SHOWN]
        reason = say("不是本合同登记的店铺（{stores}）。确属本合同就先登记", stores=shown)
        yield Conflict(number, "store", name, reason, "unknown_store")


def others_have_lines(contract_id: int) -> bool:
    """Whether any other contract that one may see has order lines: one look into an index for each."""
    lines = OrderLine.objects.filter(contract_id=OuterRef("pk"))
    return Contract.objects.exclude(pk=contract_id).filter(Exists(lines)).exists()


def _orders_of_others(contract_id: int) -> Iterator[Conflict]:
    if not others_have_lines(contract_id):
        return
    sql = """select s.n, s.order_id, min(c.code) from stage_orderline s
        join orders_orderline o on o.order_id = s.order_id and o.channel = s.channel and o.contract_id <> %(contract)s
        join contracts_contract c on c.id = o.contract_id group by s.n, s.order_id"""
    for number, order_id, code in _bad_rows(sql, {"contract": contract_id}):
        yield Conflict(
            number, "order_id", order_id, say("这个订单已在合同 {code} 下", code=code), "foreign_order"
        )


def _orders_of_another_store(contract_id: int) -> Iterator[Conflict]:
    """Two shops that count from 1 give one number to two orders. Of one order whose store is corrected the payment is the same."""
    known = {(store.channel, store.name) for store in Store.objects.filter(contract_id=contract_id)}
    if len(known | _staged_stores()) < 2:
        return
    sql = """select s.n, s.order_id, min(o.store) from stage_orderline s
        join orders_orderline o on o.contract_id = %(contract)s and o.order_id = s.order_id
        where (o.channel, o.store) <> (s.channel, s.store) and o.paid_at <> s.paid_at group by s.n, s.order_id"""
    for number, order_id, store in _bad_rows(sql, {"contract": contract_id}):
        reason = say(
            "店铺 {store} 已有同号的另一个订单（付款时间不同）。请让一家店的订单号带上自己的前缀", store=store
        )
        yield Conflict(number, "order_id", order_id, reason, "order_of_another_store")


def _lines_below_refunds(contract_id: int) -> Iterator[Conflict]:
    """A corrected line must still hold what was refunded of it."""
    sql = """
        select s.n, s.quantity, s.unit_price * s.quantity - s.merchant_discount, r.quantity, r.amount
        from stage_orderline s join (
            select line_id, sum(quantity) as quantity, sum(amount_fen) as amount
            from orders_refund where contract_id = %(contract)s group by line_id) r on r.line_id = s.line_id
        where r.quantity > s.quantity or r.amount > s.unit_price * s.quantity - s.merchant_discount"""
    for number, quantity, revenue, refunded, amount in _bad_rows(sql, {"contract": contract_id}):
        if refunded > quantity:
            reason = say(
                "这一行已退 {refunded} 件，数量不能改为 {quantity}", refunded=int(refunded), quantity=quantity
            )
            yield Conflict(number, "quantity", str(quantity), reason, "below_refunds")
        if amount > revenue:
            reason = say(
                "这一行已退 {refunded}，成交额不能改为 {revenue}",
                refunded=yuan(int(amount)),
                revenue=yuan(revenue),
            )
            yield Conflict(number, "unit_price", "", reason, "below_refunds")


_LINES = """(select line_id, quantity, unit_price * quantity - merchant_discount as revenue from stage_orderline
    union all
    select line_id, quantity, unit_price_fen * quantity - merchant_discount_fen from orders_orderline o
    where contract_id = %(contract)s and line_id in (select line_id from stage_refund)
      and not exists (select from stage_orderline s where s.line_id = o.line_id))"""


def _refunds_of_nothing(contract_id: int) -> Iterator[Conflict]:
    sql = f"select n, line_id from stage_refund where line_id not in (select line_id from {_LINES} l)"
    for number, line_id in _bad_rows(sql, {"contract": contract_id}):
        reason = say("没有这一行订单明细。若它在还没写入的文件里，请先写入那个文件")
        yield Conflict(number, "line_id", line_id, reason, "unknown_reference")


def _refunds_too_large(contract_id: int) -> Iterator[Conflict]:
    """In file order, from the refund on at which the sum for its line exceeds the line."""
    sql = f"""
        with known as (
            select line_id, sum(quantity) as quantity, sum(amount_fen) as amount from orders_refund r
            where contract_id = %(contract)s and line_id in (select line_id from stage_refund)
              and not exists (select from stage_refund s where s.refund_id = r.refund_id) group by line_id
        ), running as (
            select s.n, s.line_id, s.quantity as own_quantity, s.amount as own_amount,
                   sum(s.quantity) over w + coalesce(k.quantity, 0) as quantity,
                   sum(s.amount) over w + coalesce(k.amount, 0) as amount
            from stage_refund s left join known k on k.line_id = s.line_id
            window w as (partition by s.line_id order by s.n)
        )
        select r.n, r.own_quantity, r.own_amount, r.quantity, r.amount, l.quantity, l.revenue
        from running r join {_LINES} l on l.line_id = r.line_id
        where r.quantity > l.quantity or r.amount > l.revenue"""
    for number, own_quantity, own_amount, quantity, amount, most, revenue in _bad_rows(
        sql, {"contract": contract_id}
    ):
        if quantity > most:
            reason = say("这一行共退 {quantity} 件，超过卖出的 {most} 件", quantity=int(quantity), most=most)
            yield Conflict(number, "quantity", str(own_quantity), reason, "refund_too_large")
        if amount > revenue:
            reason = say(
                "这一行共退 {refunded}，超过成交额 {revenue}",
                refunded=yuan(int(amount)),
                revenue=yuan(int(revenue)),
            )
            yield Conflict(number, "amount", str(own_amount), reason, "refund_too_large")


def _charges_of_nothing(table: str) -> Callable[[int], Iterator[Conflict]]:
    def check(contract_id: int) -> Iterator[Conflict]:
        sql = f"""select n, order_id from {STORED[table].stage} s where order_id is not null
            and not exists (select from stage_orderline l where l.order_id = s.order_id)
            and not exists (select from orders_orderline o where o.contract_id = %(contract)s and o.order_id = s.order_id)"""
        for number, order_id in _bad_rows(sql, {"contract": contract_id}):
            reason = say("没有这个订单。若它在还没写入的文件里，请先写入那个文件")
            yield Conflict(number, "order_id", order_id, reason, "unknown_reference")

    return check


def _contradict_what_is_kept(table: str, contract_id: int, keeps_times: bool) -> Iterator[Conflict]:
    """A cell that the file leaves open keeps its value; the row's other cells must go with it."""
    stored = STORED[table]
    for column, kept, contradiction, reason in _KEPT.get(table, ()):
        is_time = column == "paid_at"
        if is_time and not keeps_times:
            continue
        sql = f"""select s.n, t.{kept}::text from {stored.stage} s join {stored.name} t
            on t.contract_id = %(contract)s and t.{stored.key} = s.{stored.key}
            where s.{kept} is null and {contradiction}"""
        for number, value in _bad_rows(sql, {"contract": contract_id}):
            yield Conflict(number, column, "" if is_time else value, reason, "kept_value")


_KEPT = {
    "order_lines": (
        ("gift", "gift", "t.gift and s.merchant_discount < s.unit_price * s.quantity",
         say("文件没有写，以前记的是赠品，但这一行收了钱。是不是赠品要写明")),
        ("paid_at", "shipped_at", "t.shipped_at < s.paid_at", say("晚于以前记下的发货时间")),
        ("paid_at", "completed_at", "t.completed_at < s.paid_at", say("晚于以前记下的签收时间")),
    ),
    "logistics": (
        ("borne_by", "borne_by", "t.borne_by <> 'shared' and s.kind = 'postage'",
         say("文件没有写，以前记了承担方，但邮费（postage）没有承担方。请写 shared")),
    ),
}  # fmt: skip
"""Per table: the column that is named, the one that is kept, what contradicts it, and the words."""


_CHECKS: dict[str, tuple[Callable[[int], Iterator[Conflict]], ...]] = {
    "order_lines": (
        _unknown_skus, _offline_sales, _foreign_stores, _orders_of_others, _orders_of_another_store, _lines_below_refunds,
    ),
    "refunds": (_refunds_of_nothing, _refunds_too_large),
    "logistics": (_charges_of_nothing("logistics"),),
    "platform_fees": (_charges_of_nothing("platform_fees"),),
    "bill_lines": (_bills_of_no_store,),
}  # fmt: skip
