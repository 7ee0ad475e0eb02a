"""A contract of many orders, with all that its pages list, inserted as it is: one statement for each table.

What is inserted keeps every constraint of its table, but no act of the product made it: no evidence tells of it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

MANY_ORDERS = """
    select i, 'O' || lpad(i::text, 7, '0') as order_id, 'O' || lpad(i::text, 7, '0') || '-1' as line_id,
        'QL-' || 1 + i %% %(skus)s as sku, 1 + i %% 3 as quantity, paid_at,
        case when i <= %(orders)s * 0.995 and i %% 20000 > 0 then paid_at + interval '20 hours' end as shipped_at,
        case when i <= %(orders)s * 0.98 and i %% 20000 > 0 then paid_at + interval '4 days' end as completed_at
    from (select i, %(since)s::timestamptz + i * (%(until)s::timestamptz - %(since)s::timestamptz) / %(orders)s as paid_at
          from generate_series(1, %(orders)s) i) x"""
"""An order of one line every few seconds since the contract is in force; one in 200 has not left, a few of them long ago."""
CONTRACT, OF_STORE = "%(contract)s", {"channel": "%(channel)s", "store": "%(store)s"}
BY = "%(agency)s"

# By table: its columns with what each holds, and where from.
FACTS: dict[str, tuple[dict[str, str], str]] = {
    "orders_orderline": (
        {
            "line_id": "line_id", "order_id": "order_id", **OF_STORE, "sku": "sku", "quantity": "quantity",
            "unit_price_fen": "12900", "merchant_discount_fen": "0", "platform_discount_fen": "0", "paid_at": "paid_at",
            "shipped_at": "shipped_at", "completed_at": "completed_at", "gift": "false",
        },
        f"({MANY_ORDERS}) o",
    ),
    "stores_storeorder": (
        {
            "link_id": "%(link)s", "order_id": "order_id", "platform_state": "''", "created_at": "paid_at",
            "state": "case when completed_at is not null then 'done' when shipped_at is not null then 'shipped' else 'paid' end",
            "modified_at": "paid_at", "paid_at": "paid_at", "shipped_at": "shipped_at", "completed_at": "completed_at",
            "parent_id": "''", "parcels": "'[]'", "sealed": "''", "asks_invoice": "i %% 10 = 0",
        },
        f"({MANY_ORDERS}) o",
    ),
    "orders_refund": (
        {
            "refund_id": "'R' || order_id", "line_id": "line_id", "quantity": "1", "amount_fen": "12900", "cause": "'no_reason'",
            "restocked": "true", "refunded_at": "completed_at + interval '1 day'",
        },
        f"({MANY_ORDERS}) o where (i %% 20 = 1 or i %% 10000 = 0) and completed_at is not null",
    ),
    "orders_logisticscharge": (
        {
            "charge_id": "'G' || order_id", "order_id": "order_id", "kind": "'outbound'", "amount_fen": "450", "paid_by": "'a'",
            "charged_at": "shipped_at", "borne_by": "'shared'",
        },
        f"({MANY_ORDERS}) o where shipped_at is not null",
    ),
    "orders_platformfee": (
        {
            "fee_id": "'F' || order_id", "order_id": "order_id", "kind": "'佣金'", "amount_fen": "645", "charged_at": "completed_at",
        },
        f"({MANY_ORDERS}) o where completed_at is not null",
    ),
    "orders_billline": (
        {
            "entry_id": "e.kind || order_id", **OF_STORE, "order_id": "order_id", "kind": "e.kind", "item": "e.item",
            "amount_fen": "e.amount_fen", "booked_at": "completed_at",
        },
        f"""({MANY_ORDERS}) o cross join lateral (values
            ('payment', '货款', 12900 * quantity - case when i %% 200 = 0 then 100 else 0 end), ('fee', '佣金', -645)
            ) e (kind, item, amount_fen) where completed_at is not null""",
    ),
    "orders_breach": (
        {
            "line_id": "line_id", "order_id": "order_id", "sku": "sku", "quantity": "quantity", "sold_fen": "12900 * quantity",
            "paid_on": "(paid_at at time zone 'Asia/Shanghai')::date", "floor_fen": "13900", "clause": "'OP-2-A-2'",
            "recorded_at": "paid_at", "explanation": "''",
        },
        f"({MANY_ORDERS}) o where i %% 500 = 0",
    ),
    "orders_orderperson": (
        {
            "order_id": "order_id", "province": "'浙江省'", "city": "'杭州市'",
            "name": "case i %% 50000 when 501 then %(name)s else left(md5('n' || i %% 50000), 32) end",
            "phone": "case i when %(orders)s / 2 then %(phone)s else left(md5('p' || i), 32) end",
            "last_four": "case i %% 10000 when 501 then %(four)s else left(md5('f' || i %% 10000), 32) end",
            "same": "left(md5('s' || i), 32)",
        },
        f"({MANY_ORDERS}) o",
    ),
    "orders_orderwaybill": (
        {"order_id": "order_id", "waybill": "'SF' || 1000000000 + i"},
        f"({MANY_ORDERS}) o where shipped_at is not null",
    ),
    "orders_remark": (
        {"order_id": "order_id", "text": "'周末送，放门口 ' || i", "by_id": BY, "at": "paid_at"},
        f"({MANY_ORDERS}) o where i %% 50 = 0",
    ),
    "orders_ordermark": (
        {"order_id": "order_id", "flag": "'red'", "assignee_id": BY},
        f"({MANY_ORDERS}) o where i %% 2000 = 0",
    ),
    "orders_orderhold": (
        {"order_id": "order_id", "kind": "'hand'", "why": "'\"x\"'", "raised_at": "paid_at", "reason": "''"},
        f"({MANY_ORDERS}) o where i > %(orders)s - 300",
    ),
    "orders_history": (
        {"\"table\"": "'order_lines'", "row_id": "line_id", "before": "'{}'", "at": "paid_at"},
        f"({MANY_ORDERS}) o where i %% 20 = 1",
    ),
}  # fmt: skip
STOCK: dict[str, tuple[dict[str, str], str]] = {
    "stock_reservation": (
        {
            "line_id": "line_id", "sku": "sku", "order_id": "order_id", "paid_at": "paid_at", "warehouse_id": "%(warehouse)s",
            "reserved": "case when shipped_at is null then quantity else 0 end",
            "shipped": "case when shipped_at is null then 0 else quantity end",
            "short": "0", "missing": "0", "damaged": "0", "fit": "case when (i %% 20 = 1 or i %% 10000 = 0) and completed_at is not null then 1 else 0 end",
        },
        f"({MANY_ORDERS}) o",
    ),
    "stock_stockentry": (
        {
            "warehouse_id": "%(warehouse)s", "sku": "sku", "kind": "kind", "on_hand": "on_hand", "reserved": "reserved", "damaged": "0",
            "line_id": "line_id", "order_id": "order_id", "reason": "''", "happened_at": "paid_at", "at": "paid_at",
        },
        f"""({MANY_ORDERS}) o cross join lateral (values ('reserved', 0, quantity, true),
            ('shipped', -quantity, -quantity, shipped_at is not null), ('returned', 1, 0, (i %% 20 = 1 or i %% 10000 = 0) and completed_at is not null)
            ) m (kind, on_hand, reserved, is_so) where is_so order by i""",
    ),
    "fulfilment_wave": (
        {
            "code": "'P-' || lpad(w::text, 7, '0')", "warehouse_id": "%(warehouse)s", "carrier": "'sf'", "made_by_id": BY,
            "made_at": "now()",
        },
        "generate_series(0, (%(orders)s / 500)::int) w",
    ),
    "orders_parcel": (
        {
            "code": "'P' || order_id", "carrier": "'sf'", "waybill": "case when shipped_at is null then '' else 'SF' || 1000000000 + i end",
            "wave": "'P-' || lpad((rank / 50)::text, 7, '0')", "province": "'浙江省'", "city": "'杭州市'", "district": "'余杭区'",
            "route": "''", "waybill_by_us": "false", "packed_by_id": f"case when shipped_at is not null then {BY}::bigint end",
            "packed_at": "shipped_at", "shipped_by_id": f"case when shipped_at is not null then {BY}::bigint end",
            "shipped_at": "shipped_at",
        },
        f"""(select *, i - (%(orders)s * 0.898)::int as rank from ({MANY_ORDERS}) o) o
            where i > (%(orders)s * 0.898)::int and i <= %(orders)s * 0.997""",
    ),
    "orders_parcelline": (
        {
            "parcel_id": "p.id", "order_id": "l.order_id", "line_id": "l.line_id", "sku": "l.sku", "quantity": "l.quantity",
            "scanned": "case when p.packed_at is null then 0 else l.quantity end",
        },
        "orders_parcel p join orders_orderline l on l.contract_id = p.contract_id and l.order_id = substring(p.code from 2)",
    ),
    "fulfilment_pack": (
        {
            "wave_id": "w.id", "number": "row_number() over (partition by w.id order by p.id)", "parcel_id": "p.id",
            "store": "%(store)s", "stage": "case when p.packed_at is null then 'waiting' else 'packed' end",
        },
        "orders_parcel p join fulfilment_wave w on w.contract_id = p.contract_id and w.code = p.wave",
    ),
}  # fmt: skip
GOODS: dict[str, tuple[dict[str, str], str]] = {
    "catalog_product": ({"title": "'茶器第 ' || n || ' 号'"}, "generate_series(1, %(skus)s) n"),
    "catalog_sku": (
        {"product_id": "id", "code": "'QL-' || substring(title from '[0-9]+')", "barcode": "''", "is_gift": "false"},
        "catalog_product where contract_id = %(contract)s",
    ),
    "catalog_listing": (
        {
            **OF_STORE, "item_id": "'I' || n", "platform_sku": "'S' || n", "title": "'青岚茶器 第 ' || n || ' 号 包邮'",
            "price_fen": "12900", "problem": "''", "said_sku": "''", "told_at": "now()",
        },
        "generate_series(1, %(skus)s) n",
    ),
    "catalog_listingpart": (
        {"listing_id": "l.id", "sku_id": "s.id", "quantity": "1"},
        "catalog_listing l join catalog_sku s on s.contract_id = l.contract_id and s.code = 'QL-' || substring(l.platform_sku from 2)",
    ),
}  # fmt: skip
WORK: dict[str, tuple[dict[str, str], str]] = {
    "aftersales_case": (
        {
            "number": "i / 20 + 1", "order_id": "order_id", **OF_STORE, "source": "'platform'", "platform_case": "'C' || order_id",
            "reason": "'no_reason'", "wish": "'return_goods'", "words": "''", "state": "case when is_open then 'open' else 'done' end",
            "turn": "case when is_open then 'b' else '' end", "due_at": "case when is_open then %(until)s::timestamptz + interval '1 day' end",
            "due_act": "''", "turned_at": "completed_at", "asked_at": "completed_at", "opened_by_id": BY, "opened_at": "completed_at",
            "return_carrier": "''", "return_waybill": "'YT' || i", "freight_fen": "0", "freight_paid_by": "''", "compensation_fen": "0",
            "compensation_to": "''", "verdict": "case when is_open then '' else 'refund' end", "verdict_words": "''", "follows_rule": "true",
            "decided_by_id": f"case when not is_open then {BY}::bigint end", "decided_at": "case when not is_open then completed_at end",
            "import_ids": "'[]'",
        },
        f"""(select *, i > %(orders)s * 0.96 as is_open from ({MANY_ORDERS}) o) o
            where i %% 20 = 1 and completed_at is not null""",
    ),
    "aftersales_caseline": (
        {
            "case_id": "c.id", "line_id": "l.line_id", "sku": "l.sku", "quantity": "1", "asked_fen": "12900", "finding": "''",
            "refund_id": "'R' || c.order_id", "finding_words": "''", "dispute": "''", "answer": "''", "cause": "''",
        },
        "aftersales_case c join orders_orderline l on l.contract_id = c.contract_id and l.order_id = c.order_id",
    ),
    "invoices_invoicerequest": (
        {
            "order_id": "order_id", **OF_STORE, "kind": "'ordinary'", "source": "'platform'", "sealed": "''", "problems": "'[]'",
            "state": "case when i > %(orders)s * 0.975 then 'asked' else 'delivered' end", "amount_fen": "12900 * quantity",
            "due_on": "(completed_at + interval '7 days')::date", "asked_at": "completed_at", "reason": "''",
        },
        f"({MANY_ORDERS}) o where i %% 10 = 0 and completed_at is not null",
    ),
    "invoices_buyerinvoice": (
        {
            "request_id": "id", "state": "'done'", "serial": "''", "number": "'26332000' || lpad(id::text, 12, '0')",
            "issued_on": "asked_at::date", "amount_fen": "amount_fen", "tax_fen": "0", "file_name": "''", "media": "''", "sha256": "''",
            "differences": "'[]'", "reason": "''", "issued_by_id": "%(brand)s", "issued_at": "asked_at", "attempts": "0",
            "delivered_at": "asked_at", "delivered_how": "'mail'",
        },
        "invoices_invoicerequest where state = 'delivered'",
    ),
    "invoices_invoicerow": (
        {
            "invoice_id": "b.id", "item": "l.line_id", "sku": "l.sku", "quantity": "l.quantity", "amount_fen": "b.amount_fen",
            "rate": "1300", "tax_fen": "0",
        },
        """invoices_buyerinvoice b join invoices_invoicerequest r on r.id = b.request_id
            join orders_orderline l on l.contract_id = r.contract_id and l.order_id = r.order_id""",
    ),
    "invoices_invoiceditem": (
        {
            "item": "w.item", "order_id": "r.order_id", "sku": "w.sku", "rate": "w.rate", "paid_fen": "w.amount_fen",
            "issued_fen": "w.amount_fen", "issued_tax_fen": "0", "red_fen": "0", "red_tax_fen": "0",
        },
        """invoices_invoicerow w join invoices_buyerinvoice b on b.id = w.invoice_id
            join invoices_invoicerequest r on r.id = b.request_id""",
    ),
    "incidents_incident": (
        {
            "number": "n", "kind": "'over_shipment'", "side": "'b'", "at_fault": "'a'", **OF_STORE, "found_by": "'客服'",
            "seen_at": "%(until)s::timestamptz - n * interval '2 hours'", "words": "'包裹里的杯子和订单不同 ' || n", "link": "''", "source": "''",
            "state": "'reported'", "turn": "'a'", "turned_at": "%(until)s", "reported_by_id": BY, "reported_at": "%(until)s",
            "verdict": "''", "answer": "''", "close_words": "''",
        },
        "generate_series(1, 1000) n",
    ),
    "incidents_penalty": (
        {
            "number": "n", **OF_STORE, "penalised_on": "(%(until)s::timestamptz - n * interval '2 hours')::date", "rule": "'规则 ' || n",
            "points": "1", "money_fen": "10000", "cause": "'延迟发货'", "brand_says": "''", "agency_says": "''", "outcome": "'open'",
            "outcome_words": "''", "entered_by_id": BY, "entered_at": "%(until)s",
        },
        "generate_series(1, 200) n",
    ),
    "staffing_serviceday": (
        {
            "store": "%(store)s", "day": "(%(until)s::timestamptz - n * interval '1 day')::date", "conversations": "900",
            "first_response_seconds": "25", "resolved": "850", "file_sha256": "'x'", "handed_in_by_id": BY, "handed_in_at": "%(until)s",
        },
        "generate_series(1, 200) n",
    ),
    "duties_duty": (
        {
            "key": "'answer_statement-' || n", "kind": "'answer_statement'", "side": "'a'", "clause": "''", "facts": "'{}'", "page": "'/'",
            "due_at": "%(until)s::timestamptz - n * interval '1 hour'", "raised_at": "%(until)s::timestamptz - n * interval '3 hours'",
            "closed_at": "%(until)s::timestamptz - n * interval '2 hours'", "note": "''", "proof_name": "''", "proof_sha256": "''",
        },
        "generate_series(1, 2000) n",
    ),
    "intake_importfile": (
        {
            "name": "'orders-' || n || '.csv'", "sha256": "md5('f' || n)", "size_bytes": "100000", "format": "'orders'", **OF_STORE,
            "state": "'written'", "mode": "'good_rows'", "words": "''", "counts": "'{\"rows\": 4000, \"new\": 4000}'", "notes": "'[]'",
            "below_floor": "'[]'", "received_by_id": BY, "received_at": "%(until)s::timestamptz - n * interval '3 hours'",
            "read_at": "%(until)s", "written_by_id": BY, "written_at": "%(until)s", "is_quiet": "n %% 2 = 0", "awaits_reconciling": "false",
        },
        "generate_series(1, 2000) n",
    ),
}  # fmt: skip
CAMPAIGNS: dict[str, tuple[dict[str, str], str]] = {
    "catalog_storeoffer": (
        {
            "number": "n", **OF_STORE, "kind": "'item'", "name": "'促销 ' || n", "skus": "'[]'", "prices": "'{}'", "minus_fen": "0",
            "threshold_fen": "0", "times": "1", "units": "1", "merchant_percent": "100", "excludes": "'[]'",
            "since": "(%(until)s::timestamptz - n * interval '1 day')::date + 10", "until": "(%(until)s::timestamptz - n * interval '1 day')::date + 12",
            "state": "'out'", "made_by_id": BY, "made_at": "%(until)s", "checked_at": "%(until)s", "answer": "''",
            "answered_by_id": "%(brand)s", "answered_at": "%(until)s",
        },
        "generate_series(1, 600) n",
    ),
    "promotions_promotion": (
        {
            "number": "number", "lane": "'planned'", **OF_STORE, "title": "'茶器节第 ' || number || ' 场'", "words": "''",
            "starts_at": "since::timestamptz", "ends_at": "(until + 1)::timestamptz", "answer_by": "since::timestamptz - interval '2 days'",
            "by_link": "false", "approved_digest": "''", "offer_id": "id", "made_by_id": BY, "made_at": "since::timestamptz - interval '9 days'",
            "asked_by_id": BY, "asked_at": "since::timestamptz - interval '8 days'", "live_by_id": BY,
            "live_at": "since::timestamptz", "live_words": "'已上'",
        },
        "catalog_storeoffer",
    ),
    "promotions_promotionline": (
        {"promotion_id": "id", "sku": "'QL-' || 1 + (number * 20 + n) %% %(skus)s", "price_fen": "11900", "units": "100"},
        "promotions_promotion cross join generate_series(1, 20) n",
    ),
    "marketing_proposal": (
        {
            "number": "n", "kind": "'search'", "state": "'approved'", "made_by_id": BY, "made_at": "%(until)s", "result_words": "''",
        },
        "generate_series(1, 600) n",
    ),
    "marketing_proposalversion": (
        {
            "proposal_id": "id", "version": "1", "title": "'直通车第 ' || number || ' 期'", "plan": "'投放'", "place": "''",
            "goal_sales_fen": "5000000", "goal_unit": "''", "budget_fen": "100000", "store": "%(store)s", "skus": "'[]'",
            "since": "(%(until)s::timestamptz - number * interval '12 hours')::date",
            "until": "(%(until)s::timestamptz - number * interval '12 hours')::date + 7", "written_by_id": BY, "written_at": "%(until)s",
            "asked_at": "%(until)s", "verdict": "'approved'", "approved_fen": "100000", "answer": "''", "answered_by_id": "%(brand)s",
            "answered_at": "%(until)s",
        },
        "marketing_proposal",
    ),
    "marketing_spendentry": (
        {
            "proposal_id": "proposal_id", "spent_on": "since + n", "amount_fen": "9000", "supplier": "'平台'", "what": "'点击'",
            "source": "'hand'", "key": "''", "recorded_by_id": BY, "recorded_at": "%(until)s", "reason": "''",
        },
        "marketing_proposalversion cross join generate_series(0, 5) n",
    ),
    "marketing_voucher": (
        {
            "agency_id": "(select org_id from team_person where id = %(agency)s)", "proposal_id": "proposal_id", "number": "'V' || id",
            "seller": "'平台'", "amount_fen": "amount_fen", "amount_from": "'typed'", "file_name": "'v.pdf'", "media": "'application/pdf'",
            "sha256": "encode(sha256(id::text::bytea), 'hex')", "content": "decode('00', 'hex')", "brought_by_id": BY, "brought_at": "%(until)s",
            "question": "''", "answer": "''", "reason": "''",
        },
        "marketing_spendentry where id %% 3 > 0",
    ),
    "marketing_voucherpart": (
        {"voucher_id": "v.id", "spend_id": "s.id", "amount_fen": "s.amount_fen"},
        "marketing_voucher v join marketing_spendentry s on v.number = 'V' || s.id",
    ),
}  # fmt: skip


def fill(
    tables: Mapping[str, tuple[dict[str, str], str]], values: Mapping[str, Any], timed: Callable[..., Any]
) -> None:
    """Insert into each table as the database's owner, told one by one."""
    from django.db import connection

    for table, (columns, source) in tables.items():
        columns = {"contract_id": f"{CONTRACT}::bigint"} | columns
        sql = f"insert into {table} ({', '.join(columns)}) select {', '.join(columns.values())} from {source}"
        with connection.cursor() as cursor:
            timed(table, partial(cursor.execute, sql, values))
            cursor.execute(f"analyze {table}")


@contextmanager
def unguarded() -> Iterator[None]:
    """Let the owner of the tables write rows of any side, as many at once as it likes; afterwards the policies hold for it again."""
    from django.db import connection

    sql = "select relname from pg_class where relforcerowsecurity order by 1"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"alter table {table} no force row level security")
        yield
        for table in tables:
            cursor.execute(f"alter table {table} force row level security")


def settle_levels(values: Mapping[str, Any]) -> None:
    """The balances, as the sum of the ledger says."""
    from django.db import connection

    sql = """update stock_stocklevel l set on_hand = e.on_hand, reserved = e.reserved from (
            select warehouse_id, sku, sum(on_hand) as on_hand, sum(reserved) as reserved from stock_stockentry
            where contract_id = %(contract)s group by 1, 2) e
        where l.contract_id = %(contract)s and l.warehouse_id = e.warehouse_id and l.sku = e.sku"""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
