from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "paidang.team"
    label = "team"
