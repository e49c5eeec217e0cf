"""Django's own admin site, to be read only: off unless ``DJANGO_ADMIN`` is set.

Everything that administrators do has a page of the portal (``portal/administration``), where it is recorded. This site
is for whoever looks for a fault in the data; it stands behind the portal's own sign-in.
"""

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.capabilities import Capability
from accounts.rules import may

ROOMS = ("journal", "files", "face", "accounts", "programme", "applications", "reviews", "pilots", "portal")


class ReadOnly(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes by hand."""

    exclude = ("password",)
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever gets into the site."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever gets into the site."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The portal writes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What happened stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What happened stays."""
        return False


class BackOffice(admin.AdminSite):
    """The site for administrators alone, without a door of its own."""

    site_header = site_title = "北京市低碳试点申报与管理平台 · 数据查看"
    index_title = "只能查看，不能修改"

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators, whatever marks of Django an account has."""
        return may(request.user, Capability.KEEP_ACCOUNTS)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The portal's own sign-in: its limits hold here too."""
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The portal's own page, which counts guesses and ends the other sessions."""
        return redirect("account_change_password")


site = BackOffice(name="admin")
for room in ROOMS:
    site.register(list(apps.get_app_config(room).get_models()), ReadOnly)
