"""Measures of support as city staff record them, and who asked for green finance (AWD-1)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import city_only
from face.downloads import workbook_file
from journal.workflow import Refused
from pilots.models import SupportMeasure
from pilots.support.actions import cancel_support
from pilots.support.excel import finance_page
from pilots.support.filters import FinanceFilter
from pilots.support.forms import CancelSupportForm
from programme.models import LibraryEntry

PAGE_SIZE = 50


@require_POST
@city_only
def support_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a measure that was recorded by mistake."""
    measure = get_object_or_404(SupportMeasure.objects.select_related("pilot__entry"), pk=pk)
    form = CancelSupportForm(request.POST)
    try:
        cancel_support(pk, actor=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else "")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "登记已撤销。")
    return redirect(f"{measure.pilot.get_absolute_url()}#support")


@require_safe
@city_only
def finance_list(request: HttpRequest) -> HttpResponse:
    """Who said on the form that it wants to be referred to financial institutions (AWD-1)."""
    found = FinanceFilter(
        request.GET, queryset=LibraryEntry.objects.wanting_finance().select_related("pilot")
    )
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pilots/support/finance_list.html", {"filter": found, "page": page})


@require_safe
@city_only
def finance_file(request: HttpRequest) -> HttpResponse:
    """The same list as Excel, as filtered; organisations, no person."""
    found = FinanceFilter(request.GET, queryset=LibraryEntry.objects.wanting_finance())
    return workbook_file([finance_page(found.rows)], "有意愿被推荐至金融机构的申报")
