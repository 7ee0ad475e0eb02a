"""What of a sent statement no question touches."""

from collections.abc import Sequence

from paidang.settlement.models import Statement
from paidang.settlement.queries.rows import open_rows
from paidang.settlement.rules.disputes import Touched, undisputed_amount
from paidang.settlement.rules.read_terms import read_terms

TOUCHED = """
select coalesce(sum(revenue) filter (where kind = 'line'), 0)::hugeint, coalesce(sum(revenue) filter (where kind = 'refund'), 0)::hugeint,
    coalesce(sum(cost), 0)::hugeint, coalesce(sum(tax), 0)::hugeint, coalesce(sum(logistics), 0)::hugeint,
    coalesce(sum(-charge_amount) filter (where charge_kind = 'postage'), 0)::hugeint,
    coalesce(sum(case when charge_kind = 'postage' then 0 when paid_by = 'b' and borne_by <> 'b' then charge_amount
        when paid_by = 'a' and borne_by = 'b' then -charge_amount else 0 end), 0)::hugeint,
    coalesce(sum(platform_fee), 0)::hugeint
from detail where not is_held and kind || ':' || row_id in (select unnest($names::varchar[]))
"""


def get_undisputed(statement: Statement, rows: Sequence[str]) -> int:
    """What of the amount due the rows (`kind:row_id`) do not touch, in fen."""
    with open_rows(statement) as engine:
        found = engine.execute(TOUCHED, {"names": list(rows)}).fetchone()
    touched = Touched(*map(int, found))
    return undisputed_amount(read_terms(statement.terms, statement.month), statement.figures, touched)
