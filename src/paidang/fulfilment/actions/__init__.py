"""What the warehouse does: waves, checking, waybills, handing over, freight."""

from paidang.fulfilment.actions.by_hand import pack_by_hand
from paidang.fulfilment.actions.carrier import cancel_waybill, fetch_waybills, set_carrier_account
from paidang.fulfilment.actions.checking import put_back, scan_code, set_aside, split_pack
from paidang.fulfilment.actions.freight import Booked, book_bill, book_freight, set_rates
from paidang.fulfilment.actions.recording import UnableToFulfil, record_copy
from paidang.fulfilment.actions.shipping import Handed, mark_delivered, ship_packs
from paidang.fulfilment.actions.waves import WaveWish, make_wave, release_wave, set_places
from paidang.fulfilment.actions.waybills import Taken, give_waybill_file, give_waybills, scan_waybill
from paidang.fulfilment.rules.waybill_files import Given

__all__ = [
    "Booked",
    "Given",
    "Handed",
    "Taken",
    "UnableToFulfil",
    "WaveWish",
    "cancel_waybill",
    "fetch_waybills",
    "set_carrier_account",
    "book_bill",
    "book_freight",
    "give_waybill_file",
    "give_waybills",
    "make_wave",
    "mark_delivered",
    "pack_by_hand",
    "put_back",
    "record_copy",
    "release_wave",
    "scan_code",
    "scan_waybill",
    "set_aside",
    "set_places",
    "set_rates",
    "ship_packs",
    "split_pack",
]
