"""The portal app: no models, the templates, the static files and the tags."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "paidang.portal"
    label = "portal"
