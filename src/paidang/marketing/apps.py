"""Registers the slice with Django."""

from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "paidang.marketing"
