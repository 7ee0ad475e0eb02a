"""The sandbox's WeChat Pay: a payment and its refunds, before either version words them. Fen.

A payment is an order of the shop: the merchant's number is the order's, WeChat's begins with 42. Nobody pays by a prepay
number here: buyers pay, and `/_sandbox` does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from paidang.channels.link.documents import CANCELLED, REFUND_ONLY, REFUNDED, SPLIT, UNPAID
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import Case, Order, Shop

T = TypeVar("T")
_WECHATS, _REFUNDS = "42", "50"


class PayNo(Exception):
    """What WeChat Pay answers instead: its code, its words, version 3's HTTP status."""

    def __init__(self, code: str, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.code, self.status = code, status


def transaction_id(order: Order) -> str:
    return f"{_WECHATS}{order.order_id}"


def refund_id(case: Case) -> str:
    return f"{_REFUNDS}{case.case_id}"


@dataclass(slots=True)
class Trades:
    """One merchant's payments."""

    shop: Shop
    numbers: dict[str, str] = field(default_factory=dict)
    """The case of a refund, by the number that the merchant gave it."""

    def find(self, merchants: str, wechats: str = "") -> Order:
        """By the merchant's number or by WeChat's."""
        order = self.shop.orders.get(merchants or wechats.removeprefix(_WECHATS))
        if order is None or (wechats and not wechats.startswith(_WECHATS)):
            raise PayNo("ORDER_NOT_EXIST", "订单不存在", 404)
        return order

    def state(self, order: Order) -> str:
        if order.state == UNPAID:
            return "NOTPAY"
        if order.paid_at is None:
            return "CLOSED"
        return "REFUND" if self.refunded(order) else "SUCCESS"

    def refunds(self, order: Order) -> list[Case]:
        """Those that were carried out."""
        cases = self.shop.cases.values()
        return [case for case in cases if case.order_id == order.order_id and case.state == REFUNDED]

    def refunded(self, order: Order) -> int:
        return sum(case.amount_fen for case in self.refunds(order))

    def prepay(self, merchants: str, total_fen: int) -> str:
        """A number to pay by, for an order that waits for its payment."""
        order = self.find(merchants)
        if order.paid_at:
            raise PayNo("ORDERPAID", "该订单已支付")
        if order.state != UNPAID:
            raise PayNo("ORDERCLOSED", "订单已关闭")
        if total_fen != order.paid_fen:
            raise PayNo("PARAM_ERROR", "订单金额与商户订单号不符")
        return f"wx{order.order_id}prepay"

    def close(self, merchants: str, now: datetime) -> None:
        order = self.find(merchants)
        if order.paid_at:
            raise PayNo("ORDERPAID", "该订单已支付")
        if order.state not in (CANCELLED, SPLIT):
            self._act(lambda: acts.cancel(self.shop, order, now))

    def refund(
        self, order: Order, number: str, amount_fen: int, total_fen: int, reason: str, now: datetime
    ) -> Case:
        """Money back at once; the same number again is the same refund."""
        if not number:
            raise PayNo("PARAM_ERROR", "缺少商户退款单号")
        if known := self.numbers.get(number):
            case = self.shop.cases[known]
            if (case.order_id, case.amount_fen) != (order.order_id, amount_fen):
                raise PayNo("PARAM_ERROR", "同一个商户退款单号，订单或金额不同")
            return case
        if total_fen != order.paid_fen:
            raise PayNo("PARAM_ERROR", "订单总金额不对")
        if not 0 < amount_fen <= order.paid_fen - self.refunded(order):
            raise PayNo("NOTENOUGH", "退款金额大于可退金额")

        def carry_out() -> Case:
            case = acts.ask(
                self.shop, order, now, kind=REFUND_ONLY, amount_fen=amount_fen, reason=reason or "商户退款"
            )
            acts.refund(self.shop, case, now)
            return case

        case = self._act(carry_out)
        self.numbers[number] = case.case_id
        self.shop.note(now, "refund", order.order_id, number=number, amount_fen=amount_fen)
        return case

    def find_refund(self, number: str) -> Case:
        """By the merchant's number, which of refunds on the platform is the case's."""
        case = self.shop.cases.get(self.numbers.get(number, number.removeprefix(_REFUNDS)))
        if case is None or case.state != REFUNDED:
            raise PayNo("RESOURCE_NOT_EXISTS", "退款单不存在", 404)
        return case

    def number_of(self, case: Case) -> str:
        """What the merchant calls a refund."""
        return next((number for number, known in self.numbers.items() if known == case.case_id), case.case_id)

    def _act(self, does: Callable[[], T]) -> T:
        try:
            return does()
        except acts.NotNow as no:
            raise PayNo("INVALID_REQUEST", f"订单状态不允许：{no}") from None
