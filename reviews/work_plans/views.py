"""The work plan of zones in the final review: their own page, the city's list, the file (REV-4)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import may
from applications.rules import reads_wholly
from files import store
from files.refusals import StoreFull
from files.responses import serve
from journal import clock
from journal.workflow import Refused
from programme.plan_form import PlanForm
from reviews.models import WorkPlan, WorkPlanVersion
from reviews.states import WORK_PLAN_LOOKS, Viewer, WorkPlanState
from reviews.work_plans import actions as acts
from reviews.work_plans.forms import DueForm, FinalistsForm, ReturnForm
from reviews.work_plans.lists import WorkPlanFilter, file_of, markable, zones_reviewed
from reviews.workflow import WORK_PLAN

PAGE_SIZE = 50


@only_for(Capability.ASK_WORK_PLANS)
def work_plan_list(request: HttpRequest) -> HttpResponse:
    """Zones of the review with their plans, who is missing; taking zones into the final review in one act."""
    form = FinalistsForm(request.POST or None, zones=list(markable(request.user)))
    if request.method == "POST" and form.is_valid() and _marked(request, form):
        return redirect("work_plan_list")
    zones = zones_reviewed(request.user).select_related("entry", "recommender", "work_plan")
    found = WorkPlanFilter(request.GET, queryset=zones.light())
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": [_row(zone) for zone in page], "form": form}
    return render(request, "reviews/work_plans/list.html", context)


def _marked(request: HttpRequest, form: FinalistsForm) -> bool:
    data = form.cleaned_data
    try:
        plans = acts.mark_finalists(
            data["zones"], actor=request.user, due=form.due, requirements=data["requirements"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{len(plans)} 个区域进入最终评审，已通知申报单位提交试点工作方案。")
    return True


def _row(zone) -> dict:
    plan = getattr(zone, "work_plan", None)
    late = bool(plan) and plan.state != WorkPlanState.HANDED_IN and plan.due <= clock.now()
    family = WORK_PLAN_LOOKS.look(plan.state, Viewer.CITY).family if plan else "neutral"
    return {"zone": zone, "plan": plan, "late": late, "family": family}


@require_safe
@only_for(Capability.APPLY, Capability.ASK_WORK_PLANS)
def work_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what is asked, by when, every version; the zone hands in here, the city returns."""
    return _show(request, _plan_or_404(request, pk))


def _plan_or_404(request: HttpRequest, pk: int) -> WorkPlan:
    related = ("application__entry", "application__organisation", "application__cycle")
    return get_object_or_404(WorkPlan.objects.visible_to(request.user).select_related(*related), pk=pk)


def _show(request: HttpRequest, plan: WorkPlan, **forms) -> HttpResponse:
    """The page of a plan; ``forms`` are those that come back with errors."""
    for_city = may(request.user, Capability.ASK_WORK_PLANS)
    verbs = WORK_PLAN.available(plan, request.user)
    open_now = plan.state != WorkPlanState.HANDED_IN
    exchangeable = open_now or clock.now() < plan.due
    versions = plan.versions.select_related("file", "by", "returned_by")
    context = {
        "plan": plan,
        "application": plan.application,
        "for_city": for_city,
        "late": open_now and plan.due <= clock.now(),
        "open_now": open_now,
        "family": WORK_PLAN_LOOKS.look(plan.state, Viewer.CITY if for_city else Viewer.OWNER).family,
        "reviewing": bool(verbs) or not open_now,
        "versions": [(f"第 {version.version} 版", version, [file_of(version)]) for version in versions][::-1],
        "plan_form": PlanForm() if "hand_in" in verbs and exchangeable else None,
        "return_form": ReturnForm() if "return" in verbs else None,
        "due_form": DueForm() if "postpone" in verbs else None,
        "shown_forms": forms.values(),
        **forms,
    }
    return render(request, "reviews/work_plans/work_plan.html", context)


@require_POST
@only_for(Capability.APPLY, Capability.ASK_WORK_PLANS)
def work_plan_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the plan, or a newer version."""
    plan = _plan_or_404(request, pk)
    form = PlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, plan, plan_form=form)
    try:
        file = store.put(form.cleaned_data["file"], form.checked.mime)
        note = form.cleaned_data["note"]
        done = acts.hand_in(pk, actor=request.user, file=file, file_name=form.checked.name, note=note)
    except (Refused, StoreFull) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, _plan_or_404(request, pk), plan_form=form)
    messages.success(request, f"试点工作方案第 {done.version} 版已提交。")
    return redirect(plan)


@require_POST
@only_for(Capability.ASK_WORK_PLANS)
def work_plan_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the plan with remarks and a new deadline."""
    plan, form = _plan_or_404(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, return_form=form)
    try:
        acts.return_plan(pk, actor=request.user, remarks=form.cleaned_data["remarks"], due=form.due)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已退回，并通知申报单位修改。")
    return redirect(plan)


@require_POST
@only_for(Capability.ASK_WORK_PLANS)
def work_plan_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the deadline of a plan that is not handed in."""
    plan, form = _plan_or_404(request, pk), DueForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, due_form=form)
    try:
        acts.postpone(pk, actor=request.user, due=form.due)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "提交期限已调整，并通知申报单位。")
    return redirect(plan)


@require_safe
@only_for(Capability.APPLY, Capability.REVIEW, Capability.ASK_WORK_PLANS, Capability.READ_REVIEW)
def work_plan_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a version; reviewers have the latest only (REV-2)."""
    plans = WorkPlan.objects.visible_to(request.user)
    versions = WorkPlanVersion.objects.filter(plan__in=plans).select_related("file", "plan__application")
    version = get_object_or_404(versions, pk=pk)
    if not reads_wholly(request.user, version.plan.application):
        latest = version.plan.versions.last()
        version = get_object_or_404(WorkPlanVersion.objects.filter(pk=latest.pk), pk=pk)
    return serve(version.file, version.file_name, inline="show" in request.GET)
