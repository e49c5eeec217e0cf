"""What is done on the page of a pilot itself: recording support, remarks. A faulty form comes back on that page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from files.refusals import StoreFull
from journal.workflow import Refused
from pilots.plan.forms import RemarksForm
from pilots.plan.remarks import edit_remarks
from pilots.support.forms import SupportForm
from pilots.support.recording import grant_as_entered
from pilots.views_pilot import show_pilot, visible_pilot


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def support_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a measure for a pilot."""
    pilot = visible_pilot(request, pk)
    form = SupportForm(request.POST, request.FILES, entry=pilot.entry)
    if not form.is_valid():
        return show_pilot(request, pilot, support_form=form)
    try:
        grant_as_entered(form, actor=request.user)
    except (Refused, StoreFull) as refusal:
        form.refuse(str(refusal))
        return show_pilot(request, pilot, support_form=form)
    messages.success(request, "支持措施已登记。")
    return redirect(f"{pilot.get_absolute_url()}#support")


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def remarks_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct, split, remove and add remarks of the review."""
    pilot = visible_pilot(request, pk)
    form = RemarksForm(request.POST, remarks=list(pilot.review_remarks.all()))
    if not form.is_valid():
        return show_pilot(request, pilot, plan_remarks_form=form)
    try:
        edit_remarks(
            pk,
            actor=request.user,
            texts=form.texts,
            added=form.cleaned_data["added"],
            seen=form.cleaned_data["seen"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_pilot(request, visible_pilot(request, pk), plan_remarks_form=form)
    messages.success(request, "评审意见已保存，已通知申报单位。")
    return redirect(f"{pilot.get_absolute_url()}#remarks")
