"""The award of a confirmed list, from the page of its public notice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from journal.workflow import Refused
from pilots.award import awarding as award
from reviews.models import PublicNotice
from reviews.states import AWARD_BEGUN


@require_POST
@only_for(Capability.AWARD)
@confirmed_identity
def public_notice_award(request: HttpRequest, pk: int) -> HttpResponse:
    """Award the confirmed list, or go on with an award that was interrupted or whose first person has left."""
    notice = get_object_or_404(PublicNotice, pk=pk)
    try:
        left = (
            award.go_on(pk, actor=request.user)
            if notice.state in AWARD_BEGUN
            else award.award(pk, actor=request.user)
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = (
            f"还有 {left} 项没有办完，原因见名单；系统会继续办理。"
            if left
            else "已全部认定，试点管理已开始。"
        )
        messages.success(request, said)
    return redirect("public_notice_manage", pk=pk)
