"""The back office, which tells organisations of one name apart by their credit code where one is chosen."""

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from accounts.models import Organisation


class CodedChoices(AutocompleteJsonView):
    """What is offered while one types: of organisations name and code."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One offer, as the widget takes it."""
        offer = super().serialize_result(obj, to_field_name)
        return offer | {"text": obj.with_code} if isinstance(obj, Organisation) else offer


class PortalAdminSite(AdminSite):
    """The site of the back office."""

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what was typed."""
        return CodedChoices.as_view(admin_site=self)(request)
