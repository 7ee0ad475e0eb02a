"""Registers the slice with Django."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "paidang.staffing"
