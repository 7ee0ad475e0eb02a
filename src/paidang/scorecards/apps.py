"""Registers the slice with Django."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "paidang.scorecards"
