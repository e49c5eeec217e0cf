"""The library, as staff keep it (LIB-1, NAT-1)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from journal.workflow import Refused
from programme.acts import SET_GRADE
from programme.library import actions as library
from programme.library.earlier import enter_earlier
from programme.library.filters import LibraryFilter
from programme.library.forms import EarlierForm, GradeForm, NationalForm
from programme.models import LibraryEntry

PAGE_SIZE = 50


@require_safe
@only_for(Capability.KEEP_LIBRARY)
def library_list(request: UserRequest) -> HttpResponse:
    """The library, filtered and sorted, with the sums of what is shown (LIB-1)."""
    entries = LibraryEntry.objects.visible_to(request.user).select_related("cycle")
    filtered = LibraryFilter(request.GET, queryset=entries)
    sums = filtered.qs.aggregate(count=Count("pk"), investment=Sum("investment_wan"), area=Sum("area_km2"))
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    gradable = {entry.pk for entry in page if SET_GRADE.can(request.user, entry)}
    context = {"filter": filtered, "sums": sums, "page": page, "gradable": gradable}
    context["grades"] = LibraryEntry.Grade.choices
    return render(request, "programme/library/list.html", context)


@only_for(Capability.KEEP_LIBRARY)
@require_POST
def library_grade(request: UserRequest, pk: int) -> HttpResponse:
    """Set the grade of one entry, and come back to its row of the same list."""
    entry = get_object_or_404(LibraryEntry.objects.visible_to(request.user), pk=pk)
    form = GradeForm(request.POST)
    if form.is_valid():
        graded = library.set_grade(entry.pk, actor=request.user, grade=form.cleaned_data["grade"])
        messages.success(request, f"{graded}：{graded.get_grade_display() or '未分级'}。")
    else:
        messages.error(request, "请选择列表中的分级。")
    return redirect(f"{reverse('library_list')}?{request.POST.get('query', '')}#entry-{entry.pk}")


@only_for(Capability.KEEP_LIBRARY)
def library_national(request: UserRequest) -> HttpResponse:
    """Enter a pilot that the national ministry arranged (NAT-1)."""
    form = NationalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = library.enter_national(actor=request.user, **form.fields_of_entry)
        except Refused as refused:
            form.add_error("basis", str(refused))
        else:
            messages.success(request, f"已录入国家试点「{entry.name}」。")
            return redirect(f"{reverse('library_list')}?state={entry.state}")
    return render(request, "programme/library/national.html", {"form": form})


@only_for(Capability.KEEP_LIBRARY)
def library_earlier(request: UserRequest) -> HttpResponse:
    """Enter a paper application of an earlier year, so that its organisation can come again (ELI-R)."""
    form = EarlierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = enter_earlier(actor=request.user, **form.fields_of_entry)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"已录入 {entry.cycle.year} 年度的申报「{entry.name}」（{entry.number}）。"
            )
            return redirect(f"{reverse('library_list')}?year={entry.cycle.year}")
    return render(request, "programme/library/earlier.html", {"form": form})
