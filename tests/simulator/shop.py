"""What really happens in the stores: orders, parcels, refunds, charges and fees, each known from its moment on."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from paidang.kit.facts import FACT_TABLES

Row = dict[str, Any]
GOODS = {"CUP": (16_800, 11_800), "POT": (5_900, 3_900), "TRAY": (9_900, 8_000), "NEW": (20_000, 17_000)}
"""List price and floor in fen by SKU. What NEW costs the brand declares late: until then its lines are held."""
STORES = (("jd", "青岚京东旗舰店"), ("taobao", "青岚𬭎天猫店"))


class Shop:
    """Both stores. Events lie in the future when an order is made, and are told of by `rows` once they are past."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.orders = 0
        self.events: dict[str, list[tuple[datetime, Row]]] = {name: [] for name in FACT_TABLES}

    def sell(self, since: datetime, until: datetime, orders: int) -> None:
        """So many orders are paid in these hours; what becomes of them is settled by fate now."""
        seconds = int((until - since).total_seconds()) - 1
        for _ in range(orders):
            self._order(since + timedelta(seconds=self.random.randint(0, seconds)))

    def correct(self) -> str | None:
        """A platform takes a discount back that it had booked; every table told from now on says so."""
        lines = [
            row for _at, row in self.events["order_lines"] if row["merchant_discount"] and not row["gift"]
        ]
        if not lines:
            return None
        line = self.random.choice(lines)
        line["merchant_discount"] = 0
        return str(line["line_id"])

    def rows(self, table: str, at: datetime) -> list[Row]:
        """What a platform knows at a moment, cells that lie ahead of it empty."""
        return [
            {name: None if isinstance(cell, datetime) and cell > at else cell for name, cell in row.items()}
            for known_at, row in self.events[table]
            if known_at <= at
        ]

    def _order(self, paid_at: datetime) -> None:
        self.orders += 1
        order_id = f"O{self.orders:05}"
        channel, store = self.random.choice(STORES)
        shipped_at = paid_at + self._hours(3, 80) if self.random.random() < 0.95 else None
        completed_at = shipped_at + self._hours(30, 300) if shipped_at else None
        where = {"order_id": order_id, "channel": channel, "store": store}
        when = {"paid_at": paid_at, "shipped_at": shipped_at, "completed_at": completed_at}
        for number, sku in enumerate(self.random.sample(list(GOODS), self.random.choice((1, 1, 1, 2, 3)))):
            line = self._line(f"{order_id}-{number}", sku) | where | when
            self._know("order_lines", paid_at, line)
            if self.random.random() < 0.2:
                self._refund(line, paid_at)
        if shipped_at:
            self._charge(order_id, "outbound", self.random.randint(400, 2_500), shipped_at)
        if completed_at:
            fee = {
                "fee_id": f"F-{order_id}",
                "order_id": order_id,
                "kind": "佣金",
                "charged_at": completed_at,
            }
            self._know("platform_fees", completed_at, fee | {"amount": self.random.randint(1, 900)})

    def _line(self, line_id: str, sku: str) -> Row:
        list_price, _floor = GOODS[sku]
        quantity = self.random.choice((1, 1, 1, 2, 5))
        gift = self.random.random() < 0.05
        merchant = quantity * list_price if gift else self.random.choice((0, 0, 1, 700, quantity * 2_000))
        platform = 0 if gift else self.random.choice((0, 0, 333))
        return {
            "line_id": line_id, "sku": sku, "quantity": quantity, "unit_price": list_price,
            "merchant_discount": merchant, "platform_discount": platform, "gift": gift,
        }  # fmt: skip

    def _refund(self, line: Row, paid_at: datetime) -> None:
        """All of a line, or a part and perhaps later the rest."""
        units, fen = line["quantity"], line["quantity"] * line["unit_price"] - line["merchant_discount"]
        at = paid_at
        for number in range(self.random.choice((1, 1, 2))):
            quantity = self.random.randint(0, units)
            amount = fen if quantity == units else self.random.randint(0, fen)
            units, fen, at = units - quantity, fen - amount, at + self._hours(1, 600)
            refund = {
                "refund_id": f"R-{line['line_id']}-{number}", "line_id": line["line_id"], "quantity": quantity,
                "amount": amount, "cause": self.random.choice(FACT_TABLES["refunds"].column("cause").choices),
                "restocked": self.random.random() < 0.6, "refunded_at": at,
            }  # fmt: skip
            self._know("refunds", at, refund)
        if line["shipped_at"] and line["shipped_at"] < at and self.random.random() < 0.4:
            self._charge(line["order_id"], "return", self.random.randint(400, 1_500), at)

    def _charge(self, order_id: str, kind: str, amount: int, at: datetime) -> None:
        number = len(self.events["logistics"])
        bearers = (None, "shared") if kind == "postage" else (None, None, "shared", "a", "b")
        paid_by, borne_by = self.random.choice("ab"), self.random.choice(bearers)
        charge = {"charge_id": f"C{number:05}", "order_id": order_id, "kind": kind, "amount": amount}
        self._know("logistics", at, charge | {"paid_by": paid_by, "charged_at": at, "borne_by": borne_by})
        if self.random.random() < 0.1:
            kind, sign = self.random.choice((("compensation", -1), ("postage", -1), ("resend", 1)))
            self._charge(order_id, kind, sign * self.random.randint(1, 2_000), at + self._hours(1, 100))

    def _know(self, table: str, at: datetime, row: Row) -> None:
        self.events[table].append((at, row))

    def _hours(self, least: int, most: int) -> timedelta:
        return timedelta(seconds=self.random.randint(least * 3600, most * 3600))
