"""Registers the slice with Django."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "paidang.studio"
