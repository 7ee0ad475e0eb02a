"""Stock."""

from django.urls import path

from paidang.portal.views import (
    stock,
    stock_acts,
)

urlpatterns = [
    path("stock", stock.stock, name="stock"),
    path("stock/<str:code>/move", stock_acts.stock_move, name="stock_move"),
    path("stock/<str:code>/confirm", stock_acts.stock_confirm, name="stock_confirm"),
    path("stock/<str:code>/rhythm", stock_acts.stock_rhythm, name="stock_rhythm"),
    path("stock/<str:code>/plan", stock_acts.stock_plan, name="stock_plan"),
    path("stock/<str:code>/shares", stock_acts.stock_share, name="stock_share"),
    path("stock/<str:code>/export/<str:kind>", stock.stock_export, name="stock_export"),
    path("stock/<str:code>/sku/<path:sku>", stock.stock_sku, name="stock_sku"),
]
