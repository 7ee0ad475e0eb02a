"""Sales below the minimum retail price: recorded as they are found, explained by the agency, withdrawn if corrected."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from paidang.catalog.rules.price_floor import FLOOR_CLAUSE
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.orders.models import Breach
from paidang.orders.queries.below_floor import below_floor_tables, floor_values
from paidang.team.actions import check_may
from paidang.team.models import Person

DUTY_KEY = "explain_breach"


class UnableToExplain(UnableTo):
    code = "BREACH_NOT_EXPLAINED"


_RECORD = """
    with {tables}, withdrawn as (
        update orders_breach b set withdrawn_at = %(at)s from lines l
        where b.contract_id = %(contract)s and b.line_id = l.line_id and b.withdrawn_at is null
          and not exists (select from below where below.line_id = b.line_id)
    )
    insert into orders_breach (contract_id, line_id, order_id, sku, paid_on, quantity, sold_fen, floor_fen, clause,
                               import_id, recorded_at, explanation)
    select %(contract)s, line_id, order_id, sku, paid_on, quantity, sold, floor, %(clause)s, %(import)s, %(at)s, ''
    from fresh
    on conflict (contract_id, line_id) do update set
        order_id = excluded.order_id, sku = excluded.sku, paid_on = excluded.paid_on, quantity = excluded.quantity,
        sold_fen = excluded.sold_fen, floor_fen = excluded.floor_fen, import_id = excluded.import_id,
        recorded_at = excluded.recorded_at, withdrawn_at = null, explanation = '', explained_by = null, explained_at = null
    returning 1"""


@clause("OP-2-A-2")
def record_breaches(
    contract: Contract, *, import_id: int | None, at: datetime, skus: Iterable[str] | None = None
) -> int:
    """Record the sales below the floor among the staged lines (or, after new prices, among all lines of `skus`).

    Returns how many are new or have changed. The duty to explain stands as long as a breach is unexplained.
    """
    sql = _RECORD.format(tables=below_floor_tables(skus))
    values = floor_values(contract, skus) | {"import": import_id, "at": at, "clause": FLOOR_CLAUSE}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = len(cursor.fetchall())
    _set_duty(contract, at)
    return found


@transaction.atomic
def explain_breach(*, person: Person, at: datetime, breach_ids: Iterable[int], explanation: str) -> int:
    """Write why lines were sold below the floor, in the agency's words; returns how many lines that explains."""
    check_may(person, "import_facts")
    if not explanation.strip():
        raise UnableToExplain(say("说明不能是空的"))
    breaches = list(
        Breach.objects.select_for_update().filter(pk__in=list(breach_ids), withdrawn_at=None).order_by("pk")
    )
    if not breaches:
        raise NotFound(say("没有这些成交记录"))
    contract = Contract.objects.get(pk=breaches[0].contract_id)
    if contract.agency_id != person.org_id or any(breach.contract_id != contract.pk for breach in breaches):
        raise UnableToExplain(say("由乙方说明，一次一份合同"))
    words = explanation.strip()[:500]
    Breach.objects.filter(pk__in=[breach.pk for breach in breaches]).update(
        explanation=words, explained_by=person.pk, explained_at=at
    )
    append(
        contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act="orders.breach_explained",
        subject=contract.code,
        facts={
            "lines": len(breaches),
            "first": breaches[0].line_id,
            "explanation_sha256": text_digest(words),
        },
    )
    _set_duty(contract, at)
    return len(breaches)


def _set_duty(contract: Contract, at: datetime) -> None:
    count = Breach.objects.filter(contract=contract, withdrawn_at=None, explained_at=None).count()
    if not count:
        close_duty(contract.pk, key=DUTY_KEY, at=at)
        return
    page = f"/orders?contract={contract.code}&view=below_floor"
    raise_duty(
        contract.pk,
        key=DUTY_KEY,
        kind="explain_breach",
        side="b",
        page=page,
        at=at,
        clause=FLOOR_CLAUSE,
        facts={"count": count},
    )
