"""The rows a statement settles, in the form in which later snapshots ask for them (`SettledRow`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from paidang.settlement.models import Statement
from paidang.settlement.queries.rows import BLOCK_ROWS, open_rows

# The rest of `SettledRow`, as `detail` has it. Lines keep the price used; a gift has none.
KEPT = {
    "price_fen": "case when kind = 'line' and not gift then cost // quantity end",
    "sku": "case when kind = 'line' then sku end",
    "gift": "case when kind = 'line' then gift end",
    "unit_price_fen": "unit_price",
    "merchant_discount_fen": "merchant_discount",
    "platform_discount_fen": "platform_discount",
    "line_id": "of_line",
    "quantity": "quantity",
    "amount_fen": "refund_amount",
}
SETTLED_COLUMNS = ("contract_id", "statement_id", "month", "kind", "row_id", *KEPT)


@contextmanager
def open_settled(statement: Statement) -> Iterator[Iterator[tuple[object, ...]]]:
    """The rows a statement settles, for `SettledRow`: from its own bundle, so that nothing else can slip in.

    The bundle is read on entry; going through the rows asks the database nothing, so they can go into a COPY.
    """
    with open_rows(statement) as engine:
        kept = ", ".join(KEPT.values())
        cursor = engine.execute(f"select kind, row_id, {kept} from detail where not is_held")
        head = (statement.contract_id, statement.pk, statement.month)
        yield ((*head, *row) for block in iter(lambda: cursor.fetchmany(BLOCK_ROWS), []) for row in block)
