"""The back office, which tells organisations of one name apart by their credit code where one is chosen."""

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from accounts.login.admin_door import to_login
from accounts.models import Organisation


class CodedChoices(AutocompleteJsonView):
    """What is offered while one types: of organisations name and code."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One offer, as the widget takes it."""
        offer = super().serialize_result(obj, to_field_name)
        return offer | {"text": obj.with_code} if isinstance(obj, Organisation) else offer


class PortalAdminSite(AdminSite):
    """The site of the back office. It has no door of its own: signing in and passwords are those of the portal."""

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The portal's page, where guesses are counted and a second factor is asked for."""
        return to_login(request)

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The portal's page, which ends the other sessions."""
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what was typed."""
        return CodedChoices.as_view(admin_site=self)(request)
