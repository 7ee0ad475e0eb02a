"""Registers the slice with Django."""

from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "paidang.aftersales"
