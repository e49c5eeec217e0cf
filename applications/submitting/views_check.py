"""The last page of a draft: check your answers, and submit them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from applications.dossier.changes import changes
from applications.dossier.revision import draft_revision
from applications.filling.hints import listed
from applications.filling.page import draft_context, drafts_of
from applications.filling.pages import flagged
from applications.materials.views import draft_file, unbindable
from applications.models import Application
from applications.requirements import in_order, reasons_asked
from applications.states import State
from applications.submitting import actions
from applications.submitting.forms import SubmitForm
from applications.workflow import APPLICATION
from applications.year.progress import Counting
from applications.year.sentences import explanation, warning
from face.wording import cutoff_text
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle
from programme.notice import material_names
from sheets.definitions import fill_year
from sheets.grid import grid
from sheets.html import paper
from sheets.loading import definition

# What is read before the verb reads the whole row, under its lock.
PRESSED = ("number", "sheet", "state", "route", "recommender", "saved_at", "current_revision__number")

ONE_PRESS = Lock()
PATIENCE = 1  # s: whoever holds it so long waits for somebody else; the others go on side by side


@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers, and submit: the draft, or the correction. A second equal POST finds it done."""
    if request.method == "POST":
        now = clock.now()  # before waiting for anybody (CUT-3)
        with _one_at_a_time():
            return _press(request, pk, now)
    application = get_object_or_404(drafts_of(request.user), pk=pk)
    return _check_page(request, application) if _verb(application) else redirect(application)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of the threads of a process let one submit at a time.

    Most would wait for the gate of the numbers anyway, and those that wait in the database slow down the one that
    holds it (docs/performance.md).
    """
    alone = ONE_PRESS.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if alone:
            ONE_PRESS.release()


def _press(request: HttpRequest, pk: int, now: datetime) -> HttpResponse:
    """Submit what the page showed. Reads little before: everybody presses in the last minute."""
    own = Application.objects.drafts_of(request.user)
    application = get_object_or_404(own.select_related("current_revision").only(*PRESSED), pk=pk)
    verb, form = _verb(application), SubmitForm(request.POST)
    if not verb or form.data.get("after", _after(application)) != _after(application):
        return _done_already(request, pk)
    complete = form.is_valid()
    checked = actions.Checked(form.cleaned_data.get("year"), form.cleaned_data.get("seen"))
    try:
        checked.require_draft(application)
        if not complete:
            return _check_page(request, get_object_or_404(drafts_of(request.user), pk=pk))
        application = getattr(actions, verb)(pk, actor=request.user, checked=checked, at=now)
    except actions.OtherYear as other:
        return _other_year(request, application, other)
    except actions.ChangedMeanwhile as changed:
        messages.warning(request, str(changed))
        return redirect("application_check", pk)
    except Refused as refusal:
        application = get_object_or_404(drafts_of(request.user), pk=pk)
        if application.state not in APPLICATION.verbs[verb].sources:
            return _done_already(request, pk)
        messages.error(request, str(refusal))
        return _check_page(request, application)
    return _submitted(request, application)


def _verb(application: Application) -> str:
    """How what is being filled in is handed in; empty when nothing is."""
    return next((v for v in ("submit", "resubmit") if application.state in APPLICATION.verbs[v].sources), "")


def _after(application: Application) -> str:
    """The number of the revision that the draft comes after, as the page sends it."""
    return str(application.current_revision.number if application.current_revision else 0)


def _submit_form(request: HttpRequest, application: Application, declares: bool) -> SubmitForm:
    """The commitment as a page of this application shows it, with what was sent."""
    initial = {"after": _after(application), "seen": application.saved_at.isoformat()}
    sent = request.POST if request.method == "POST" else None
    return SubmitForm(sent, initial=initial, declares=declares)


def _check_page(request: HttpRequest, application: Application) -> HttpResponse:
    verb, context = _verb(application), draft_context(application, "check")
    overview = _overview(request.user, context, verb)
    form = _submit_form(request, application, bool(overview["declaration"]))
    return render(request, "applications/submitting/check.html", context | overview | {"form": form})


def _other_year(request: HttpRequest, application: Application, other: actions.OtherYear) -> HttpResponse:
    """A cutoff or a deadline passed since the page was opened: say what is different now, let the person decide (CUT-2).

    A page of its own, not the check page again: after a cutoff many come back at once.
    """
    counts = Counting(other.cycle.year, other.cycle.cutoff)
    form = definition(counts.year).sheets[application.sheet]
    declaration = form.declaration and fill_year(form.declaration.text, counts.year)
    context = {
        "application": application,
        "said": str(other),
        "counting": counts,
        "year_warning": warning(application, counts, Cycle.objects.cutoffs()),
        "declaration": declaration,
        "form": _submit_form(request, application, bool(declaration)),
        "verb": APPLICATION.verbs[_verb(application)].label,
        "may_submit": True,
        "lack_links": [],
        "unchanged": "",
    }
    return render(request, "applications/submitting/other_year.html", context)


def _done_already(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a submission whose work was done by an equal one before."""
    application = get_object_or_404(drafts_of(request.user), pk=pk)
    return _submitted(request, application) if application.current_revision else redirect(application)


def _submitted(request: HttpRequest, application: Application) -> HttpResponse:
    why = explanation(application)
    if application.state == State.AT_RECOMMENDER:
        sentence = (
            f"已提交，正由{application.recommender}初审。市生态环境局收到推荐后才算正式接收："
            f"{cutoff_text(application.cycle.cutoff)} 之前报送的，参加 {application.cycle.year} 年度评选。{why}"
        )
    elif application.state == State.RECEIVED:
        year = application.cycle.year
        sentence = f"已提交，市生态环境局已接收，编号 {application.number}，参加 {year} 年度评选。{why}"
    else:
        sentence = f"已提交，当前状态为「{application.get_state_display()}」。"
    messages.success(request, sentence)
    return redirect(application)


def _overview(user, context: dict, verb: str) -> dict:
    """Everything that would be submitted, on one page, and who may submit it."""
    application, year = context["application"], context["counting"].year
    form, names = application.form, material_names(application.sheet)
    boxes = application.programme_form.conditions
    rows = [
        ("申报类型", application.get_sheet_display()),
        ("所属领域", application.get_field_display()),
        ("所在区", application.get_district_display()),
        ("申报途径", application.get_route_display()),
        ("推荐单位", str(application.recommender or "")),
    ]
    before = application.current_revision
    attachments = in_order(application, application.attachments.all())
    return {
        "hints": listed(application),
        "lack_links": [(flagged(lack.url), lack.message, lack.renews_annex) for lack in context["found"]],
        "rows": rows,
        "norms": [
            (norm.text, application.norm_reasons.get(norm.key, ""))
            for norm in reasons_asked(application, {attachment.material for attachment in attachments})
        ],
        "before": before,
        "changes": changes(before, draft_revision(application)) if before else [],
        "unchanged": actions.UNCHANGED.format(before.number) if context["unchanged"] else "",
        "confirmed": [(box.text, box.key in application.confirmed_conditions) for box in boxes],
        "files": [draft_file(a) | {"kind": names.get(a.material, ""), "delete_url": ""} for a in attachments],
        "unbindable": unbindable(attachments),
        "paper": paper(grid(form, application.answers, year)),
        "declaration": form.declaration and fill_year(form.declaration.text, year),
        "verb": APPLICATION.verbs[verb].label,
        "may_submit": verb in APPLICATION.available(application, user),
        "submitters": application.organisation.memberships.filter(
            can_submit=True, user__is_active=True
        ).select_related("user"),
    }
