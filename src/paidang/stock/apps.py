"""Registers the slice with Django."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "paidang.stock"
