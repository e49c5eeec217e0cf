"""Beginning and giving up a change; it is written and answered on the pages of all submissions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from journal.workflow import Refused
from pilots.change.actions import begin_change, drop_change
from pilots.lives import life_of
from pilots.models import Pilot, Submission
from pilots.states import SubmissionKind


@require_POST
def change_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a change and lead to its page; pilots without a plan have nothing to change."""
    pilot = get_object_or_404(Pilot.objects.select_related("entry").visible_to(request.user), pk=pk)
    if "begin_change" not in life_of(pilot).verbs:
        raise Http404
    try:
        return redirect(begin_change(pk, actor=request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{pilot.get_absolute_url()}#change")


@require_POST
def change_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a change that is not handed in."""
    changes = Submission.objects.visible_to(request.user).filter(kind=SubmissionKind.CHANGE)
    submission = get_object_or_404(changes.select_related("pilot"), pk=pk)
    try:
        drop_change(pk, actor=request.user)
        messages.success(request, "调整申请已撤回，现行目标不变。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{submission.pilot.get_absolute_url()}#change")
