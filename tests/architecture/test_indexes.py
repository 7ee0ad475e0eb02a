"""No table that grows with the orders keeps an index twice: what each row costs is paid a million times."""

import re

import pytest
from django.db import connection

HOT = [
    "aftersales_case",
    "aftersales_caseline",
    "evidence_entry",
    "fulfilment_pack",
    "fulfilment_scan",
    "fulfilment_trackingevent",
    "intake_heldorder",
    "intake_importpart",
    "intake_quarantinerow",
    "orders_breach",
    "orders_logisticscharge",
    "orders_orderact",
    "orders_orderaddress",
    "orders_orderhold",
    "orders_orderline",
    "orders_ordermark",
    "orders_parcel",
    "orders_parcelline",
    "orders_refund",
    "orders_remark",
    "promotions_promotionline",
    "promotions_promotionprice",
    "settlement_settledrow",
    "stock_reservation",
    "stock_stockentry",
    "stores_pulleddocument",
    "stores_pushedmessage",
    "stores_storecase",
    "stores_storecheck",
    "stores_storeorder",
]
INDEX = re.compile(r"USING btree \((.*?)\)( INCLUDE .*?)?( WHERE .*)?$")


def indexes(table: str) -> dict[str, tuple[list[str], bool]]:
    """The columns of each whole index of the table, in order, and whether it is unique."""
    with connection.cursor() as cursor:
        cursor.execute("select indexname, indexdef from pg_indexes where tablename = %s", [table])
        read = [(name, sql, INDEX.search(sql)) for name, sql in cursor.fetchall()]
    return {
        name: (found[1].split(", "), " UNIQUE " in sql) for name, sql, found in read if found and not found[3]
    }


@pytest.mark.parametrize("table", HOT)
def test_no_index_begins_another(db, table):
    own = indexes(table)
    assert own
    assert [
        name
        for name, (columns, is_unique) in own.items()
        for other, (longer, _unique) in own.items()
        if other != name and not is_unique and longer[: len(columns)] == columns
    ] == []
