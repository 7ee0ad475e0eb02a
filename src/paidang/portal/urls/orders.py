"""Orders."""

from django.urls import path

from paidang.portal.views import (
    order,
    order_bulk,
    order_clock,
    order_looks,
    order_rules,
    order_told,
    order_work,
    orders,
)

urlpatterns = [
    path("orders", orders.orders, name="orders"),
    path("orders/export", orders.orders_export, name="orders_export"),
    path("orders/bulk", order_bulk.orders_bulk, name="orders_bulk"),
    path("orders/receivers", order_bulk.orders_receivers, name="orders_receivers"),
    path("orders/undo", order_bulk.orders_undo, name="orders_undo"),
    path("orders/views", order_bulk.orders_save_view, name="orders_save_view"),
    path("orders/views/<int:view_id>/drop", order_bulk.orders_drop_view, name="orders_drop_view"),
    path("orders/rules", order_rules.order_rules, name="order_rules"),
    path("orders/rules/<str:code>/area", order_rules.order_area, name="order_area"),
    path("orders/rules/<str:code>/customer", order_rules.order_customer, name="order_customer"),
    path("orders/rules/<str:code>/direct", order_rules.order_direct, name="order_direct"),
    path("orders/rules/<str:code>/presale", order_clock.order_presale, name="order_presale"),
    path("orders/looks", order_looks.order_looks, name="order_looks"),
    path("orders/<str:code>/<path:order_id>/release", order_work.order_release, name="order_release"),
    path("orders/<str:code>/<path:order_id>/hold", order_work.order_hold, name="order_hold"),
    path("orders/<str:code>/<path:order_id>/remark", order_work.order_remark, name="order_remark"),
    path("orders/<str:code>/<path:order_id>/receiver", order_work.order_receiver, name="order_receiver"),
    path("orders/<str:code>/<path:order_id>/address", order_work.order_address, name="order_address"),
    path("orders/<str:code>/<path:order_id>/pack", order_work.order_pack, name="order_pack"),
    path("orders/<str:code>/<path:order_id>/parcel", order_work.order_parcel, name="order_parcel"),
    path("orders/<str:code>/<path:order_id>/ship", order_told.order_ship, name="order_ship"),
    path("orders/<str:code>/<path:order_id>/explain", order.order_explain, name="order_explain"),
    path("orders/<str:code>/<path:order_id>", order.order, name="order"),
]
