"""What pages are made of."""

from django.apps import AppConfig


class FaceConfig(AppConfig):
    """Parts, wording, lists, fields, downloads; views that a person saves of a list."""

    name = "face"
    verbose_name = "界面"
