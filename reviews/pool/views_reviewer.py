"""The own profile of a reviewer, and ties declared ahead (REV-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from journal.workflow import Refused
from reviews.models import DeclaredConflict, ReviewerProfile
from reviews.pool.actions import declare_conflict, save_profile, withdraw_conflict
from reviews.pool.forms import ConflictDeclarationForm, OwnProfileForm


@only_for(Capability.REVIEW)
def reviewer_profile(request: HttpRequest) -> HttpResponse:
    """What the pool knows of this person, and the ties declared ahead."""
    form = OwnProfileForm(request.POST or None, instance=_own(request), reviewer=request.user)
    if request.method == "POST" and form.is_valid():
        save_profile(request.user, actor=request.user, **form.cleaned_data)
        messages.success(request, "您的资料已保存。")
        return redirect("reviewer_profile")
    return _show(request, form, ConflictDeclarationForm())


@require_POST
@only_for(Capability.REVIEW)
def conflict_declare(request: HttpRequest) -> HttpResponse:
    """Declare a tie with an organisation ahead."""
    form = ConflictDeclarationForm(request.POST)
    if form.is_valid():
        try:
            declare_conflict(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已记录您的声明。涉及该单位的申报，您自动回避。")
            return redirect("reviewer_profile")
    return _show(request, OwnProfileForm(instance=_own(request), reviewer=request.user), form)


@require_POST
@only_for(Capability.REVIEW)
def conflict_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was declared ahead."""
    declared = get_object_or_404(DeclaredConflict.objects.own(request.user), pk=pk)
    try:
        withdraw_conflict(declared.pk, actor=request.user)
        messages.success(request, "已撤销该声明，已有的回避不变。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("reviewer_profile")


def _own(request: HttpRequest) -> ReviewerProfile:
    own = ReviewerProfile.objects.own(request.user).select_related("organisation").first()
    return own or ReviewerProfile(reviewer=request.user)


def _show(request: HttpRequest, form: OwnProfileForm, conflict_form: ConflictDeclarationForm) -> HttpResponse:
    own = DeclaredConflict.objects.own(request.user).filter(withdrawn_at=None)
    context = {
        "form": form,
        "conflict_form": conflict_form,
        "declared": own,
        "organisation": _own(request).organisation,
        "places": request.user.organisations.all(),
    }
    return render(request, "reviews/pool/profile.html", context)
