"""What an applicant does with applications as wholes: list, take back, rework, withdraw."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import organisation_ids
from applications.models import Application
from applications.states import EDITABLE, State
from applications.submitting import actions
from applications.submitting.forms import WithdrawForm
from applications.year.progress import closes_soon, counting, progress
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle

PER_PAGE = 20


@require_safe
@only_for(Capability.APPLY)
def application_list(request: HttpRequest) -> HttpResponse:
    """The applications of the person's organisations: where each stands and what comes next."""
    if not organisation_ids(request.user):
        return redirect("organisation_register")
    own = Application.objects.drafts_of(request.user).select_related("cycle", "organisation", "recommender")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    now, cutoffs = clock.now(), Cycle.objects.cutoffs()
    context = {
        "page": page,
        "rows": [_row(application, request.user, now, cutoffs) for application in page],
        "several": len(organisation_ids(request.user)) > 1,
    }
    return render(request, "applications/submitting/list.html", context)


def _row(application: Application, user, now, cutoffs) -> dict:
    counts = counting(application, now, cutoffs)
    return {
        "application": application,
        "counting": counts,
        "progress": progress(application, user, counts.until),
        "closes_soon": application.state in EDITABLE and closes_soon(counts, now),
    }


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application back from a recommender that has not acted; ``direct``: to send it oneself (REC-4)."""
    if "direct" not in request.POST:
        return _act(request, pk, actions.take_back, "已从推荐单位取回，可以修改后重新提交。")
    answer = _act(request, pk, actions.take_back, "已取回并改为自主申报，请核对后提交。", direct=True)
    taken = Application.objects.drafts_of(request.user).filter(pk=pk, state=State.DRAFT).exists()
    return redirect("application_check", pk) if taken else answer


@require_POST
def rework(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a declined application for editing again."""
    return _act(request, pk, actions.rework, "已恢复为草稿，可以修改后改由其他途径申报。")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw with a reason."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        application = get_object_or_404(Application.objects.drafts_of(request.user), pk=pk)
        messages.error(request, "；".join(form.errors.get("reason", [])))
        return redirect(application)
    return _act(request, pk, actions.withdraw, "申报已撤回。", reason=form.cleaned_data["reason"])


def _act(request: HttpRequest, pk: int, action, sentence: str, **values) -> HttpResponse:
    application = get_object_or_404(Application.objects.drafts_of(request.user), pk=pk)
    try:
        action(pk, actor=request.user, **values)
        messages.success(request, sentence)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(application)
