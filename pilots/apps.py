"""The ground of the programme."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    """Types, cycles, cutoff, library, life of a pilot."""

    name = "pilots"
    verbose_name = "试点项目库"
