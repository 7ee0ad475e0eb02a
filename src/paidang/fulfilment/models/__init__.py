"""Waves and the parcels in the making in them, scans, shelves; freight tables; mistakes that buyers told of."""

from paidang.fulfilment.models.freight import CarrierBill, FreightRate
from paidang.fulfilment.models.mistakes import Mistake
from paidang.fulfilment.models.waves import Pack, PackItem, Scan, Shelf, Wave
from paidang.fulfilment.models.waybills import CarrierAccount, TrackingEvent

__all__ = [
    "CarrierAccount",
    "CarrierBill",
    "FreightRate",
    "Mistake",
    "Pack",
    "PackItem",
    "Scan",
    "Shelf",
    "TrackingEvent",
    "Wave",
]
