"""What the program was told, and what it must hold and make of it: the model that the database is compared with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from paidang.kit.period import day_of
from paidang.settlement.tests.oracle import Reckoning

Row = dict[str, Any]
Key = tuple[str, str]
KEYS = {"order_lines": "line_id", "refunds": "refund_id", "logistics": "charge_id", "platform_fees": "fee_id"}
KINDS = {"refunds": "refund", "logistics": "logistics", "platform_fees": "platform_fee"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One version of a month's statement as it went out, and what it settled."""

    version: int
    digest: str
    rows: list[Row]
    due: int
    carried_out: int


@dataclass(slots=True)
class Books:
    """`waiting` are rows whose order line nobody has told of yet; `bad` counts rows that only a person can mend."""

    told: dict[str, dict[str, Row]] = field(default_factory=lambda: {table: {} for table in KEYS})
    waiting: list[tuple[str, Row]] = field(default_factory=list)
    bad: int = 0
    costs: dict[tuple[str, date], int] = field(default_factory=dict)
    floors: dict[tuple[str, date], int] = field(default_factory=dict)
    sent: dict[str, list[Sent]] = field(default_factory=dict)
    questioned: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    paid: dict[str, int] = field(default_factory=dict)

    # What is told

    def tell(self, table: str, rows: list[Row], bad: int) -> None:
        """A file's rows, of which so many more were bad."""
        self.bad += bad
        known = self._known() | (
            {("line_id", row["line_id"]) for row in rows} if table == "order_lines" else set()
        )
        for row in rows:
            if self._lacks(table, row, known):
                self.waiting.append((table, row))
            else:
                self.told[table][row[KEYS[table]]] = row

    def read_again(self) -> None:
        """What waited for a line that has come goes in."""
        known, still = self._known(), []
        for table, row in self.waiting:
            if self._lacks(table, row, known):
                still.append((table, row))
            else:
                self.told[table][row[KEYS[table]]] = row
        self.waiting = still

    def _known(self) -> set[Key]:
        lines = self.told["order_lines"].values()
        return {(name, line[name]) for line in lines for name in ("line_id", "order_id")}

    @staticmethod
    def _lacks(table: str, row: Row, known: set[Key]) -> bool:
        name = "line_id" if table == "refunds" else "order_id"
        return table != "order_lines" and (name, row[name]) not in known

    # What follows

    def breaches(self) -> dict[str, int]:
        """The lines sold below the floor of their day, with the floor."""
        found = {}
        for line in self.told["order_lines"].values():
            days = [day for sku, day in self.floors if sku == line["sku"] and day <= day_of(line["paid_at"])]
            floor = self.floors[line["sku"], max(days)] if days else 0
            sold = line["quantity"] * line["unit_price"] - line["merchant_discount"]
            if not line["gift"] and sold < floor * line["quantity"]:
                found[line["line_id"]] = floor
        return found

    def settled(self, *, but: str = "") -> dict[Key, tuple[str, Row]]:
        """The rows of what was sent, each with its month; `but` is a month that is settled anew."""
        return {
            (row["kind"], row["row_id"]): (month, row)
            for month, versions in self.sent.items()
            if month != but
            for row in versions[-1].rows
        }

    def reckon(self, terms: Row, month: str) -> Reckoning:
        """The month by the oracle, from all that has been told and not been settled."""
        settled = self.settled(but=month)
        refunds = [row for (kind, _id), (_month, row) in settled.items() if kind == "refund"]
        lines = []
        for line_id, line in self.told["order_lines"].items():
            if found := settled.get(("line", line_id)):
                units = line["quantity"]
                line = line | {"settled_in": found[0], "settled_price": found[1]["cost"] // units}
            else:
                line = line | {"settled_in": None, "settled_price": None}
            lines.append(line)
        left = {
            table: [row for key, row in self.told[table].items() if (kind, key) not in settled]
            for table, kind in KINDS.items()
        }
        assert len(refunds) + len(left["refunds"]) == len(self.told["refunds"])
        costs = [
            {"sku": sku, "valid_from": day.isoformat(), "factory_price": fen}
            for (sku, day), fen in self.costs.items()
        ]
        return Reckoning({"order_lines": lines, "costs": costs, **left}, terms, month)

    def carried_in(self, month: str) -> int:
        """What the month before left to be made up for."""
        before = [each for each in self.sent if each < month]
        return self.sent[max(before)][-1].carried_out if before else 0

    def sold_before(self, sku: str, since: date, at: datetime) -> bool:
        """Whether units of it are known to have been sold on days past from a day on."""
        lines = self.told["order_lines"].values()
        return any(line["sku"] == sku and since <= day_of(line["paid_at"]) < day_of(at) for line in lines)
