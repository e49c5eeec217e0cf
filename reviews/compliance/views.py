"""The page on which a clerk notes what was looked up about an applicant; the city's alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.models import Application
from journal.models import Record
from journal.workflow import Refused
from reviews.compliance.actions import note_compliance
from reviews.compliance.forms import ComplianceForm
from reviews.compliance.table import Compliance, compliance_of
from reviews.models import ComplianceEntry


@only_for(Capability.SCREEN)
def compliance_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of the organisation of an application, to be filled in; its history below."""
    visible = Application.objects.of_city(request.user).select_related("cycle", "organisation")
    application = get_object_or_404(visible.select_related("current_revision"), pk=pk)
    revision = application.current_revision
    revision.application = application
    compliance = compliance_of(revision)
    form = ComplianceForm(request.POST or None, compliance=compliance)
    if form.is_bound and form.is_valid():
        try:
            changed = note_compliance(
                revision, actor=request.user, found=form.found, seen=request.POST.get("seen", "")
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"已登记 {changed} 项。" if changed else "没有变化，未作登记。")
            return redirect(f"{_back(request, application)}#record")
    context = {
        "application": application,
        "compliance": compliance,
        "barred": application.why_barred(request.user),
        "form": form,
        "back": _back(request, application),
        "history": _history(compliance),
    }
    return render(request, "reviews/compliance/edit.html", context)


def _back(request: HttpRequest, application: Application) -> str:
    left = request.GET.get("list", "")
    url = reverse("screening", args=[application.pk])
    return f"{url}?{urlencode({'list': left})}" if left else url


def _history(compliance: Compliance) -> list[Record]:
    """What the entries said and when, oldest first."""
    ids = [cell.entry.pk for cell in compliance.cells if cell.entry]
    kind = ComplianceEntry._meta.label_lower
    return list(Record.objects.filter(object_type=kind, object_id__in=ids).order_by("pk"))
