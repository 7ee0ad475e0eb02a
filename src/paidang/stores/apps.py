from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "paidang.stores"
    label = "stores"
