"""The case file of one application: ask for it, see how far it is, take it along. For city staff only."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from applications.models import Application
from files.responses import serve
from journal.workflow import Refused
from portal.case_file.actions import FILES, ask_for_case_file, note_download
from portal.models import CaseFile

ENDINGS = {"pdf": "pdf", "archive": "zip"}


@require_safe
@only_for(Capability.GATHER_CASE_FILES)
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the case file is, and its files; for htmx only the part that changes."""
    visible = Application.objects.of_city(request.user).select_related("entry", "cycle")
    application = get_object_or_404(visible, pk=pk)
    case_files = CaseFile.objects.visible_to(request.user).filter(application=application)
    row = case_files.select_related("pdf", "archive", "asked_by").first()
    context = {
        "application": application,
        "case_file": row,
        "busy": row and row.state == CaseFile.State.PENDING,
    }
    part = "state" if request.htmx else "page"
    return render(request, f"portal/case_file/{part}.html", context)


@require_POST
@only_for(Capability.GATHER_CASE_FILES)
def case_file_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it built, or built anew."""
    get_object_or_404(Application.objects.of_city(request.user), pk=pk)
    try:
        ask_for_case_file(pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("case_file", pk)


@require_POST
@only_for(Capability.GATHER_CASE_FILES)
@confirmed_identity
def case_file_take(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Download one of its files; who took it is written down."""
    if what not in FILES:
        raise Http404
    visible = CaseFile.objects.visible_to(request.user).select_related("application", what)
    row = get_object_or_404(visible, application=pk)
    stored = getattr(row, what)
    if stored is None:
        raise Http404
    note_download(row, what, actor=request.user)
    return serve(stored, f"{row.application.number}-申报案卷.{ENDINGS[what]}")
