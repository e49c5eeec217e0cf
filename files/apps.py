"""The files room."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from files.checks import parsers_are_shut_in


class FilesConfig(AppConfig):
    """Private files, kept once by their content and checked when they come in."""

    name = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        """Have ``manage.py check --deploy`` ask."""
        register(parsers_are_shut_in, Tags.security, deploy=True)
