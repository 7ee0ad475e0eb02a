from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "paidang.evidence"
    label = "evidence"
