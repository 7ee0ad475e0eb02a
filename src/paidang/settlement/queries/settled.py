"""The rows a statement settles, in the form in which later snapshots ask for them (`SettledRow`)."""

from collections.abc import Iterator
from contextlib import contextmanager

from paidang.settlement.models import Statement
from paidang.settlement.queries.rows import BLOCK_ROWS, open_rows

SETTLED_COLUMNS = (
    "contract_id",
    "kind",
    "row_id",
    "statement_id",
    "month",
    "price_fen",
    "line_id",
    "quantity",
    "amount_fen",
)
# Lines keep the price used; a gift has none.
SETTLED = """
    select kind, row_id, case when kind = 'line' and not gift then cost // quantity end, of_line,
           case when kind = 'refund' then quantity end, refund_amount from detail where not is_held"""


@contextmanager
def open_settled(statement: Statement) -> Iterator[Iterator[tuple[object, ...]]]:
    """The rows a statement settles, for `SettledRow`: from its own bundle, so that nothing else can slip in.

    The bundle is read on entry; going through the rows asks the database nothing, so they can go into a COPY.
    """
    with open_rows(statement) as engine:
        cursor = engine.execute(SETTLED)
        head = (statement.contract_id, statement.pk, statement.month)
        yield (
            (head[0], kind, row_id, *head[1:], price, *refund)
            for block in iter(lambda: cursor.fetchmany(BLOCK_ROWS), [])
            for kind, row_id, price, *refund in block
        )
