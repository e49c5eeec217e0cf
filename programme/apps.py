"""The programme itself."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Types, conditions, cycles, cutoff, numbers, quotas, the library."""

    name = "programme"
    verbose_name = "试点项目与年度"
