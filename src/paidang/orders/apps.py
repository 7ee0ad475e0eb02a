from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "paidang.orders"
    label = "orders"
