"""Organisations as administrators keep them: list, page, members."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from accounts.models import Membership, Organisation
from accounts.people import organisations as acts
from applications.models import Application
from face.downloads import workbook_file
from journal.models import Record
from journal.workflow import Refused
from portal.administration.filters import OrganisationFilter
from portal.administration.forms import MemberForm, OrganisationForm, ReasonForm
from portal.administration.tables import organisations_page

PAGE_SIZE = 50
OPEN_MEMBERS = Count("memberships", filter=Q(memberships__user__is_active=True))


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def unit_list(request: UserRequest) -> HttpResponse:
    """Organisations, filtered and sorted; the same as Excel with ``?format=excel``."""
    filtered = OrganisationFilter(request.GET, queryset=Organisation.objects.annotate(people=OPEN_MEMBERS))
    if request.GET.get("format") == "excel":
        return workbook_file([organisations_page(filtered.rows)], "单位")
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/administration/units.html", {"filter": filtered, "page": page})


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def unit(request: UserRequest, pk: int) -> HttpResponse:
    """One organisation: data, members, history."""
    return _page(request, get_object_or_404(Organisation, pk=pk))


def _page(request: UserRequest, organisation: Organisation, **bound) -> HttpResponse:
    members = organisation.memberships.select_related("user").order_by("pk")
    context = {
        "unit": organisation,
        "memberships": members,
        "applications": Application.objects.filter(organisation=organisation).count(),
        "records": Record.objects.about(Organisation._meta.label_lower, organisation.pk),
        "form": OrganisationForm(instance=organisation),
        "member_form": MemberForm(),
        **bound,
    }
    return render(request, "portal/administration/unit.html", context)


@only_for(Capability.KEEP_ACCOUNTS)
def unit_create(request: UserRequest) -> HttpResponse:
    """Enter a bureau, an authority, an institute or an applicant."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.make_organisation(form.instance, actor=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已登记「{made.name}」。")
            return redirect("unit", made.pk)
    return render(request, "portal/administration/unit_create.html", {"form": form})


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def unit_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what is kept, with a reason."""
    form = OrganisationForm(request.POST, instance=get_object_or_404(Organisation, pk=pk))
    if form.is_valid():
        try:
            acts.correct_organisation(
                pk, actor=request.user, reason=form.cleaned_data["reason"], **form.values
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已更正，并已通知成员。")
            return redirect("unit", pk)
    return _page(request, get_object_or_404(Organisation, pk=pk), form=form)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def unit_member_add(request: UserRequest, pk: int) -> HttpResponse:
    """Make somebody a member."""
    organisation, form = get_object_or_404(Organisation, pk=pk), MemberForm(request.POST)
    if form.is_valid():
        try:
            acts.add_member(pk, form.person, actor=request.user, can_submit=form.cleaned_data["can_submit"])
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, f"已加入 {form.person}。")
            return redirect("unit", pk)
    return _page(request, organisation, member_form=form)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def unit_member_right(request: UserRequest, pk: int) -> HttpResponse:
    """Let a member submit, or not any more; asks before nobody is left who can."""
    membership = _membership(pk)
    can_submit = request.POST.get("can_submit") == "1"
    if not can_submit and (question := _ask_once_more(request, membership)):
        return question
    acts.set_member_right(membership, can_submit, actor=request.user)
    messages.success(request, "已调整提交权限。")
    return redirect("unit", membership.organisation_id)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def unit_member_drop(request: UserRequest, pk: int) -> HttpResponse:
    """Take a member off; asks before nobody is left who can submit."""
    membership, form = _membership(pk), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "".join(str(error) for error in form.errors["reason"]))
    elif question := _ask_once_more(request, membership):
        return question
    else:
        acts.drop_member(membership, actor=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "已移除成员。")
    return redirect("unit", membership.organisation_id)


def _membership(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("organisation", "user"), pk=pk)


def _ask_once_more(request: UserRequest, membership: Membership) -> HttpResponse | None:
    """Ask before nobody of an applicant can submit any more; None when that is not so, or it was answered."""
    if request.POST.get("sure") == "1" or not acts.is_last_submitter(membership):
        return None
    context = {
        "person": membership.user,
        "units": [membership.organisation],
        "reason": request.POST.get("reason", ""),
        "action": request.path,
        "back": reverse("unit", args=[membership.organisation_id]),
    }
    return render(request, "portal/administration/last_submitter.html", context)
