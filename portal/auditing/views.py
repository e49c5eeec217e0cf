"""What the auditor reads: the access log, its closed days, the whole journal. Nothing is changed here."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import workbook_file
from journal.models import AccessBatch, AccessEntry, Record
from portal.auditing.filters import AccessFilter, JournalFilter, name_of_kind
from portal.auditing.rows import CUT, MOST, access_page, access_rows, journal_page

PAGE_SIZE = 50


@require_safe
@only_for(Capability.READ_TRACES)
def access_log(request: HttpRequest) -> HttpResponse:
    """The lines of the access log, newest first."""
    narrowing = _access(request)
    page = Paginator(narrowing.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filter": narrowing, "page": page, "rows": access_rows(list(page))}
    return render(request, "portal/auditing/access.html", context)


@require_safe
@only_for(Capability.READ_TRACES)
def access_log_file(request: HttpRequest) -> HttpResponse:
    """The same lines as Excel, as filtered."""
    entries = list(_access(request).qs[: MOST + 1])
    rows = access_rows(entries[:MOST])
    return workbook_file([access_page(rows, (CUT,) if len(entries) > MOST else ())], "访问日志")


@require_safe
@only_for(Capability.READ_TRACES)
def access_days(request: HttpRequest) -> HttpResponse:
    """The closed days with their hashes, newest first."""
    page = Paginator(AccessBatch.objects.order_by("-day"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/auditing/days.html", {"page": page})


@require_safe
@only_for(Capability.READ_TRACES)
def whole_journal(request: HttpRequest) -> HttpResponse:
    """The journal of all audiences, newest first."""
    narrowing = _journal(request)
    page = Paginator(narrowing.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(record, name_of_kind(record.object_type)) for record in page]
    return render(request, "portal/auditing/journal.html", {"filter": narrowing, "page": page, "rows": rows})


@require_safe
@only_for(Capability.READ_TRACES)
def whole_journal_file(request: HttpRequest) -> HttpResponse:
    """The same rows as Excel, as filtered."""
    records = list(_journal(request).qs[: MOST + 1])
    lines = (CUT,) if len(records) > MOST else ()
    return workbook_file([journal_page(records[:MOST], lines)], "平台日志")


def _access(request: HttpRequest) -> AccessFilter:
    return AccessFilter(request.GET, queryset=AccessEntry.objects.order_by("-at", "-pk"))


def _journal(request: HttpRequest) -> JournalFilter:
    return JournalFilter(request.GET, queryset=Record.objects.order_by("-pk"))
