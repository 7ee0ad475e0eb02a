"""SPEC read a second time, without a look at `rules`: what a month comes to, told as cash that moved.

Not the same steps: money is fractions until SPEC says `round`; who owes whom follows from what each side should end
up with and what it already has, not from the sum of SPEC §5. Only dates are not reckoned here.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
SHANGHAI = ZoneInfo("Asia/Shanghai")
RECOGNISED = {"paid": "paid_at", "shipped": "shipped_at", "completed": "completed_at"}


def rounded(exact: Fraction) -> int:
    """Half away from zero."""
    whole = int(abs(exact) + Fraction(1, 2))
    return whole if exact >= 0 else -whole


def day_in_shanghai(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


class Reckoning:
    """One month of a world under a document of terms: its rows, and every figure of its statement but dates."""

    def __init__(self, world: dict[str, list[Row]], terms: dict[str, Any], month: str) -> None:
        self.world, self.terms, self.month = world, terms, month
        parts = terms["components"]
        self.share = next((part for part in parts if part["kind"] == "profit_share"), None)
        self.profit_counts = (
            self.share is not None
            or any(part.get("of") == "profit" for part in parts)
            or terms["tax"]["mode"] == "margin_vat"
        )
        self.lines = {line["line_id"]: line for line in world["order_lines"]}
        self.held: list[str] = []
        self.charges: list[Row] = []
        self.rows = list(self._rows())

    # Rows

    def _rows(self) -> Iterator[Row]:
        for line in self.lines.values():
            when = line[RECOGNISED[self.terms["recognition"]]]
            if line["settled_in"] is None and self._is_over(when):
                revenue = line["quantity"] * line["unit_price"] - line["merchant_discount"]
                price = self._price(line)
                if price is None:
                    self.held.append(line["line_id"])
                else:
                    yield self._row("line", line["line_id"], line, when, revenue, line["quantity"] * price)
        for refund in self.world["refunds"]:
            line = self.lines[refund["line_id"]]
            when, price = self._when_refunded(refund, line), self._price(line)
            if self._is_over(when) and price is None:
                self.held.append(refund["refund_id"])
            elif self._is_over(when):
                cost = -price * refund["quantity"] if self._cost_comes_back(refund) else 0
                yield self._row("refund", refund["refund_id"], line, when, -refund["amount"], cost)
        for charge in self.world["logistics"]:
            if self._is_over(charge["charged_at"]):
                self.charges.append(charge)
                shared = charge["amount"] if (charge["borne_by"] or "shared") == "shared" else 0
                goods = {"order_id": charge["order_id"], "sku": None}
                yield self._row("logistics", charge["charge_id"], goods, charge["charged_at"], 0, 0, shared)
        for fee in self.world["platform_fees"]:
            if self._is_over(fee["charged_at"]):
                goods = {"order_id": fee["order_id"], "sku": None}
                yield self._row(
                    "platform_fee", fee["fee_id"], goods, fee["charged_at"], 0, 0, 0, fee["amount"]
                )

    def _is_over(self, when: datetime | None) -> bool:
        """Whether it happened by the end of the month, by the calendar on a wall in Shanghai."""
        return when is not None and day_in_shanghai(when).isoformat()[:7] <= self.month

    def _when_refunded(self, refund: Row, line: Row) -> datetime | None:
        if line["settled_in"] is not None:
            return refund["refunded_at"]
        counted = line[RECOGNISED[self.terms["recognition"]]]
        return None if counted is None else max(counted, refund["refunded_at"])

    def _price(self, line: Row) -> int | None:
        if line["gift"] or not self.profit_counts:
            return 0
        if line["settled_in"] is not None:
            return line["settled_price"]
        paid_on = day_in_shanghai(line["paid_at"])
        known = {
            cost["valid_from"]: cost["factory_price"]
            for cost in self.world["costs"]
            if cost["sku"] == line["sku"] and date.fromisoformat(cost["valid_from"]) <= paid_on
        }
        return known[max(known)] if known else None

    def _cost_comes_back(self, refund: Row) -> bool:
        at_fault = refund["cause"] == "quality" or refund["cause"] == "wrong_item"
        return refund["restocked"] or (at_fault and self.terms["faults_borne_by"] == "a")

    def _row(
        self, kind: str, row_id: str, goods: Row, when: datetime, revenue: int, cost: int, logistics: int = 0, fee: int = 0
    ) -> Row:  # fmt: skip
        mode, rate = self.terms["tax"]["mode"], Fraction(self.terms["tax"].get("rate", "0"))
        exact = {
            "included_vat": revenue * rate / (1 + rate),
            "margin_vat": (revenue - cost) * rate / (1 + rate),
            "on_revenue": revenue * rate,
            "none": Fraction(0),
        }
        tax = rounded(exact[mode])
        profit = revenue - cost - tax - logistics - (fee if self.terms["platform_fees"] == "deducted" else 0)
        return {
            "row_id": row_id, "kind": kind, "order_id": goods["order_id"], "sku": goods["sku"],
            "month": day_in_shanghai(when).isoformat()[:7], "revenue": revenue, "cost": cost, "tax": tax,
            "logistics": logistics, "platform_fee": fee, "profit": profit,
            "share_b": profit * Fraction(self.share["b"]) if self.share else Fraction(0),
        }  # fmt: skip

    # Figures

    def total(self, figure: str, *kinds: str) -> int:
        return sum(row[figure] for row in self.rows if not kinds or row["kind"] in kinds)

    def carried(self, *, borne_by: str | None = None, paid_by: str | None = None) -> int:
        """Charges other than postage, of one bearer and one payer."""
        return sum(
            charge["amount"]
            for charge in self.charges
            if charge["kind"] != "postage"
            and borne_by in (None, charge["borne_by"] or "shared")
            and paid_by in (None, charge["paid_by"])
        )

    def components(self) -> list[tuple[int | None, int]]:
        """Base and amount of each."""
        bases = {
            "gross_sales": self.total("revenue", "line"),
            "net_sales": self.total("revenue"),
            "profit": self.total("profit"),
        }
        found: list[tuple[int | None, int]] = []
        for part in self.terms["components"]:
            if part["kind"] == "profit_share":
                base = bases["profit"] + self.terms.get("carried_in", 0)
                found.append(
                    (base, rounded(base * Fraction(part["b"])) if base >= 0 or part["loss"] == "share" else 0)
                )
            elif part["kind"] == "commission":
                found.append((bases[part["of"]], rounded(self._commission(part, bases[part["of"]]))))
            elif part["kind"] == "monthly_fee":
                found.append((None, rounded(part["amount"] * self._part_in_force())))
            else:
                above = sum(amount for _base, amount in found)
                wanted = (
                    rounded(part["amount"] * self._part_in_force()) if part.get("prorate") else part["amount"]
                )
                found.append((above, max(0, wanted - above) if self._part_in_force() else 0))
        return found

    def _commission(self, part: Row, base: int) -> Fraction:
        """Fen by fen it would be the same: what stands in a tier is paid at that tier's rate."""
        counted = max(0, base - part.get("threshold", 0))
        tiers = part.get("tiers") or [{"from": 0, "rate": part["rate"]}]
        if part.get("tier_mode") == "whole":
            return counted * Fraction([tier for tier in tiers if tier["from"] <= counted][-1]["rate"])
        earned, rest = Fraction(0), counted
        for tier in reversed(tiers):
            in_tier = max(0, rest - tier["from"])
            earned, rest = earned + in_tier * Fraction(tier["rate"]), rest - in_tier
        return earned

    def _part_in_force(self) -> Fraction:
        """The days of the month in which the contract is in force, as a part of all of them."""
        day = date.fromisoformat(f"{self.month}-01")
        days = []
        while day.isoformat()[:7] == self.month:
            days.append(day.isoformat())
            day += timedelta(days=1)
        term = self.terms["term"]
        return Fraction(sum(term["start"] <= day <= term["end"] for day in days), len(days))

    def statement(self) -> Row:
        """The figures of statement.json, without version, contract, clauses, dates and dated debts."""
        deals = self.components()
        adjustments = sum(each["amount"] for each in self.terms.get("adjustments", []))
        postage = -sum(charge["amount"] for charge in self.charges if charge["kind"] == "postage")
        fees = self.total("platform_fee")
        paid_out = self.total("revenue") + postage - fees
        # What b should have in the end, and what it has by now: the platform's money, less what it spent.
        should_have = sum(amount for _base, amount in deals) + adjustments - self.carried(borne_by="b")
        should_have -= fees if self.terms["platform_fees"] == "b" else 0
        spent = self.carried(paid_by="b") + (self.total("tax") if self.terms["tax"]["paid_by"] == "b" else 0)
        due_b = should_have + spent - (paid_out if self.terms["collector"] == "b" else 0)
        base, share_b = next(
            (deal for part, deal in zip(self.terms["components"], deals, strict=True) if part is self.share),
            (0, 0),
        )
        split = base is not None and (base >= 0 or bool(self.share and self.share["loss"] == "share"))
        carries = bool(self.share and self.share["loss"] == "carry_forward" and base is not None and base < 0)
        return {
            "totals": {
                "gross_sales": self.total("revenue", "line"), "refunded": self.total("revenue", "refund"),
                "revenue": self.total("revenue"), "cost": self.total("cost"), "tax": self.total("tax"),
                "logistics": self.carried(borne_by="shared") - postage, "logistics_a": self.carried(borne_by="a"),
                "logistics_b": self.carried(borne_by="b"), "postage": postage, "platform_fees": fees,
                "profit": self.total("profit"),
            },
            "counts": {
                "lines": sum(row["kind"] == "line" for row in self.rows),
                "refunds": sum(row["kind"] == "refund" for row in self.rows),
                "held": len(self.held), "late": sum(row["month"] != self.month for row in self.rows),
            },
            "components": deals, "carried_in": self.terms.get("carried_in", 0), "carried_out": base if carries else 0,
            "share_a": (base or 0) - share_b if split else 0, "share_b": share_b, "adjustments": adjustments,
            "collector": self.terms["collector"], "held_by_collector": paid_out, "entitled_b": should_have + spent,
            "due_b": due_b, "payer": "a" if due_b > 0 else "b" if due_b < 0 else None, "amount_due": abs(due_b),
            "held": sorted(self.held), "late": self._late(),
        }  # fmt: skip

    def _late(self) -> dict[str, tuple[int, int, int]]:
        late: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row["month"] != self.month:
                late[row["month"]].append(row)
        return {
            month: (sum(row["revenue"] for row in rows), sum(row["profit"] for row in rows), len(rows))
            for month, rows in sorted(late.items())
        }
