"""Registers the slice with Django."""

from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "paidang.promotions"
