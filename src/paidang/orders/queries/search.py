"""Finding orders by what somebody types: number, waybill, SKU, title, who gets it, remark. Every way by an index.

A number is found by its beginning or its end. Name and phone are found by their keyed hashes: written in full, or the
phone's last four digits.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection

from paidang.catalog.queries.finding import find_skus
from paidang.contracts.models import Contract
from paidang.orders.models.facts import END_CHARS
from paidang.orders.queries.sealed import found_by

SEARCH_MAX = 500
SKUS_MAX, EACH_MIN, OTHERS_MAX, END_CHARS_MIN = 50, 100, 200, 3
RECENT_LINES = 5_000
"""Where nobody keeps a list of goods, a SKU is known that was among so many lines."""
DIGITS = re.compile(r"[\s-]+")
END = "\U0010ffff"

_RECENT_SKUS = f"""
    select distinct r.sku from unnest(%(contracts)s::bigint[]) c (id) cross join lateral (
        select o.sku from orders_orderline o where o.contract_id = c.id order by o.paid_at desc limit {RECENT_LINES}) r
    where strpos(upper(r.sku), upper(%(text)s)) > 0 limit %(skus_max)s"""
_FOUND = """
    (select contract_id, order_id from orders_orderline
        where contract_id = any(%(contracts)s) and order_id >= %(text)s and order_id < %(text_end)s limit %(others)s)
    union (select contract_id, order_id from orders_orderline where contract_id = any(%(contracts)s) and %(has_end)s
        and order_end >= reverse(%(last)s) and order_end < reverse(%(last)s) || %(end)s
        and right(order_id, length(%(text)s)) = %(text)s limit %(others)s)
    union (select contract_id, order_id from orders_orderwaybill
        where contract_id = any(%(contracts)s) and waybill >= upper(%(text)s) and waybill < upper(%(text)s) || %(end)s
        limit %(others)s)
    union (select contract_id, order_id from orders_remark where contract_id = any(%(contracts)s)
        and taken_back_at is null and strpos(upper(text), upper(%(text)s)) > 0 order by id desc limit %(others)s)
    union (select contract_id, order_id from orders_orderperson
        where (contract_id, name) in (select * from unnest(%(contracts)s::bigint[], %(names)s::varchar[])) and name <> ''
        limit %(others)s)
    union (select contract_id, order_id from orders_orderperson where (contract_id, phone)
        in (select * from unnest(%(contracts)s::bigint[], %(phones)s::varchar[])) and phone <> '' limit %(others)s)
    union (select contract_id, order_id from orders_orderperson where (contract_id, last_four)
        in (select * from unnest(%(contracts)s::bigint[], %(fours)s::varchar[])) and last_four <> '' limit %(others)s)
    union (select contract_id, order_id from (
        select l.contract_id, l.order_id, l.paid_at
        from unnest(%(contracts)s::bigint[]) c (id) cross join unnest(%(skus)s::varchar[]) s (sku)
        cross join lateral (select contract_id, order_id, paid_at from orders_orderline o
            where o.contract_id = c.id and o.sku = s.sku order by o.paid_at desc limit %(each)s) l
        order by l.paid_at desc limit %(most)s) newest)"""


def find_by_text(contract_ids: Sequence[int], text: str, *, most: int = SEARCH_MAX) -> list[str]:
    """The orders that a text finds, `contract~order`; of each SKU the newest, together at most so many."""
    text = text.strip()
    if not text or not contract_ids:
        return []
    contracts = list(contract_ids)
    digits = DIGITS.sub("", text)
    is_number = digits.isascii() and digits.isdecimal()
    values: dict[str, Any] = {
        "contracts": contracts,
        "text": text,
        "text_end": text + END,
        "last": text[-END_CHARS:],
        "end": END,
        "has_end": len(text) >= END_CHARS_MIN,
        "most": most,
        "others": max(OTHERS_MAX, most // 5),
        "skus_max": SKUS_MAX,
        "names": [found_by(each, "name", "" if is_number else text) for each in contracts],
        "phones": [
            found_by(each, "phone", digits if is_number and len(digits) >= 7 else "") for each in contracts
        ],
        "fours": [
            found_by(each, "last_four", digits if is_number and len(digits) == 4 else "")
            for each in contracts
        ],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECENT_SKUS, values)
        recent = [sku for (sku,) in cursor.fetchall()]
        known = find_skus(contracts, text, most=SKUS_MAX)
        values["skus"] = list(dict.fromkeys([text, *known, *recent]))[:SKUS_MAX]
        values["each"] = max(EACH_MIN, 2 * most // len(values["skus"]))
        cursor.execute(_FOUND, values)
        return [f"{contract_id}~{order_id}" for contract_id, order_id in cursor.fetchall()][:most]


def find_order_ids(prefix: str, most: int) -> list[tuple[str, str]]:
    """Orders whose id begins with the text: (contract code, order id). By the index, so at once at any size."""
    sql = """
        select distinct c.code, l.order_id from orders_orderline l join contracts_contract c on c.id = l.contract_id
        where l.contract_id = any(%(contracts)s) and l.order_id >= %(from)s and l.order_id < %(to)s
        order by l.order_id limit %(most)s"""
    contracts = list(Contract.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"contracts": contracts, "from": prefix, "to": prefix + END, "most": most})
        return [(str(code), str(order_id)) for code, order_id in cursor.fetchall()]
