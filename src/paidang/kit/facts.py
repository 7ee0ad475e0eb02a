"""The fact tables a statement is made from, as data (settlement SPEC §1): what intake writes and settlement checks.

Only what a cell must be by itself stands here; ids, references and checks over several cells are the law of
`settlement.rules.fact_checks`.
"""

from dataclasses import dataclass
from typing import Literal

CellType = Literal["text", "integer", "time", "day", "month", "boolean"]

# A line's unit_price * quantity may not be above this, in fen.
LINE_PRICE_MAX = 10**15

# Charges of these kinds are money coming in (amount <= 0); of every other kind, money going out (amount >= 0).
INCOMING_CHARGES = frozenset({"compensation", "postage"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether it or its cells may be missing, and the values a cell may hold.

    `optional`: the column may be absent; `nullable`: a cell may be empty. A time or an amount is as in SPEC §1:
    aware moments, integer fen. `refers_to` names the table and column in which the value must stand.
    """

    name: str
    type: CellType = "text"
    optional: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    refers_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FactTable:
    """One table; `key` is the columns that no two rows may share, the last of them being named when two do."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = True

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _maybe(
    name: str, type_: CellType = "text", *, choices: tuple[str, ...] = (), minimum: int | None = None
) -> Column:
    """A column in the brackets of SPEC §1: it may be absent, and its cells may be empty."""
    return Column(name, type_, optional=True, nullable=True, choices=choices, minimum=minimum)


ORDER_LINES = FactTable(
    "order_lines",
    (
        Column("line_id"),
        Column("order_id"),
        Column("channel"),
        Column("store"),
        Column("sku"),
        Column("quantity", "integer", minimum=1),
        Column("unit_price", "integer", minimum=0),
        Column("merchant_discount", "integer", minimum=0),
        Column("platform_discount", "integer", minimum=0),
        Column("paid_at", "time"),
        Column("shipped_at", "time", nullable=True),
        Column("completed_at", "time", nullable=True),
        _maybe("gift", "boolean"),
        _maybe("settled_in", "month"),
        _maybe("settled_price", "integer", minimum=0),
        _maybe("refunded_quantity", "integer", minimum=0),
        _maybe("refunded_amount", "integer", minimum=0),
    ),
    key=("line_id",),
    optional=False,
)

REFUNDS = FactTable(
    "refunds",
    (
        Column("refund_id"),
        Column("line_id", refers_to=("order_lines", "line_id")),
        Column("quantity", "integer", minimum=0),
        Column("amount", "integer", minimum=0),
        Column(
            "cause",
            choices=("quality", "wrong_item", "over_shipped", "no_reason", "lost", "price_protection"),
        ),
        Column("restocked", "boolean"),
        Column("refunded_at", "time"),
    ),
    key=("refund_id",),
)

# May be absent only where profit does not count (SPEC §1).
COSTS = FactTable(
    "costs",
    (Column("sku"), Column("factory_price", "integer", minimum=0), Column("valid_from", "day")),
    key=("sku", "valid_from"),
)

LOGISTICS = FactTable(
    "logistics",
    (
        Column("charge_id"),
        Column("order_id", nullable=True, refers_to=("order_lines", "order_id")),
        Column("kind", choices=("outbound", "return", "resend", "warehouse", "compensation", "postage")),
        Column("amount", "integer"),
        Column("paid_by", choices=("a", "b")),
        Column("charged_at", "time"),
        _maybe("borne_by", choices=("shared", "a", "b")),
    ),
    key=("charge_id",),
)

PLATFORM_FEES = FactTable(
    "platform_fees",
    (
        Column("fee_id"),
        Column("order_id", nullable=True, refers_to=("order_lines", "order_id")),
        Column("kind"),
        Column("amount", "integer"),
        Column("charged_at", "time"),
    ),
    key=("fee_id",),
)

FACT_TABLES: dict[str, FactTable] = {
    table.name: table for table in (ORDER_LINES, REFUNDS, COSTS, LOGISTICS, PLATFORM_FEES)
}
