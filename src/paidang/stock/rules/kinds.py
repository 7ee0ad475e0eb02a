"""The kinds of entries in the ledger, and what each is called."""

from paidang.kit.sentence import say

OPENING, RECEIVED, RESERVED, RELEASED, SHIPPED = "opening", "received", "reserved", "released", "shipped"
RETURNED, RETURNED_DAMAGED, DAMAGED, COUNTED = "returned", "returned_damaged", "damaged", "counted"
DISPOSED, ADJUSTED, REPLACED = "disposed", "adjusted", "replaced"

KINDS = {
    OPENING: say("首次申报"),
    RECEIVED: say("入库"),
    RESERVED: say("付款预留"),
    RELEASED: say("取消预留"),
    SHIPPED: say("发货出库"),
    RETURNED: say("退货，可再卖"),
    RETURNED_DAMAGED: say("退货，不可再卖"),
    DAMAGED: say("报残次"),
    COUNTED: say("盘点更正"),
    DISPOSED: say("残次处理掉"),
    REPLACED: say("换货、补发出库"),
    ADJUSTED: say("订单数据更正"),
}

BY_PEOPLE = (OPENING, RECEIVED, DAMAGED, DISPOSED, REPLACED)
"""Never booked without a person; a count may also take up what left before it."""
