"""The paper desk of the centre: match paper to revisions by code, count copies (MAT-W)."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.dossier import changes as dossier_changes
from applications.dossier import revision as dossier_revision
from applications.models import (
    Application,
    PaperReceipt,
    PaperReminder,
    Revision,
    with_last_reminder,
    with_paper_copies,
)
from applications.paper.desk import actions as desk
from applications.paper.desk.filters import PaperFilter
from applications.paper.desk.forms import PaperCodeForm, PaperForm
from applications.paper.reminders import reminders_of
from applications.paper.way import files_of, paper_way
from applications.states import State
from applications.workflow import APPLICATION
from face.fields import today
from journal.workflow import Refused
from programme.notice import PAPER_COPIES

PAGE_SIZE = 50


@require_safe
@only_for(Capability.REGISTER_PAPER)
def paper_desk(request: HttpRequest) -> HttpResponse:
    """One input for the code; below, what still lacks paper copies of its current revision."""
    code_form = PaperCodeForm(request.GET if "code" in request.GET else None, user=request.user)
    if code_form.is_valid():
        address = reverse("paper_register", args=[dossier_revision.code_of(code_form.revision)])
        return redirect(f"{address}?by=number" if code_form.by_number else address)
    wanting = (
        with_last_reminder(with_paper_copies(Application.objects.of_city(request.user)))
        .filter(state__in=APPLICATION.verbs["register_paper"].sources, copies__lt=PAPER_COPIES)
        .select_related("organisation", "cycle", "entry", "recommender", "current_revision")
        .prefetch_related(Prefetch("paper_reminders", PaperReminder.objects.select_related("by")))
        .light()
        .defer("current_revision__answers", "current_revision__carbon")
    )
    filtered = PaperFilter(request.GET, queryset=wanting)
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    day = today()
    rows = [_missing(application, request.user, day) for application in page]
    context = {
        "code_form": code_form,
        "filter": filtered,
        "page": page,
        "rows": rows,
        "tickable": any(row["remindable"] for row in rows),
        "wanted": PAPER_COPIES,
    }
    return render(request, "applications/paper/desk/desk.html", context)


def _missing(application: Application, user, day: date) -> dict:
    """A row of what is missing: the code to register by, and whom was written when for this revision."""
    revision = application.current_revision
    told = [
        paper_reminder
        for paper_reminder in application.paper_reminders.all()
        if paper_reminder.revision_id == revision.pk
    ]
    told_today = any(paper_reminder.day == day for paper_reminder in application.paper_reminders.all())
    return {
        "application": application,
        "code": dossier_revision.code_of(revision),
        "reminders": told,
        "told_today": told_today,
        "remindable": not told_today and APPLICATION.can("remind_paper", application, user),
    }


@only_for(Capability.REGISTER_PAPER)
def paper_register(request: HttpRequest, code: str) -> HttpResponse:
    """Register copies of the revision that the code names; says so when a newer one has replaced it."""
    code_form = PaperCodeForm({"code": code}, user=request.user)
    if not code_form.is_valid():
        raise Http404
    revision = code_form.revision
    received = sum(receipt.copies for receipt in revision.paper_receipts.standing())
    form = PaperForm(
        request.POST or None,
        initial={"copies": max(PAPER_COPIES - received, 1)},
        submitted_at=revision.submitted_at,
        received=received,
    )
    if request.method == "POST" and form.is_valid():
        try:
            desk.register_paper(revision, actor=request.user, **form.receipt)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _registered(revision, form.cleaned_data["copies"], received))
            return redirect("paper_desk")
    return render(
        request, "applications/paper/desk/register.html", _paper_page(request, revision, form, received)
    )


def _registered(revision: Revision, copies: int, before: int) -> str:
    number, total = revision.application.number, before + copies
    if revision != revision.application.current_revision:
        return f"{number} 登记第 {revision.number} 版（旧版本）纸质材料 {copies} 份，不计入现行版本。"
    left = f"还差 {PAPER_COPIES - total} 份。" if total < PAPER_COPIES else "份数已齐。"
    return f"{number} 第 {revision.number} 版登记纸质材料 {copies} 份，累计 {total} 份，{left}"


def _paper_page(request: HttpRequest, revision: Revision, form: PaperForm, received: int) -> dict:
    application = revision.application
    current = application.current_revision
    return {
        "application": application,
        "revision": revision,
        "current": current,
        "outdated": revision != current,
        "changes": dossier_changes.changes(revision, current) if revision != current else [],
        "code": dossier_revision.code_of(revision),
        "by_number": request.GET.get("by") == "number",
        "form": form,
        "received": received,
        "way": paper_way(application),
        "earlier_scans": [file for scan in revision.scans.select_related("by") for file in files_of(scan)]
        if revision != current
        else [],
        "wanted": PAPER_COPIES,
        "correcting": application.state == State.CORRECTION,
        "receipts": PaperReceipt.objects.filter(revision__application=application).select_related(
            "revision", "by", "voided_by"
        ),
        "correctable": "correct_paper" in APPLICATION.available(application, request.user),
        "reminders": reminders_of(application),
        "possible": "register_paper" in APPLICATION.available(application, request.user),
    }
