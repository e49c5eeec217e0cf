"""The library and the cycles, as staff keep them (LIB-1, NAT-1, CUT-2, REC-3)."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import city_only
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from pilots import actions
from pilots.filters import LibraryFilter
from pilots.forms_staff import CycleForm, GradeForm, NationalForm, QuotaForm
from pilots.models import Cycle, LibraryEntry

PAGE_SIZE = 50


@city_only
def library_list(request: HttpRequest) -> HttpResponse:
    """The library, filtered and sorted, with the sums of what is shown (LIB-1)."""
    entries = LibraryEntry.objects.visible_to(request.user).select_related("cycle", "application")
    filtered = LibraryFilter(request.GET, queryset=entries)
    sums = filtered.qs.aggregate(count=Count("pk"), investment=Sum("investment_wan"), area=Sum("area_km2"))
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filter": filtered, "sums": sums, "page": page, "grades": LibraryEntry.Grade.choices}
    return render(request, "pilots/library_list.html", context)


@city_only
@require_POST
def library_grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the grade of one entry, and come back to the same list."""
    entry = get_object_or_404(LibraryEntry.objects.visible_to(request.user), pk=pk)
    form = GradeForm(request.POST)
    if form.is_valid():
        graded = actions.set_grade(entry.pk, actor=request.user, grade=form.cleaned_data["grade"])
        messages.success(request, f"{graded}：{graded.get_grade_display() or '未分级'}。")
    else:
        messages.error(request, "请选择列表中的分级。")
    return redirect(f"{reverse('library_list')}?{request.POST.get('query', '')}")


@city_only
def library_national(request: HttpRequest) -> HttpResponse:
    """Enter a pilot that the national ministry arranged (NAT-1)."""
    form = NationalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.enter_national(actor=request.user, **form.fields_of_entry)
        except Refused as refused:
            form.add_error("basis", str(refused))
        else:
            messages.success(request, f"已录入国家试点「{entry.name}」。")
            return redirect(f"{reverse('library_list')}?standing={entry.standing}")
    return render(request, "pilots/library_national.html", {"form": form})


@city_only
def cycle_list(request: HttpRequest) -> HttpResponse:
    """All cycles: cutoff, what closing did, how many entries."""
    cycles = Cycle.objects.annotate(entry_count=Count("entries"))
    return render(request, "pilots/cycle_list.html", {"cycles": cycles})


@city_only
def cycle_edit(request: HttpRequest, year: int) -> HttpResponse:
    """Settings of a cycle, park quotas of recommenders, and what closing did (CUT-2, CUT-4, REC-3)."""
    cycle = get_object_or_404(Cycle, year=year)
    movable = cycle.closed_at is None and clock.now() < cycle.cutoff
    granting = request.POST.get("act") == "quota"
    form = CycleForm(None if granting else request.POST or None, instance=copy(cycle), movable=movable)
    quota_form = QuotaForm(request.POST if granting else None)
    if request.method == "POST" and (quota_form if granting else form).is_valid():
        try:
            _save(request, cycle, form, quota_form, granting)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return redirect("cycle_edit", year=year)
    context = {
        "cycle": cycle,
        "movable": movable,
        "form": form,
        "quota_form": quota_form,
        "quotas": cycle.quotas.select_related("recommender").order_by("-used", "pk"),
        "records": Record.objects.about(Cycle._meta.label_lower, cycle.pk),
    }
    return render(request, "pilots/cycle_edit.html", context)


def _save(request: HttpRequest, cycle: Cycle, form: CycleForm, quota_form: QuotaForm, granting: bool) -> None:
    if granting:
        quota = actions.grant_quota(cycle.pk, actor=request.user, **quota_form.cleaned_data)
        messages.success(request, f"{quota.recommender}的园区推荐名额已调整为 {quota.allowed} 个。")
        return
    actions.edit_cycle(cycle.pk, actor=request.user, **form.cleaned_data)
    messages.success(request, f"{cycle.year} 年度设置已保存。")
