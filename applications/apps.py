"""The room of applications."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Draft, recommendation, receipt, packet, closing of a cycle."""

    name = "applications"
    verbose_name = "申报"
