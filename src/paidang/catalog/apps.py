from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "paidang.catalog"
    label = "catalog"
