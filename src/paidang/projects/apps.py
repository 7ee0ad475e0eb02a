"""Registers the slice with Django."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "paidang.projects"
