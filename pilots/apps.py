"""The life of a pilot."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    """Award, plan, title, certificate, support."""

    name = "pilots"
    verbose_name = "试点"
