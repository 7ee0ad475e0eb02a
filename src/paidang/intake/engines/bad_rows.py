"""Quarantined rows by the thousand: one statement for each, what they hold as one document."""

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import connection

from paidang.kit.sentence import SentenceEncoder

ROWS_AT_ONCE = 5_000
_INSERT = """
    insert into intake_quarantinerow (contract_id, file_id, row_number, "group", cells, faults, state, reason)
    select %(contract)s, %(file)s, n, together, cells, faults, %(state)s, ''
    from jsonb_to_recordset(%(rows)s::jsonb) as r (n bigint, together text, cells jsonb, faults jsonb)"""
_FAULTS = """
    update intake_quarantinerow q set faults = r.faults
    from jsonb_to_recordset(%(rows)s::jsonb) as r (id bigint, faults jsonb) where q.id = r.id"""
# Each fault by what cures it: a line or an order that came, a price, a store. What waits for its order's other rows goes
# with them; any other fault needs a person.
_CURED = """
    with fault as (
        select q.id, q.file_id, coalesce(nullif(q."group", ''), '#' || q.id) as together, f ->> 'code' as code,
          f ->> 'value' as value
        from intake_quarantinerow q cross join jsonb_array_elements(q.faults) f
        where q.contract_id = %(contract)s and q.state = %(open)s),
    ready as (
        select min(id) as first, array_agg(distinct id) as ids from fault group by file_id, together
        having bool_and(case code
            when 'unknown_reference' then exists (
                select from orders_orderline l where l.contract_id = %(contract)s and l.line_id = value) or exists (
                select from orders_orderline l where l.contract_id = %(contract)s and l.order_id = value)
            when 'unknown_sku' then exists (
                select from catalog_factoryprice p where p.contract_id = %(contract)s and p.sku = value) or exists (
                select from catalog_retailprice p where p.contract_id = %(contract)s and p.sku = value)
            when 'unknown_store' then exists (
                select from orders_store s where s.contract_id = %(contract)s and s.name = value)
            when 'foreign_store' then not exists (
                select from orders_store s where s.contract_id <> %(contract)s and s.name = value)
            else code = 'waits' end))
    select ids from ready order by first limit %(most)s"""


def insert_bad_rows(
    contract_id: int,
    file_id: int,
    rows: Iterable[tuple[int, str, Mapping[str, str], list[dict[str, str]]]],
    *,
    state: str,
) -> None:
    """Keep (row number, group, cells by title, faults) of a file."""
    rows = iter(rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        _say(
            _INSERT,
            [{"n": number, "together": group[:255], "cells": cells, "faults": faults} for number, group, cells, faults in some],
            contract=contract_id, file=file_id, state=state,
        )  # fmt: skip


def update_faults(faults: Mapping[int, list[dict[str, str]]]) -> None:
    """Replace the faults of rows, by their ids."""
    rows = iter(faults.items())
    while some := list(islice(rows, ROWS_AT_ONCE)):
        _say(_FAULTS, [{"id": pk, "faults": found} for pk, found in some])


def list_cured(contract_id: int, *, open_state: str, most: int) -> list[int]:
    """The waiting rows of which all that was missing is there now, the oldest first: whole orders, about `most` rows.

    Only what their faults name is looked up: whether they are good is for reading them again to say.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CURED, {"contract": contract_id, "open": open_state, "most": most})
        found: list[int] = []
        for (ids,) in cursor.fetchall():
            if len(found) < most:
                found += ids
    return found


def _say(sql: str, rows: list[dict[str, Any]], **values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"rows": json.dumps(rows, cls=SentenceEncoder, ensure_ascii=False), **values})
