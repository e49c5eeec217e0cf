"""The page on which the demo's administrator moves its clock (CUT-2). A server has no such page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from journal import clock
from journal.acts import Refused
from portal.demo_clock.actions import move_forward
from portal.demo_clock.forms import DAYS, ForwardForm
from programme.cycles.receiving import present_cycle


@only_for(Capability.KEEP_ACCOUNTS)
def demo_clock(request: UserRequest) -> HttpResponse:
    """How far the clock is ahead, and the buttons that move it forward."""
    ahead = clock.ahead()
    if ahead is None:
        raise Http404
    if request.method == "POST":
        return _move(request)
    cycle = present_cycle(clock.now())
    context = {"days": DAYS, "cycle": cycle, "seen": int(ahead.total_seconds())}
    return render(request, "portal/demo_clock/page.html", context)


def _move(request: HttpRequest) -> HttpResponse:
    form = ForwardForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有移动：请用页面上的按钮。")
        return redirect("demo_clock")
    try:
        move = move_forward(form.by, actor=request.user, seen=form.cleaned_data["seen"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, move.text)
    return redirect("demo_clock")
