"""The states of a request and of an invoice, the days a request may take, and which view of the queue shows what."""

from datetime import date, timedelta

from paidang.kit.sentence import say

ASKED, SENT, ISSUED, DELIVERED = "asked", "sent", "issued", "delivered"
TAKEN_BACK, DECLINED = "taken_back", "declined"
REQUEST_STATES = {
    ASKED: say("待开票"),
    SENT: say("开票平台处理中"),
    ISSUED: say("已开，待交付"),
    DELIVERED: say("已交付"),
    TAKEN_BACK: say("已全部红冲"),
    DECLINED: say("不开"),
}
OPEN = (ASKED, SENT)
"""Somebody has to issue it."""

WAITING, DONE, FAILED = "waiting", "done", "failed"
INVOICE_STATES = {WAITING: say("等开票平台"), DONE: say("已开具"), FAILED: say("没有开成")}

DAYS, DAYS_MAX = 7, 60
"""The contract is silent (OP-3-A); both sides may agree on another number of days for a contract."""


def due_on(asked_on: date, days: int) -> date:
    """The last day on which the brand issues what was asked for on a day."""
    return asked_on + timedelta(days=days)
