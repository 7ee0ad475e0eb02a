"""Waves and the parcels in the making in them, scans, shelves; freight tables."""

from paidang.fulfilment.models.freight import CarrierBill, FreightRate
from paidang.fulfilment.models.waves import Pack, Scan, Shelf, Wave
from paidang.fulfilment.models.waybills import CarrierAccount, TrackingEvent

__all__ = [
    "CarrierAccount",
    "CarrierBill",
    "FreightRate",
    "Pack",
    "Scan",
    "Shelf",
    "TrackingEvent",
    "Wave",
]
