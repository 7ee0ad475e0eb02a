from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "paidang.contracts"
    label = "contracts"
