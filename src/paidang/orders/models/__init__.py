"""Facts and the platforms' bills; what people do with orders: holds, parcels, remarks; who gets the goods, encrypted."""

from paidang.orders.models.buyers import DirectCustomer, OrderAddress, OrderPerson
from paidang.orders.models.facts import (
    CAUSES,
    CREDIT_KINDS,
    ID_LENGTH_MAX,
    LINE_TOTAL_MAX_FEN,
    LOGISTICS_KINDS,
    BillExplanation,
    BillFee,
    BillItem,
    BillLine,
    BillMonth,
    Breach,
    History,
    LogisticsCharge,
    OrderLine,
    PlatformFee,
    Refund,
    RefundRuling,
    Store,
)
from paidang.orders.models.holds import DeliveryArea, OrderHold
from paidang.orders.models.parcels import OrderWaybill, Parcel, ParcelLine
from paidang.orders.models.presales import Presale
from paidang.orders.models.work import OrderAct, OrderMark, Remark, SavedView

__all__ = [
    "CAUSES",
    "CREDIT_KINDS",
    "ID_LENGTH_MAX",
    "LINE_TOTAL_MAX_FEN",
    "LOGISTICS_KINDS",
    "BillExplanation",
    "BillFee",
    "BillItem",
    "BillLine",
    "BillMonth",
    "Breach",
    "DeliveryArea",
    "DirectCustomer",
    "History",
    "LogisticsCharge",
    "OrderAct",
    "OrderAddress",
    "OrderHold",
    "OrderLine",
    "OrderMark",
    "OrderPerson",
    "OrderWaybill",
    "Parcel",
    "ParcelLine",
    "PlatformFee",
    "Presale",
    "Refund",
    "RefundRuling",
    "Remark",
    "SavedView",
    "Store",
]
