"""The pool of reviewers, as city staff keep it (REV-2)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from reviews.models import DeclaredConflict, ReviewerProfile, ScoreSheet
from reviews.pool.actions import save_profile
from reviews.pool.areas import area_names
from reviews.pool.forms import PoolFilter, ProfileForm, with_sheets_of, without_place
from reviews.season import cycle_in_review

PAGE = 50


@require_safe
@only_for(Capability.FORM_PANELS)
def reviewer_pool(request: HttpRequest) -> HttpResponse:
    """All reviewers with organisation, expertise and the sheets of the year."""
    cycle = cycle_in_review()
    reviewers = with_sheets_of(User.objects.who_may(Capability.REVIEW), cycle.pk if cycle else None)
    listed = PoolFilter(request.GET, reviewers)
    rows = listed.rows.select_related("reviewer_profile__organisation")
    page = Paginator(rows.prefetch_related("organisations", "expertise"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "filter": listed,
        "page": page,
        "rows": [(each, places_of(each), areas_of(each)) for each in page],
        "cycle": cycle,
        "missing": User.objects.who_may(Capability.REVIEW).filter(without_place()).count(),
    }
    return render(request, "reviews/pool/pool.html", context)


def places_of(reviewer: User) -> str:
    """The organisations of a reviewer in words; fetched with profile and memberships."""
    profile = getattr(reviewer, "reviewer_profile", None)
    names = [organisation.name for organisation in reviewer.organisations.all()]
    if profile:
        names += [profile.organisation.name if profile.organisation else "", profile.employer]
    return "、".join(dict.fromkeys(name for name in names if name))


def areas_of(reviewer: User) -> str:
    """The expertise of a reviewer in words."""
    return area_names([each.area for each in reviewer.expertise.all()])


@only_for(Capability.FORM_PANELS)
def reviewer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Organisation, expertise, availability and note of a reviewer; ties declared ahead to be read."""
    reviewer = get_object_or_404(User.objects.who_may(Capability.REVIEW), pk=pk)
    profile = ReviewerProfile.objects.filter(reviewer=reviewer).first() or ReviewerProfile(reviewer=reviewer)
    form = ProfileForm(request.POST or None, instance=profile, reviewer=reviewer)
    if request.method == "POST" and form.is_valid():
        save_profile(reviewer, actor=request.user, **form.cleaned_data)
        messages.success(request, f"{reviewer} 的资料已保存。")
        return redirect("reviewer_pool")
    sheets = ScoreSheet.objects.filter(reviewer=reviewer).select_related("panel__cycle", "application__entry")
    context = {
        "reviewer": reviewer,
        "form": form,
        "places": places_of(reviewer),
        "declared": DeclaredConflict.objects.visible_to(request.user).filter(
            reviewer=reviewer, withdrawn_at=None
        ),
        "sheets": sheets.order_by("-panel__cycle__year", "application__number")[:PAGE],
    }
    return render(request, "reviews/pool/edit.html", context)
