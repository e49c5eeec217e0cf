"""The room of people and organisations."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, districts, roles."""

    name = "accounts"
    verbose_name = "人员与单位"

    def ready(self) -> None:
        """Hear from allauth of changed passwords and addresses: it has no other way to tell."""
        signals, changes = (
            import_module("allauth.account.signals"),
            import_module("accounts.sessions.changes"),
        )
        for announced in (signals.password_changed, signals.password_set, signals.password_reset):
            announced.connect(changes.on_password)
        signals.email_changed.connect(changes.on_email)
