"""What knows every room: navigation, the page of an application, case files, verification, the public pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages and files that tell of an application and its pilot from the first draft to the title."""

    name = "portal"
    verbose_name = "门户"
