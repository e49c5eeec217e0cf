"""The files room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Private files, kept once by their content and checked when they come in."""

    name = "files"
    verbose_name = "文件"
