"""An order's money line by line, in the order in which it is reckoned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from paidang.kit.money import percent
from paidang.orders.models import LogisticsCharge, OrderLine, PlatformFee, Refund
from paidang.portal.queries.order import Order, price_day
from paidang.portal.views.fact_words import cause_word, charge_word
from paidang.portal.views.statement_lines import called


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A figure of the order. `is_lead`: a SKU with what was asked for it; `is_outside`: shown, not in the result."""

    label: str
    fen: int | None
    hint: str = ""
    day: date | None = None
    is_lead: bool = False
    is_outside: bool = False


def money_lines(found: Order) -> list[MoneyLine]:
    """Lines with discount, cost and tax; refunds; carriage; fees; what stands outside last."""
    lines = [
        *(part for line in found.lines for part in _line(found, line)),
        *(part for refund in found.refunds for part in _refund(found, refund)),
        *(_charge(found, charge) for charge in found.charges),
        *(_fee(found, fee) for fee in found.fees),
    ]
    return sorted(lines, key=lambda line: line.is_outside)


def _line(found: Order, line: OrderLine) -> Iterator[MoneyLine]:
    gift = _("赠品") if line.gift else ""
    yield MoneyLine(
        f"{found.called(line.sku)} × {line.quantity}", line.unit_price_fen * line.quantity, gift, is_lead=True
    )
    if line.merchant_discount_fen:
        yield MoneyLine(_("商家优惠"), -line.merchant_discount_fen)
    if line.platform_discount_fen:
        yield MoneyLine(_("平台优惠，平台出"), line.platform_discount_fen, is_outside=True)
    if not found.money or not found.terms or not found.terms.profit_counts:
        return
    row = found.money.rows.get(f"line:{line.line_id}")
    if row is None:
        yield MoneyLine(_("出厂价"), None, _("付款那天还没有申报"))
        return
    if row.cost or not line.gift:
        yield MoneyLine(_("出厂价"), -row.cost, day=price_day(found, line))
    if row.tax:
        yield MoneyLine(_tax_word(found), -row.tax)


def _refund(found: Order, refund: Refund) -> Iterator[MoneyLine]:
    bits = [cause_word(refund.cause), _("%(n)s 件") % {"n": refund.quantity} if refund.quantity else ""]
    hint = " · ".join(bit for bit in bits if bit)
    yield MoneyLine(_("退款"), -refund.amount_fen, hint, is_lead=True)
    row = found.money.rows.get(f"refund:{refund.refund_id}") if found.money else None
    if row is None or not found.terms or not found.terms.profit_counts:
        return
    if row.cost:
        why = _("退回可再售") if refund.restocked else _("货的问题，由品牌方承担")
        yield MoneyLine(_("出厂价冲回"), -row.cost, why)
    if row.tax:
        yield MoneyLine(_("税冲回"), -row.tax)


def _charge(found: Order, charge: LogisticsCharge) -> MoneyLine:
    paid_by = _("%(who)s代付") % {"who": called(charge.paid_by, found.contract)}
    if charge.kind == "postage":
        paid_by = ""
    if charge.borne_by != "shared":
        borne = _("%(who)s承担，不减收益") % {"who": called(charge.borne_by, found.contract)}
        return MoneyLine(charge_word(charge.kind), charge.amount_fen, borne, is_outside=True)
    counts = bool(found.terms and found.terms.profit_counts)
    return MoneyLine(charge_word(charge.kind), -charge.amount_fen, paid_by, is_outside=not counts)


def _fee(found: Order, fee: PlatformFee) -> MoneyLine:
    word = _("平台扣费")
    terms = found.terms
    if terms and terms.profit_counts and terms.platform_fees == "deducted":
        return MoneyLine(word, -fee.amount_fen, _fee_word(fee.kind))
    bearer = terms.platform_fees if terms and terms.platform_fees in ("a", "b") else ""
    hint = (
        _("%(who)s承担，不减收益") % {"who": called(bearer, found.contract)}
        if bearer
        else _fee_word(fee.kind)
    )
    return MoneyLine(word, fee.amount_fen, hint, is_outside=True)


def _tax_word(found: Order) -> str:
    assert found.terms
    tax = found.terms.tax
    rate = percent(f"{tax.rate // 1_000_000}.{tax.rate % 1_000_000:06d}")
    words = {
        "included_vat": _("税，含税价内 %(rate)s"),
        "margin_vat": _("税，差价内 %(rate)s"),
        "on_revenue": _("税，收入的 %(rate)s"),
    }
    return words[tax.mode] % {"rate": rate}


def tax_clause(found: Order) -> str:
    """Where the tax is agreed."""
    return str(found.in_force.sources.get("tax") or "") if found.in_force else ""


def _fee_word(kind: str) -> str:
    return {"commission": _("佣金")}.get(kind, kind)
