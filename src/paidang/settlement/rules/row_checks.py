"""Checks over several cells of a row, and over the refunds of a line (SPEC §1, the last two points of bad facts)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from paidang.kit.facts import INCOMING_CHARGES, LINE_PRICE_MAX
from paidang.kit.sentence import say
from paidang.settlement.rules.errors import BadPlace


class Flaw(NamedTuple):
    """What is wrong with a row, at the column to be named."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row whose cells were read; a cell that is bad by itself is not among its values. `raw`: as it stands."""

    file: str
    number: int
    values: dict[str, Any]
    raw: Callable[[str], object]

    def has(self, *columns: str) -> bool:
        """Whether none of these cells is bad by itself."""
        return all(column in self.values for column in columns)

    def error(self, column: str, reason: str) -> BadPlace:
        return BadPlace(self.file, self.number, column, self.raw(column), reason)

    def errors(self, flaws: Iterable[Flaw]) -> Iterator[BadPlace]:
        return (self.error(flaw.column, flaw.reason) for flaw in flaws)


def line_flaws(row: CheckedRow, *, month: str, profit_counts: bool) -> Iterator[Flaw]:
    """What is wrong with an order line as a whole."""
    yield from _price_flaws(row)
    for column in ("shipped_at", "completed_at"):
        if row.has("paid_at", column) and row.values[column] and row.values[column] < row.values["paid_at"]:
            yield Flaw(column, say("早于付款时间"))
    if row.values.get("settled_in"):
        yield from _context_flaws(row, month=month, profit_counts=profit_counts)


def _price_flaws(row: CheckedRow) -> Iterator[Flaw]:
    value = row.values
    if not row.has("quantity", "unit_price"):
        return
    full_price = value["unit_price"] * value["quantity"]
    if full_price > LINE_PRICE_MAX:
        yield Flaw("unit_price", say("单价乘数量超过10^15分"))
    if row.has("merchant_discount", "platform_discount"):
        discounts = value["merchant_discount"] + value["platform_discount"]
        if discounts > full_price:
            yield Flaw("platform_discount", say("两项优惠之和大于单价乘数量"))
    if row.has("merchant_discount", "gift") and value["gift"] and full_price > value["merchant_discount"]:
        yield Flaw("gift", say("赠品不应有收入"))


def _context_flaws(row: CheckedRow, *, month: str, profit_counts: bool) -> Iterator[Flaw]:
    value = row.values
    if value["settled_in"] >= month:
        yield Flaw("settled_in", say("应早于本结算月"))
    needs_price = profit_counts and row.has("gift", "settled_price") and not value["gift"]
    if needs_price and value["settled_price"] is None:
        yield Flaw("settled_price", say("已结算的行应有当时的出厂价"))


def charge_flaws(row: CheckedRow) -> Iterator[Flaw]:
    """What is wrong with a logistics charge as a whole."""
    value = row.values
    if row.has("kind", "amount"):
        incoming = value["kind"] in INCOMING_CHARGES
        if incoming and value["amount"] > 0:
            yield Flaw("amount", say("赔付和邮费是收入，不得大于0"))
        if not incoming and value["amount"] < 0:
            yield Flaw("amount", say("费用不得小于0"))
    if row.has("kind", "borne_by") and value["kind"] == "postage" and value["borne_by"] in ("a", "b"):
        yield Flaw("borne_by", say("邮费不由单方承担"))


def refund_flaws(
    refunds: Iterable[CheckedRow], lines: Mapping[str, CheckedRow]
) -> Iterator[tuple[CheckedRow, Flaw]]:
    """The refund, in file order, at which what is refunded of a line first exceeds the line."""
    for column in ("quantity", "amount"):
        refunded: dict[str, int] = {}
        limits: dict[str, int | None] = {}
        for refund in refunds:
            line = lines.get(refund.values.get("line_id", ""))
            if line is None or not refund.has(column):
                continue
            line_id = line.values["line_id"]
            if line_id not in refunded:
                limits[line_id] = _limit(line, column)
                refunded[line_id] = line.values.get(f"refunded_{column}") or 0
            limit = limits[line_id]
            refunded[line_id] += refund.values[column]
            if limit is not None and refunded[line_id] > limit:
                limits[line_id] = None  # only the first is named
                yield refund, Flaw(column, say("累计退款超过该订单行"))


def _limit(line: CheckedRow, column: str) -> int | None:
    """What may be refunded of a line in all; None where a cell it takes is bad by itself."""
    if not line.has(f"refunded_{column}", "quantity"):
        return None
    if column == "quantity":
        return int(line.values["quantity"])
    if not line.has("unit_price", "merchant_discount"):
        return None
    return int(line.values["unit_price"] * line.values["quantity"] - line.values["merchant_discount"])
