"""What after-sales cases come to that were decided after the statements of their refunds were closed (SPEC §7, ADR 0043).

A sent statement never changes. Settled again from its own bundle with the causes as they were decided, it shows by how
much the agency was given too little or too much; the next statement adjusts that, once, beside what prices for days past
come to.
"""

from collections import defaultdict
from typing import Any

from django.db import connection

from paidang.catalog.queries import list_agreed_prices
from paidang.contracts.models import Contract
from paidang.settlement.engines.recausing import Ruled
from paidang.settlement.queries.repriced import as_repriced, correct_months, less_adjusted

PREFIX = "after-sales-"

_RULED_LATER = """
    select s.month, r.refund_id, r.cause, r.restocked from orders_refundruling r
    join settlement_settledrow s on s.contract_id = r.contract_id and s.kind = 'refund' and s.row_id = r.refund_id
    join settlement_statement t on t.id = s.statement_id
    where r.contract_id = %s and r.ruled_at > t.closed_at and s.month < %s"""


def list_case_adjustments(contract: Contract, month: str, *, clause: str) -> list[dict[str, Any]]:
    """The adjustments (SPEC §5) of the month's statement for refunds of sent months that were decided on since."""
    ruled = list_ruled_later(contract, month)
    if not ruled:
        return []
    prices = as_repriced(list_agreed_prices(contract.pk))
    without = correct_months(contract, month, prices, {}) if prices else {}
    found = correct_months(contract, month, prices, ruled)
    owed = {of_month: amount - without.get(of_month, 0) for of_month, amount in found.items()}
    return [
        {
            "id": f"{PREFIX}{of_month}", "kind": "other", "amount": amount, "clause": clause, "rows": [],
            "reason": f"{of_month} 已结的退款，按售后验收的结论更正",
        }
        for of_month, amount in less_adjusted(contract, month, owed, PREFIX).items()
        if amount
    ]  # fmt: skip


def list_ruled_later(contract: Contract, month: str) -> dict[str, Ruled]:
    """By month, the refunds that its statement settled before a case ruled on them."""
    found: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_RULED_LATER, [contract.pk, month])
        for of_month, refund_id, cause, restocked in cursor.fetchall():
            found[of_month][refund_id] = (cause, restocked)
    return dict(found)
