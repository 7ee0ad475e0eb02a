"""The brand's duty to declare the factory prices of what was sold: without them these lines wait, and no share is paid."""

from datetime import date, datetime

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_terms_of
from paidang.duties.actions import close_duty, raise_duty
from paidang.duties.queries import is_open
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.orders.queries.unpriced import count_unpriced, has_unpriced_stage
from paidang.printing.statement_lines import profit_counts

KEY = "declare_price"


@clause("OP-3-D")
def set_price_duty(contract: Contract, at: datetime, *, of_stage: bool = False) -> None:
    """Raise it while goods sold within the term have no price, where profit is shared; it ends with the last price.

    `of_stage`: since it was last set nothing changed but the staged lines. Where all of these have a price, and the duty
    is not open, there is nothing to count.
    """
    if of_stage and not is_open(contract.pk, KEY) and not has_unpriced_stage(contract):
        return
    terms = get_terms_of(contract, day_of(at)).terms
    skus = lines = 0
    if profit_counts(terms):
        skus, lines = count_unpriced(contract, date.fromisoformat(terms["term"]["start"]))
    if not skus:
        close_duty(contract.pk, key=KEY, at=at)
        return
    raise_duty(
        contract.pk,
        key=KEY,
        kind="declare_price",
        side="a",
        page=f"/imports?contract={contract.code}",
        at=at,
        clause="OP-3-D",
        facts={"count": skus, "lines": lines},
    )
