"""The room of people and organisations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, districts, roles."""

    name = "accounts"
    verbose_name = "人员与单位"
