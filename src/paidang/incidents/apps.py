"""Registers the slice with Django."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "paidang.incidents"
