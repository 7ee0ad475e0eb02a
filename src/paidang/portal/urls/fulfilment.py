"""Fulfilment: waves, scanning, freight."""

from django.urls import path

from paidang.portal.views import (
    freight,
    fulfilment,
    fulfilment_acts,
    fulfilment_wave,
    scan,
)

urlpatterns = [
    path("fulfilment", fulfilment.fulfilment, name="fulfilment"),
    path("fulfilment/freight", freight.freight, name="fulfilment_freight"),
    path("fulfilment/<str:code>/wave", fulfilment_acts.wave_make, name="fulfilment_wave_make"),
    path("fulfilment/<str:code>/waybills", fulfilment_acts.waybills_put, name="fulfilment_waybills"),
    path("fulfilment/<str:code>/carrier", fulfilment_acts.carrier_set, name="fulfilment_carrier"),
    path(
        "fulfilment/<str:code>/waves/<str:wave>/numbers",
        fulfilment_acts.wave_numbers,
        name="fulfilment_numbers",
    ),
    path("fulfilment/<str:code>/places", fulfilment_acts.places_put, name="fulfilment_places"),
    path("fulfilment/<str:code>/waves/<str:wave>", fulfilment_wave.wave, name="fulfilment_wave"),
    path("fulfilment/<str:code>/waves/<str:wave>/ship", fulfilment_acts.wave_ship, name="fulfilment_ship"),
    path(
        "fulfilment/<str:code>/waves/<str:wave>/release",
        fulfilment_acts.wave_release,
        name="fulfilment_release",
    ),
    path(
        "fulfilment/<str:code>/waves/<str:wave>/<str:what>.<str:kind>",
        fulfilment_wave.paper,
        name="fulfilment_paper",
    ),
    path("fulfilment/<str:code>/rates", freight.rates_put, name="fulfilment_rates"),
    path("fulfilment/<str:code>/freight", freight.freight_book, name="fulfilment_freight_book"),
    path("fulfilment/<str:code>/bill", freight.bill_put, name="fulfilment_bill"),
    path("scan", scan.scan, name="fulfilment_scan"),
    path("scan/<str:code>/<str:pack>", scan.scan_pack, name="fulfilment_scan_pack"),
    path("scan/<str:code>/<str:pack>/<str:act>", scan.scan_act, name="fulfilment_scan_act"),
]
