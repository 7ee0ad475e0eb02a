from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "paidang.settlement"
    label = "settlement"
