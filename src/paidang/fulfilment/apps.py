"""Registers the slice with Django."""

from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "paidang.fulfilment"
