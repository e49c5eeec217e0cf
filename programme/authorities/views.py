"""The city industry authorities and their fields, on one page with one form each (REC-1)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from accounts.models import Organisation
from programme.authorities.actions import set_fields
from programme.authorities.forms import FieldsForm


@require_safe
@only_for(Capability.SET_CYCLE)
def authority_list(request: UserRequest) -> HttpResponse:
    """Every authority with the fields it is in charge of."""
    authorities = Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY)
    rows = [
        (authority, _form_of(authority)) for authority in authorities.prefetch_related("fields_in_charge")
    ]
    return render(request, "programme/authorities/list.html", {"rows": rows})


def _form_of(authority: Organisation) -> FieldsForm:
    held = [row.field for row in authority.fields_in_charge.all()]
    return FieldsForm(initial={"fields_in_charge": held}, auto_id=f"authority-{authority.pk}-%s")


@require_POST
@only_for(Capability.SET_CYCLE)
def authority_fields(request: UserRequest, pk: int) -> HttpResponse:
    """Set the fields of one authority."""
    authority = get_object_or_404(Organisation, pk=pk, kind=Organisation.Kind.AUTHORITY)
    form = FieldsForm(request.POST)
    if form.is_valid():
        set_fields(authority.pk, actor=request.user, fields=form.cleaned_data["fields_in_charge"])
        messages.success(request, f"{authority}的主管领域已保存。")
    else:
        messages.error(request, "请选择列表中的领域。")
    return redirect("authority_list")
