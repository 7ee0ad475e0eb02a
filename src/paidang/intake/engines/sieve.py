"""The sieve: which rows of a block are plainly good, by one SQL expression made from the table of columns.

It never lets a bad row pass, and need not let every good one pass: what it is not sure of is judged by
`channels.facts.check.check_row`, the reference. A test compares the two on random rows.
"""

from collections.abc import Sequence
from typing import Any

from paidang.channels.facts.check import TEXT_CHARS_MAX
from paidang.kit.facts import INCOMING_CHARGES, Column, FactTable

# Amounts of at most 9 digits and quantities of at most 6: no product below can leave 64 bits or 10^15.
_AMOUNT = "-?[0-9]{1,9}"
_COUNT = "[0-9]{1,6}"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_TIME = "(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T" + _CLOCK + "(\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"


class Sieve:
    """For one table and one header; unknown columns are let through as text."""

    def __init__(self, table: FactTable, header: Sequence[str]) -> None:
        import duckdb

        places = {title.strip(): f"c{at}" for at, title in enumerate(header)}
        self._quick = _question(table, places, is_printable=True)
        self._careful = _question(table, places, is_printable=False)
        self._duckdb = duckdb.connect(config={"threads": 2, "memory_limit": "256MB"})
        self._duckdb.execute("set timezone = 'UTC'")

    def judge(self, columns: Any, *, is_printable: bool) -> Any:
        """An Arrow column of booleans, in the order of the block's rows."""
        self._duckdb.register("block", columns)
        try:
            return (
                self._duckdb.sql(self._quick if is_printable else self._careful)
                .to_arrow_table()
                .column("good")
            )
        finally:
            self._duckdb.unregister("block")

    def close(self) -> None:
        self._duckdb.close()


def _question(table: FactTable, places: dict[str, str], *, is_printable: bool) -> str:
    conditions = [
        _plain(column, places[column.name], is_printable) for column in table.columns if column.name in places
    ]
    conditions += _across(table, places)
    unknown = [place for title, place in places.items() if title not in table.column_names]
    conditions += [f"({place} is null or strlen({place}) <= 32767)" for place in unknown]
    return f"select coalesce({' and '.join(conditions)}, false) as good from block"


def _plain(column: Column, place: str, is_printable: bool) -> str:
    """Whether one cell is plainly good; `is_printable`: the whole block has no control character."""
    if column.type == "text" and column.choices:
        good = f"{place} in ({', '.join(repr(choice) for choice in column.choices)})"
    elif column.type == "text":
        good = f"strlen({place}) <= {TEXT_CHARS_MAX.get(column.name, 255)} and not starts_with({place}, '=')"
        if column.name.endswith(("_id", "sku")):
            # what may be a number in scientific notation is left to the reference
            good += f" and (not contains(lower({place}), 'e') or not regexp_matches({place}, '^[0-9]'))"
        if not is_printable:
            good += f" and not regexp_matches({place}, '[\\x00-\\x1f\\x7f]')"
    elif column.type == "integer":
        good = f"regexp_full_match({place}, '{_COUNT if column.name == 'quantity' else _AMOUNT}')"
        if column.minimum is not None:
            good += f" and try_cast({place} as bigint) >= {column.minimum}"
    elif column.type == "time":
        good = f"regexp_full_match({place}, '{_TIME}') and try_cast({place} as timestamptz) is not null"
    elif column.type == "boolean":
        good = f"{place} in ('true', 'false')"
    else:
        good = "false"
    return f"({place} is null or ({good}))" if column.nullable else f"({place} is not null and {good})"


def _across(table: FactTable, places: dict[str, str]) -> list[str]:
    def number(name: str) -> str:
        # DuckDB multiplies in rows that another condition rejects, too: what exceeds 32 bits must not get that far
        return f"try_cast({places[name]} as integer)::bigint"

    def moment(name: str) -> str:
        return f"try_cast({places[name]} as timestamptz)"

    if table.name == "order_lines":
        total = f"{number('unit_price')} * {number('quantity')}"
        conditions = [f"{number('merchant_discount')} + {number('platform_discount')} <= {total}"]
        conditions += [
            f"({places[name]} is null or {moment(name)} >= {moment('paid_at')})"
            for name in ("shipped_at", "completed_at")
        ]
        if "gift" in places:
            conditions.append(
                f"(coalesce({places['gift']}, '') <> 'true' or {number('merchant_discount')} >= {total})"
            )
        return conditions
    if table.name == "logistics":
        incoming = f"{places['kind']} in ({', '.join(repr(kind) for kind in sorted(INCOMING_CHARGES))})"
        conditions = [f"(case when {incoming} then {number('amount')} <= 0 else {number('amount')} >= 0 end)"]
        if "borne_by" in places:
            conditions.append(
                f"({places['kind']} <> 'postage' or coalesce({places['borne_by']}, 'shared') = 'shared')"
            )
        return conditions
    return []
