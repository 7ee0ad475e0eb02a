"""How the fact tables lie in the database: column by column, with the SQL type of the staging table."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoredTable:
    """`columns`: name in a file → (name in the database, SQL type). `absent`: what an absent value means on insert."""

    name: str
    key: str
    columns: dict[str, tuple[str, str]]
    absent: dict[str, str] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        """The temporary table into which COPY writes."""
        return f"stage_{self.name.removeprefix('orders_')}"


_ID, _TEXT, _INT, _TIME, _BOOL = "varchar(255)", "text", "bigint", "timestamptz", "boolean"

STORED: dict[str, StoredTable] = {
    "order_lines": StoredTable(
        "orders_orderline",
        "line_id",
        {
            "line_id": ("line_id", _ID),
            "order_id": ("order_id", _ID),
            "channel": ("channel", _TEXT),
            "store": ("store", _TEXT),
            "sku": ("sku", _ID),
            "quantity": ("quantity", _INT),
            "unit_price": ("unit_price_fen", _INT),
            "merchant_discount": ("merchant_discount_fen", _INT),
            "platform_discount": ("platform_discount_fen", _INT),
            "paid_at": ("paid_at", _TIME),
            "shipped_at": ("shipped_at", _TIME),
            "completed_at": ("completed_at", _TIME),
            "gift": ("gift", _BOOL),
        },
        {"gift": "false"},
    ),
    "refunds": StoredTable(
        "orders_refund",
        "refund_id",
        {
            "refund_id": ("refund_id", _ID),
            "line_id": ("line_id", _ID),
            "quantity": ("quantity", _INT),
            "amount": ("amount_fen", _INT),
            "cause": ("cause", _TEXT),
            "restocked": ("restocked", _BOOL),
            "refunded_at": ("refunded_at", _TIME),
        },
    ),
    "logistics": StoredTable(
        "orders_logisticscharge",
        "charge_id",
        {
            "charge_id": ("charge_id", _ID),
            "order_id": ("order_id", _ID),
            "kind": ("kind", _TEXT),
            "amount": ("amount_fen", _INT),
            "paid_by": ("paid_by", _TEXT),
            "charged_at": ("charged_at", _TIME),
            "borne_by": ("borne_by", _TEXT),
        },
        {"borne_by": "'shared'"},
    ),
    "platform_fees": StoredTable(
        "orders_platformfee",
        "fee_id",
        {
            "fee_id": ("fee_id", _ID),
            "order_id": ("order_id", _ID),
            "kind": ("kind", _TEXT),
            "amount": ("amount_fen", _INT),
            "charged_at": ("charged_at", _TIME),
        },
    ),
    "bill_lines": StoredTable(
        "orders_billline",
        "entry_id",
        {
            "entry_id": ("entry_id", _ID),
            "channel": ("channel", _TEXT),
            "store": ("store", _TEXT),
            "order_id": ("order_id", _ID),
            "kind": ("kind", _TEXT),
            "item": ("item", _TEXT),
            "amount": ("amount_fen", _INT),
            "booked_at": ("booked_at", _TIME),
        },
    ),
}
