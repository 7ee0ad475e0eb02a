from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "paidang.intake"
    label = "intake"
