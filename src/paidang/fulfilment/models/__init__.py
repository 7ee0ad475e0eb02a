"""Waves and the parcels in the making in them, scans, shelves; freight tables."""

from paidang.fulfilment.models.freight import CarrierBill, FreightRate
from paidang.fulfilment.models.waves import Pack, PackPart, Scan, Shelf, Wave, contents_of, set_of
from paidang.fulfilment.models.waybills import CarrierAccount, TrackingEvent

__all__ = [
    "CarrierAccount",
    "CarrierBill",
    "FreightRate",
    "Pack",
    "PackPart",
    "Scan",
    "Shelf",
    "TrackingEvent",
    "Wave",
    "contents_of",
    "set_of",
]
