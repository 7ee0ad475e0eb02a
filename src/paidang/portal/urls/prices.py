"""Prices: the list, declarations, offers, the guard."""

from django.urls import path

from paidang.portal.views import (
    price_editions,
    price_list,
    price_offer,
    price_offers,
    price_past,
    price_send,
    price_watch,
    prices,
)

urlpatterns = [
    path("prices", prices.prices, name="prices"),
    path("prices/send", price_send.price_send, name="price_send"),
    path("prices/send/<str:code>", price_send.price_send_out, name="price_send_out"),
    path("prices/list", price_list.price_list, name="price_list"),
    path("prices/offers", price_offers.price_offers, name="price_offers"),
    path("prices/goods", price_watch.price_goods, name="price_goods"),
    path("prices/market", price_watch.price_market, name="price_market"),
    path("contracts/<str:code>/prices/list", price_list.price_list_set, name="price_list_set"),
    path("contracts/<str:code>/prices/list/export", price_list.price_list_export, name="price_list_export"),
    path("contracts/<str:code>/prices/offers", price_offers.price_offer_make, name="price_offer_make"),
    path(
        "contracts/<str:code>/prices/offers/<int:number>/out",
        price_offers.price_offer_out,
        name="price_offer_out",
    ),
    path(
        "contracts/<str:code>/prices/offers/<int:number>/end",
        price_offers.price_offer_end,
        name="price_offer_end",
    ),
    path("contracts/<str:code>/prices/offers/<int:number>", price_offer.price_offer, name="price_offer"),
    path(
        "contracts/<str:code>/prices/offers/<int:number>/answer",
        price_offer.price_offer_answer,
        name="price_offer_answer",
    ),
    path(
        "contracts/<str:code>/prices/offers/<int:number>/mend",
        price_offer.price_offer_mend,
        name="price_offer_mend",
    ),
    path("contracts/<str:code>/prices/drafts", price_editions.price_draft_make, name="price_draft_make"),
    path(
        "contracts/<str:code>/prices/drafts/<int:number>/answer",
        price_editions.price_draft_answer,
        name="price_draft_answer",
    ),
    path("contracts/<str:code>/prices/goods", price_watch.price_goods_put, name="price_goods_put"),
    path(
        "contracts/<str:code>/prices/goods/<int:listing_id>",
        price_watch.price_goods_edit,
        name="price_goods_edit",
    ),
    path("contracts/<str:code>/prices/market", price_watch.price_market_put, name="price_market_put"),
    path("contracts/<str:code>/prices/market/act", price_watch.price_market_act, name="price_market_act"),
    path("contracts/<str:code>/prices/declare", prices.price_declare, name="price_declare"),
    path("contracts/<str:code>/prices/differences", price_past.price_differences, name="price_differences"),
    path("contracts/<str:code>/prices/invoices", price_past.price_invoice_add, name="price_invoice_add"),
    path(
        "contracts/<str:code>/prices/invoices/<int:invoice_id>",
        price_past.price_invoice,
        name="price_invoice",
    ),
    path("contracts/<str:code>/prices/<int:number>", price_past.price_declaration, name="price_declaration"),
    path("contracts/<str:code>/prices/<int:number>/answer", price_past.price_answer, name="price_answer"),
]
