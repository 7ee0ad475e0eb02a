from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "paidang.duties"
    label = "duties"
