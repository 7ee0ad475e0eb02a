"""Registers the slice with Django."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "paidang.invoices"
