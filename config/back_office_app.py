"""The back office as an installed app, with the site of this portal."""

from django.contrib.admin import apps


class BackOfficeConfig(apps.AdminConfig):
    """Django's own, but for its site."""

    default_site = "config.back_office.PortalAdminSite"
