"""Screening: the sheet of one application (REV-1, CUT-5)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from applications.dossier import changes as dossier_changes
from applications.dossier import revision as dossier_revision
from applications.dossier.earlier import earlier_of
from applications.dossier.opinion import opinion_of
from applications.duplicates import RULE_TEXT
from applications.models import Application, Revision, with_paper_copies
from applications.packets.status import status_of
from applications.paper.way import paper_way
from applications.remarks.follow_up import answered_remarks, marks_for
from applications.remarks.forms import RemarkRows
from applications.remarks.places import worded
from applications.states import APPLICATION_LOOKS, Viewer
from applications.workflow import APPLICATION
from face.wording import chinese_datetime, cutoff_text
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from programme.notice import PAPER_COPIES
from reviews.compliance.table import Compliance, compliance_of, snapshot_lines
from reviews.models import Screening, ScreeningDraft
from reviews.screening.actions import VERB_OF, screen
from reviews.screening.carry_over import carried_over, earlier_findings
from reviews.screening.days import handled
from reviews.screening.draft import draft_of, keep_sheet, version_of
from reviews.screening.duplicates.rulings import rows_of, ruled_out
from reviews.screening.filters import kept_query
from reviews.screening.forms import ScreeningForm
from reviews.screening.reading import differences, reading_of, typed_lines

KEEP = "keep"  # the button that keeps the sheet without an outcome


@never_cache
@only_for(Capability.SCREEN)
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """The conditions of the type beside the form; the outcome of a revision, or what is kept until later (REV-1)."""
    application = _application(request, pk)
    draft = draft_of(application.current_revision_id)
    form = _form(request, application, draft)
    if KEEP in request.POST:
        if _kept(request, application):
            return redirect(f"{request.get_full_path()}#screening")
    elif (
        form.is_bound and form.is_valid() and form.placed.is_valid() and _screened(request, application, form)
    ):
        return redirect(_list_url(request))
    return render(request, "reviews/screening/page.html", _page(request, application, form))


@only_for(Capability.SCREEN)
@require_POST
def screening_draft(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep the sheet while it is typed; what cannot be kept is said, and nothing is lost on the page."""
    application = _application(request, pk)
    try:
        draft = _keep(request, application)
    except Refused as refused:
        return JsonResponse({"refused": str(refused)})
    return JsonResponse(
        {"text": f"已保存，{chinese_datetime(draft.at)}。尚未提交结论。", "seen": draft.version}
    )


def _application(request: HttpRequest, pk: int) -> Application:
    queryset = with_paper_copies(Application.objects.of_city(request.user))
    application = get_object_or_404(
        queryset.select_related("cycle", "organisation", "recommender", "entry", "current_revision"), pk=pk
    )
    application.current_revision.application = application
    return application


def _page(request: HttpRequest, application: Application, form: ScreeningForm) -> dict:
    """The context: what is read, the sheet, and where somebody kept another state of it meanwhile."""
    verbs = APPLICATION.available(application, request.user)
    possible = any(verb in verbs for verb in VERB_OF.values())
    revision, left = application.current_revision, request.GET.get("list", "")
    earlier = earlier_findings(revision, form.compliance) if possible else {}
    draft, reading = draft_of(revision.pk), reading_of(revision, form, form.compliance, earlier)
    stale = request.method == "POST" and draft and _seen(request) != draft.version
    return _reading(application, request.user) | {
        "form": form,
        "remark_rows": form.placed,
        "list_url": _list_url(request),
        "list_part": f"?{urlencode({'list': left})}" if left else "",
        "possible": possible,
        "compliance": form.compliance,
        "reading": reading,
        "reasons": reading.others if possible else dossier_revision.reasons_of(revision),
        "draft": draft,
        "seen": version_of(draft),
        "differences_title": _differences_title(draft, request.user) if stale else "",
        "too_late": [] if possible else typed_lines(form, request.POST.dict()),
        "differences": differences(form, draft, request.POST.dict()) if stale else [],
        "confirmed": [] if possible else dossier_revision.confirmed_of(revision),
        "registrable": "register_paper" in verbs,
        "duplicate_rows": rows_of(application, request.user),
        "duplicate_rule": RULE_TEXT,
    }


def _form(request: HttpRequest, application: Application, draft: ScreeningDraft | None) -> ScreeningForm:
    """The sheet as sent; unjudged when it is only kept or gets one more row of remarks; else as it was kept."""
    revision, sent = application.current_revision, request.POST if request.method == "POST" else None
    compliance = compliance_of(revision)
    keeping = sent is not None and KEEP in sent
    kept = sent if keeping else draft.data if draft else {}
    placed = RemarkRows(application, revision.answers, None if keeping else sent, kept=kept)
    unjudged = sent is None or keeping or placed.wants_more
    typed = sent.dict() if sent is not None else kept or _begun(revision, compliance)
    form = ScreeningForm(
        None if unjudged else sent,
        sheet=application.sheet,
        placed=placed,
        compliance=compliance,
        ruled_out=ruled_out(application),
        initial=_initial(application) | (typed if unjudged else {}),
    )
    form.fields["due_day"].help_text += f"默认 {application.cycle.correction_period}。"
    return form


def _begun(revision: Revision, compliance: Compliance) -> dict:
    """What a sheet that nobody kept begins with: what still stands of the screening before."""
    return carried_over(earlier_findings(revision, compliance))


def _differences_title(draft: ScreeningDraft, user: User) -> str:
    whose = "您在另一个窗口" if draft.by_id == user.pk else "另一人"
    return f"{whose}保存的内容与这里填写的不同"


def _seen(request: HttpRequest) -> int:
    """Which state of the unfinished sheet the page showed."""
    return _number(request, "seen")


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 19 else 0


def _keep(request: HttpRequest, application: Application) -> ScreeningDraft:
    left_out = ("csrfmiddlewaretoken", "seen", KEEP)
    return keep_sheet(
        application.pk,
        actor=request.user,
        revision_id=_number(request, "revision"),
        data={name: value for name, value in request.POST.items() if name not in left_out},
        seen=_seen(request),
    )


def _kept(request: HttpRequest, application: Application) -> bool:
    try:
        _keep(request, application)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, f"{application.number} 的审查表已保存，尚未提交结论。")
    return True


def _list_url(request: HttpRequest) -> str:
    """The list as the person left it; without a word about it, its start view."""
    left = request.GET.get("list", "")
    return reverse("screening_list") + (f"?{kept_query(QueryDict(left))}" if left else "")


def _initial(application: Application) -> dict:
    due = application.cycle.correction_due(clock.now())
    return {"due_day": day_of(due) - timedelta(days=1)}


def _screened(request: HttpRequest, application: Application, form: ScreeningForm) -> bool:
    try:
        done = screen(
            application.pk,
            actor=request.user,
            outcome=form.cleaned_data["outcome"],
            findings=form.findings,
            remarks=form.cleaned_data["remarks"],
            due=form.due,
            placed=form.placed.noted,
            compliance_reason=form.cleaned_data["compliance_reason"],
            revision_id=_number(request, "revision") or None,
            seen=_seen(request),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, f"{application.number} 形式审查结论：{done.get_outcome_display()}。")
    if done.due and done.due > application.cycle.correction_due(clock.now()):
        usual = application.cycle.correction_period
        messages.info(request, f"补正期限到 {cutoff_text(done.due)}，比本年度通常的 {usual}长。")
    return True


def _reading(application: Application, user) -> dict:
    """What stands beside the sheet: form, files, opinion, reasons, earlier screenings, what changed since."""
    revision = application.current_revision
    answered_from, answered = answered_remarks(revision, user)
    before = answered_from or application.revisions.filter(number=revision.number - 1).first()
    changes = dossier_changes.changes(before, revision) if before else []
    return {
        "application": application,
        "revision": revision,
        "family": APPLICATION_LOOKS.look(application.state, Viewer.SCREENING).family,
        "code": dossier_revision.code_of(revision),
        "wanted": PAPER_COPIES,
        "way": paper_way(application),
        "paper": dossier_revision.paper_of(revision, marks=marks_for(answered, changes)),
        "attachments": dossier_revision.attachments_of(revision),
        "packet_status": status_of(revision, user),
        "hints": dossier_revision.hints_of(revision),
        "carbon": dossier_revision.carbon_of(revision),
        "opinion": opinion_of(revision),
        "earlier": earlier_of(application),
        "before": before,
        "changes": changes,
        "answered": answered,
        "answered_from": answered_from,
        "days": handled([application], clock.now())[application.pk],
        "screenings": _screenings(revision),
    }


def _screenings(revision: Revision) -> list[tuple[Screening, list[tuple[str, dict]], list[str], list[str]]]:
    """All screenings of the application, newest first: (condition, finding), remarks at places, the record then."""
    screenings = Screening.objects.filter(revision__application_id=revision.application_id)
    screenings = (
        screenings.select_related("revision", "by").prefetch_related("revision__remarks").order_by("-at")
    )
    conditions = revision.application.programme_form.conditions
    for each in screenings:
        each.revision.application = revision.application
    return [
        (
            each,
            [(c.text, each.findings[c.key]) for c in conditions if c.key in each.findings],
            worded(each.revision, each.revision.remarks.all()),
            snapshot_lines(each.compliance),
        )
        for each in screenings
    ]
