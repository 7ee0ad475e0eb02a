"""The sandbox's accounts on the open platform: what Alipay moved of a shop, and the platform's own bills of its fees.

Names and parameters are published; which fields the replies have is believed. Alipay's amounts are yuan, the bills' fen.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidang.channels.link.documents import DONE, REFUNDED
from paidang.channels.taobao.sandbox_call import Call, Many, Method, invalid, numbered, only, shown_time
from paidang.channels.taobao.sandbox_records import payment_fen, refund_fen
from paidang.kit.money import yuan_text
from paidang.kit.period import day_of

BASIC_FEE_PER_MILLE = 6
"""基础软件服务费: of what a completed order brought."""
PAYMENT, REFUND, FEE = "PAYMENT", "REFUND", "CHARGE"
_FEE_ACCOUNT = 3_0130
_ACCOUNTS = {_FEE_ACCOUNT: "基础软件服务费", 1_0001: "交易收款", 2_0001: "交易退款"}
_ACCOUNT_OF = {PAYMENT: 1_0001, REFUND: 2_0001, FEE: _FEE_ACCOUNT}


@dataclass(frozen=True, slots=True)
class Move:
    """One movement: to the seller above 0, from the seller below."""

    at: datetime
    number: str
    order_id: str
    what: str
    fen: int
    words: str


def account_report(call: Call) -> dict[str, Any]:
    """alipay.user.accountreport.get: the movements of a time, with the balance after each."""
    fields, since, until = call.text("fields"), call.time("start_time"), call.time("end_time")
    if since is None or until is None:
        call.text("start_time" if since is None else "end_time")
        raise invalid("start_time")
    rows, balance = [], 10_000_000
    for move in _moves(call):
        balance += move.fen
        if since <= move.at <= until and call.params.get("type", move.what) == move.what:
            rows.append(
                {
                    "alipay_order_no": move.number,
                    "merchant_order_no": f"T200P{move.order_id}",
                    "business_type": move.what,
                    "type": move.what,
                    "create_time": shown_time(move.at),
                    "in_amount": yuan_text(max(move.fen, 0)),
                    "out_amount": yuan_text(max(-move.fen, 0)),
                    "balance": yuan_text(balance),
                    "memo": move.words,
                }
            )
    return call.page([only(row, fields) for row in rows], "alipay_record")


def trade_search(call: Call) -> dict[str, Any]:
    """alipay.user.trade.search: the payments behind orders."""
    since, until = call.time("start_time"), call.time("end_time")
    if since is None or until is None:
        call.text("start_time" if since is None else "end_time")
        raise invalid("start_time")
    call.text("page_no"), call.text("page_size")
    wanted = call.params.get("merchant_order_no", "").removeprefix("T200P")
    rows = [
        {
            "alipay_order_no": f"2026{order.order_id}",
            "merchant_order_no": f"T200P{order.order_id}",
            "order_title": call.shop.name,
            "order_status": "TRADE_FINISHED" if order.state == DONE else "TRADE_SUCCESS",
            "total_amount": yuan_text(payment_fen(order)),
            "create_time": shown_time(order.created_at),
            "modified_time": shown_time(order.modified_at),
        }
        for order in call.shop.orders.values()
        if order.paid_at and since <= order.created_at <= until and wanted in ("", order.order_id)
    ]
    return call.page(rows, "trade_record")


def bill_accounts_get(call: Call) -> dict[str, Any]:
    """taobao.bill.accounts.get: what there are bills of."""
    call.text("fields")
    rows = [
        {"account_id": number, "account_code": f"{number:07}", "account_name": name, "account_type": 1}
        for number, name in _ACCOUNTS.items()
    ]
    return {"accounts": Many("account", rows), "total_results": len(rows)}


def bill_bills_get(call: Call) -> dict[str, Any]:
    """taobao.bill.bills.get: the fees, by order or by account."""
    fields, order_id = call.text("fields"), call.params.get("trade_id", "")
    since, until = call.window("start_time", "end_time")
    account = call.number("account_id", 0)
    rows = [
        {
            "bid": numbered(move.number),
            "account_id": _ACCOUNT_OF[move.what],
            "account_name": _ACCOUNTS[_ACCOUNT_OF[move.what]],
            "trade_id": numbered(move.order_id),
            "amount": move.fen,
            "total_amount": move.fen,
            "status": 2,
            "bill_type": 1,
            "gmt_create": shown_time(move.at),
            "pay_time": shown_time(move.at),
        }
        for move in _moves(call)
        if since <= move.at <= until and order_id in ("", move.order_id)
        if account in (0, _ACCOUNT_OF[move.what])
    ]
    page = call.page([only(row, fields) for row in rows], "bill")
    return page | {"bills": Many("bill_dto", page["bills"].rows)}


def book_bills_get(call: Call) -> dict[str, Any]:
    """taobao.bill.book.bills.get: what one account has, as a book does."""
    fields = call.text("fields")
    account = call.number("account_id")
    if account not in _ACCOUNTS:
        raise invalid("account_id")
    since, until = call.window("start_time", "end_time")
    rows = [
        {
            "bid": numbered(move.number),
            "account_id": account,
            "journal_type": 101 if move.fen > 0 else 102,
            "amount": move.fen,
            "book_time": shown_time(move.at),
            "taobao_alipay_id": numbered(move.order_id),
            "description": move.words,
        }
        for move in _moves(call)
        if _ACCOUNT_OF[move.what] == account and since <= move.at <= until
    ]
    page = call.page([only(row, fields) for row in rows], "bill")
    return page | {"bills": Many("book_bill", page["bills"].rows)}


def _moves(call: Call) -> list[Move]:
    """Payments when they were made, refunds when they went, the fee when an order was completed; the oldest first."""
    moves = []
    for order in call.shop.orders.values():
        if order.paid_at:
            name = f"1{order.order_id}"
            moves.append(Move(order.paid_at, name, order.order_id, PAYMENT, payment_fen(order), "交易付款"))
        if order.state == DONE and order.completed_at:
            fee = (payment_fen(order) * BASIC_FEE_PER_MILLE + 500) // 1000
            words = f"基础软件服务费({order.order_id})扣款"
            moves.append(Move(order.completed_at, f"3{order.order_id}", order.order_id, FEE, -fee, words))
    for case in call.shop.cases.values():
        if case.state == REFUNDED and case.refunded_at and case.amount_fen:
            order = call.shop.orders[case.order_id]
            line = next((line for line in order.lines if line.line_id == case.line_id), None)
            fen = refund_fen(call.shop, case, line) if line else case.amount_fen
            words = f"交易退款{order.order_id}"
            moves.append(Move(case.refunded_at, f"2{case.case_id}", order.order_id, REFUND, -fen, words))
    return sorted(moves, key=lambda move: (day_of(move.at), move.at, move.number))


METHODS: dict[str, Method] = {
    "alipay.user.accountreport.get": account_report,
    "alipay.user.trade.search": trade_search,
    "taobao.bill.accounts.get": bill_accounts_get,
    "taobao.bill.bills.get": bill_bills_get,
    "taobao.bill.book.bills.get": book_bills_get,
}
