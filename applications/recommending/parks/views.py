"""The park quota of a recommender: used and left, the order of preference, a request for more (REC-3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from applications.recommending.desk import desk
from applications.recommending.parks.actions import move_park
from applications.recommending.parks.forms import QuotaRequestForm
from applications.recommending.parks.order import parks_of
from journal import clock
from journal.workflow import Refused
from programme.models import QuotaRequest
from programme.quotas.actions import ask_for_quota, withdraw_request


def recommender_parks(request: HttpRequest) -> HttpResponse:
    """The waiting parks in the order of preference, the quota, and the requests for a higher one (REC-3)."""
    own = desk(request)
    parks = parks_of(own, clock.now())
    form = QuotaRequestForm(request.POST or None, allowed=parks.quota.allowed, short=parks.short)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_quota(own, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "名额申请已提交，市级工作人员答复后您会收到消息。")
            return redirect("recommender_parks")
    requests = QuotaRequest.objects.visible_to(request.user).filter(recommender=own)
    requests = list(requests.select_related("cycle", "by")[:50])
    year = parks.quota.cycle.year
    context = {
        "own": own,
        "parks": parks,
        "quota": parks.quota,
        "form": form,
        "requests": requests,
        "waiting_request": next((r for r in requests if r.state == "open" and r.cycle.year == year), None),
    }
    return render(request, "applications/recommending/parks/page.html", context)


@require_POST
def recommender_park_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a waiting park one step up or down in the order of preference."""
    own, direction = desk(request), request.POST.get("direction", "")
    try:
        move_park(pk, recommender=own, actor=request.user, direction=direction)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("recommender_parks")


@require_POST
def quota_request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the request for more parks that waits for an answer."""
    asked = get_object_or_404(QuotaRequest.objects.visible_to(request.user), pk=pk, recommender=desk(request))
    try:
        withdraw_request(asked.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "名额申请已撤回，可以重新申请。")
    return redirect("recommender_parks")
