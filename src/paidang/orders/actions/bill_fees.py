"""Fees of the platforms' bills as facts of the statement: written by ids that follow from the bills, and set to nothing."""

from datetime import datetime

from django.db import connection

from paidang.orders.actions.reconcile import reconcile_bills
from paidang.orders.queries.bill_fees import MISSING, TAKEN, slots

_KEPT = """
    insert into orders_history (contract_id, "table", row_id, before, import_id, at)
    select %(contract)s, 'platform_fees', before ->> 'fee_id', before, (before ->> 'import_id')::bigint, %(at)s
    from changed where before is not null"""

_WRITE = f"""
    with {MISSING}, changed as (
        merge into orders_platformfee t using (select * from missing where is_ours) s
        on t.contract_id = %(contract)s and t.fee_id = s.fee_id
        when matched then update set order_id = s.order_id, kind = s.kind, amount_fen = s.amount_fen,
            charged_at = s.charged_at, import_id = s.import_id
        when not matched then insert (contract_id, fee_id, order_id, kind, amount_fen, charged_at, import_id)
            values (%(contract)s, s.fee_id, s.order_id, s.kind, s.amount_fen, s.charged_at, s.import_id)
        returning s.amount_fen as fen, case merge_action() when 'UPDATE' then to_jsonb(old) - 'contract_id' end as before
    ), kept as ({_KEPT})
    select count(*), coalesce(sum(fen), 0)::bigint from changed"""

_CLEAR = f"""
    with {TAKEN}, changed as (
        update orders_platformfee t set amount_fen = 0 from taken
        where t.contract_id = %(contract)s and t.fee_id = taken.fee_id
        returning taken.amount_fen as fen, to_jsonb(old) - 'contract_id' as before
    ), kept as ({_KEPT})
    select count(*), coalesce(sum(fen), 0)::bigint from changed"""


def write_bill_fees(contract_id: int, month: str, at: datetime) -> tuple[int, int]:
    """Write what the month's bills took and the facts lack; how many fees, and fen. The same again is none."""
    return _change(_WRITE, contract_id, month, at)


def clear_bill_fees(contract_id: int, month: str, at: datetime) -> tuple[int, int]:
    """Set the fees that came from the month's bills to nothing, since no fact is deleted; how many, and the fen they were."""
    return _change(_CLEAR, contract_id, month, at)


def _change(sql: str, contract_id: int, month: str, at: datetime) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {**slots(contract_id, month), "at": at})
        count, fen = cursor.fetchone()
    if count:
        reconcile_bills(contract_id)
    return int(count), int(fen)
