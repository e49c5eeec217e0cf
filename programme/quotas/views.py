"""Requests for a higher park quota, as city staff answer them (REC-3)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from journal.workflow import Refused
from programme.cycles.receiving import quota_of
from programme.models import ParkQuota, QuotaRequest
from programme.quotas.actions import grant_request, refuse_request
from programme.quotas.forms import QuotaAnswerForm

PAGE_SIZE = 20


@require_safe
@only_for(Capability.GRANT_QUOTAS)
def quota_request_list(request: UserRequest) -> HttpResponse:
    """What recommenders asked for: those that wait first, then the answered ones; none that were taken back."""
    own = ParkQuota.objects.filter(cycle=OuterRef("cycle"), recommender=OuterRef("recommender"))
    quota_requests = QuotaRequest.objects.visible_to(request.user).select_related(
        "cycle", "recommender", "by"
    )
    quota_requests = quota_requests.annotate(
        used=Coalesce(Subquery(own.values("used")), 0),
        allowed=Coalesce(Subquery(own.values("allowed")), "cycle__park_quota"),
    )
    answered = quota_requests.filter(answered_at__isnull=False).select_related("answered_by")
    context = {
        "waiting": quota_requests.filter(state=QuotaRequest.State.OPEN).order_by("pk"),
        "page": Paginator(answered.order_by("-answered_at", "-pk"), PAGE_SIZE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "programme/quotas/request_list.html", context)


@only_for(Capability.GRANT_QUOTAS)
def quota_answer(request: UserRequest, pk: int) -> HttpResponse:
    """Grant a request, in full or in part, or refuse it with a reason."""
    asked = get_object_or_404(
        QuotaRequest.objects.visible_to(request.user).select_related(
            "cycle", "recommender", "by", "answered_by"
        ),
        pk=pk,
    )
    quota = quota_of(asked.cycle, asked.recommender)
    form = QuotaAnswerForm(request.POST or None, initial={"allowed": asked.asked})
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answered(request, asked, form))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return redirect("quota_request_list")
    context = {"asked": asked, "quota": quota, "form": form, "open": asked.state == "open"}
    return render(request, "programme/quotas/answer.html", context)


def _answered(request: UserRequest, asked: QuotaRequest, form: QuotaAnswerForm) -> str:
    data = form.cleaned_data
    if data["outcome"] == QuotaRequest.State.REFUSED:
        refuse_request(asked.pk, actor=request.user, answer=data["answer"])
        return f"已答复{asked.recommender}：未同意增加名额。"
    granted = grant_request(asked.pk, actor=request.user, allowed=data["allowed"], answer=data["answer"])
    return f"已同意，{asked.recommender}的园区推荐名额调整为 {granted.granted} 个。"
