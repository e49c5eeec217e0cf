"""Notices as city staff see them: what is ready, what runs, confirming, awarding, the calendar (Notice 公示, AWD-1)."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from accounts.models import User
from accounts.rules import may
from face.downloads import letter_file
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme.cycles.deciding import why_not_yet
from programme.models import Cycle
from reviews.models import Decision, PublicNotice, PublicNoticeItem
from reviews.models.public_notice import LISTED
from reviews.results import actions as acts
from reviews.results.paper import published_letter
from reviews.states import AWARD_BEGUN, HANDLED
from reviews.workflow import PUBLIC_NOTICE


@require_safe
@only_for(Capability.PUBLISH, Capability.ANSWER_OBJECTIONS, Capability.AWARD)
def public_notice_desk(request: HttpRequest) -> HttpResponse:
    """What is ready to be published by year, and all notices with what is open on them."""
    open_ones = Count("objections", filter=~Q(objections__state__in=HANDLED), distinct=True)
    notices = PublicNotice.objects.select_related("cycle").annotate(
        listed=Count("items", filter=LISTED, distinct=True), open_objections=open_ones
    )
    notices = notices.order_by("-published_at", "-pk")
    cycles = list(Cycle.objects.held_here().order_by("-year"))
    ready = {cycle.pk: 0 for cycle in cycles}
    counted = Decision.objects.waiting().order_by().values_list("application__cycle").annotate(n=Count("pk"))
    ready |= dict(counted)
    context = {"notices": notices, "ready": [(cycle, ready[cycle.pk]) for cycle in cycles]}
    return render(request, "reviews/results/desk.html", context)


@require_safe
@only_for(Capability.PUBLISH, Capability.ANSWER_OBJECTIONS, Capability.AWARD)
def public_notice_manage(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its lines, objections, what is left to do, progress of the award."""
    notice = get_object_or_404(
        PublicNotice.objects.select_related("cycle", "published_by", "confirmed_by", "awarded_by"), pk=pk
    )
    items = list(notice.items.select_related("application"))
    context = {
        "notice": notice,
        "items": items,
        "open": clock.now() < notice.ends_at,
        "why_not": acts.why_not_confirmed(notice, clock.now()),
        "objections": notice.objections.select_related("item", "taken_by"),
        "not_yet": why_not_yet(notice.cycle),
        **_progress(notice, items, request.user),
        "records": Record.objects.about(PublicNotice._meta.label_lower, notice.pk),
    }
    return render(request, "reviews/results/manage.html", context)


def _progress(notice: PublicNotice, items: list[PublicNoticeItem], user: User) -> dict:
    """How far the award is, what holds it up, and what this person may do about it (AWD-1)."""
    standing = [item for item in items if item.stands]
    awarded = sum(item.awarded_at is not None for item in standing)
    return {
        "standing": len(standing),
        "awarded": awarded,
        "waiting": len(standing) - awarded if notice.state in AWARD_BEGUN else 0,
        "held": [item for item in standing if item.obstacle],
        "left": notice.awarded_by is not None and not may(notice.awarded_by, Capability.AWARD),
        "may_confirm": PUBLIC_NOTICE.can("confirm_list", notice, user),
        "may_award": PUBLIC_NOTICE.can("award", notice, user),
        "barred": notice.why_barred(user),
        "may_take_over": PUBLIC_NOTICE.can("take_over_award", notice, user),
    }


@require_safe
@only_for(Capability.PUBLISH)
def public_notice_letter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The published notice as Word or PDF."""
    notice = get_object_or_404(PublicNotice.objects.select_related("cycle"), pk=pk)
    return letter_file(published_letter(notice), kind, notice.title)


@require_POST
@only_for(Capability.PUBLISH)
@confirmed_identity
def public_notice_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the list of awards after the end of the notice."""
    get_object_or_404(PublicNotice, pk=pk)
    try:
        acts.confirm_list(pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "名单已确认。请由另一位工作人员认定。")
    return redirect("public_notice_manage", pk=pk)
