"""Measures of support as city staff record them, and who asked for green finance (AWD-1)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from face.downloads import workbook_file
from files.refusals import StoreFull
from files.responses import serve
from journal.workflow import Refused
from pilots.acts import GRANT_SUPPORT
from pilots.models import SupportMeasure
from pilots.rules import may_have_support, pilot_of
from pilots.support.actions import cancel_support
from pilots.support.excel import finance_page, measure_page
from pilots.support.filters import FinanceFilter, MeasureFilter
from pilots.support.forms import CancelSupportForm, SupportForm
from pilots.support.recording import grant_as_entered
from programme.models import LibraryEntry

PAGE_SIZE = 50


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def support_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a measure that was recorded by mistake."""
    measure = get_object_or_404(SupportMeasure.objects.select_related("pilot"), pk=pk)
    form = CancelSupportForm(request.POST)
    try:
        cancel_support(pk, actor=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else "")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "登记已撤销。")
    return redirect(measure)


@require_safe
def support_document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document of a measure, for the city and for whom it was given to."""
    measures = SupportMeasure.objects.visible_to(request.user).standing().exclude(file=None)
    measure = get_object_or_404(measures.select_related("file"), pk=pk)
    return serve(measure.file, measure.file_name, inline="show" in request.GET)


@only_for(Capability.FOLLOW_PILOTS)
def library_support(request: HttpRequest, pk: int) -> HttpResponse:
    """The measures of an entry that was kept in the library, and a form for one more; a pilot has its own page."""
    entries = LibraryEntry.objects.visible_to(request.user).select_related("cycle", "pilot", "application")
    entry = get_object_or_404(entries, pk=pk)
    if pilot := pilot_of(entry):
        return redirect(f"{pilot.get_absolute_url()}#support")
    if not may_have_support(entry):
        raise Http404
    form = SupportForm(request.POST or None, request.FILES or None, entry=entry)
    if request.method == "POST" and form.is_valid():
        try:
            grant_as_entered(form, actor=request.user)
        except (Refused, StoreFull) as refusal:
            form.refuse(str(refusal))
        else:
            messages.success(request, "支持措施已登记。")
            return redirect("library_support", pk)
    return render(request, "pilots/support/entry.html", _support_context(request.user, entry, form))


def _support_context(user: User, entry: LibraryEntry, form: SupportForm) -> dict:
    supports = GRANT_SUPPORT.can(user, entry)
    return {
        "entry": entry,
        "measures": entry.support_measures.standing().select_related("by"),
        "support_form": form if supports else None,
        "cancel_form": CancelSupportForm(auto_id=False) if supports else None,
        "support_url": reverse("library_support", args=[entry.pk]),
        "for_city": True,
    }


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def finance_list(request: HttpRequest) -> HttpResponse:
    """Who said on the form that it wants to be referred to financial institutions (AWD-1)."""
    found = FinanceFilter(
        request.GET, queryset=LibraryEntry.objects.wanting_finance().select_related("pilot")
    )
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pilots/support/finance_list.html", {"filter": found, "page": page})


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def finance_file(request: HttpRequest) -> HttpResponse:
    """The same list as Excel, as filtered; organisations, no person."""
    found = FinanceFilter(request.GET, queryset=LibraryEntry.objects.wanting_finance())
    return workbook_file([finance_page(found.rows)], "有意愿被推荐至金融机构的申报")


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def support_list(request: HttpRequest) -> HttpResponse:
    """What was given to whom: pilots and what was kept in the library, with the sum (AWD-1, Notice §四)."""
    measures = MeasureFilter(request.GET, queryset=_measures())
    page = Paginator(measures.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    total = measures.qs.aggregate(total=Sum("amount_wan"))["total"]
    return render(
        request, "pilots/support/list.html", {"filter": measures, "page": page, "total": total or 0}
    )


@require_safe
@only_for(Capability.FOLLOW_PILOTS)
def support_file(request: HttpRequest) -> HttpResponse:
    """The same list as Excel, as filtered; organisations, no person."""
    measures = MeasureFilter(request.GET, queryset=_measures())
    return workbook_file([measure_page(measures.rows)], "支持措施")


def _measures() -> QuerySet[SupportMeasure]:
    return SupportMeasure.objects.standing().select_related("entry__cycle", "pilot")
