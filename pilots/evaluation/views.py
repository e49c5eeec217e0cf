"""The page of an evaluation: written by people of the city, read by all parties once it is confirmed."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import may
from applications.filling.autosave import autosaving, clash_boxes, clash_links, saved_answer
from face.downloads import letter_file
from face.fields import today
from journal.workflow import Refused
from pilots.evaluation.deciding.proposing import mark_of, propose_outcome
from pilots.evaluation.forms import ConfirmForm, EvidenceForm, MetForm, ReasonForm
from pilots.evaluation.layout import faults, layout_of, year_of
from pilots.evaluation.letters import file_name_of, letter
from pilots.evaluation.reading import checked_lines, conditions_of, lines_of, trend_of
from pilots.evaluation.saving import save_evaluation
from pilots.evaluation.visiting.actions import has_visit
from pilots.evaluation.visiting.evidence import evidence_rows
from pilots.models import Evaluation
from pilots.rules import application_of
from pilots.states import EVALUATION_OUTCOME_LOOKS, EvaluationKind, EvaluationState
from pilots.workflow import EVALUATION
from pilots.writing.forms import LayoutForm
from sheets.merging.edits import last_writer
from sheets.merging.saving import Saved, marks_on

RELATED = ("pilot__entry__cycle", "about__submission", "visit", "proposed_by", "confirmed_by")


def visible_evaluation(request: HttpRequest, pk: int) -> Evaluation:
    """The evaluation when this person may see it, else 404: an organisation sees confirmed ones only."""
    rows = Evaluation.objects.visible_to(request.user).select_related(*RELATED)
    if not may(request.user, Capability.READ_RECEIVED):
        rows = rows.confirmed()
    return get_object_or_404(rows, pk=pk)


@never_cache
def evaluation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The evaluation: open for who follows pilots, read-only once it is proposed."""
    evaluation = visible_evaluation(request, pk)
    if not EVALUATION.can("write_evaluation", evaluation, request.user):
        return read(request, evaluation)
    if request.method != "POST":
        return write(request, evaluation)
    try:
        saved = save_evaluation(pk, request.POST, actor=request.user)
        proposing = request.POST.get("do") == "propose"
        if saved.clashes:
            messages.error(request, "结论没有提出。" if proposing else "有内容没有保存。")
            return write(request, evaluation, saved=saved)
        if proposing:
            return _propose(request, saved)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(evaluation)
    messages.success(request, "已保存，尚未提出结论。")
    return redirect(evaluation)


def _propose(request: HttpRequest, saved: Saved) -> HttpResponse:
    lacks = list(faults(saved.row, today()))
    if lacks:
        return write(request, saved.row, saved=saved, lacks=lacks)
    propose_outcome(saved.row.pk, actor=request.user)
    messages.success(request, "结论已提出，请另一位工作人员确认。")
    return redirect(saved.row)


def write(
    request: HttpRequest,
    evaluation: Evaluation,
    *,
    saved: Saved | None = None,
    lacks: list | None = None,
    cancel_form: ReasonForm | None = None,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    """The form as this person has it: what was sent, over what is stored."""
    evaluation = visible_evaluation(request, evaluation.pk) if saved else evaluation
    layout = layout_of(evaluation, today())
    shown = evaluation.entries | (layout.taken(request.POST) if saved else {})
    form = LayoutForm(shown if lacks else None, layout=layout, content=shown)
    form.say(lacks or ())
    clashes = saved.clashes if saved else []
    context = _frame(evaluation) | {
        "form": form,
        "copy": json.dumps(saved.copy if saved else marks_on(layout, evaluation.entries)),
        "clashes": clashes,
        "problems": clash_links(clashes) or form.problems,
        "last": "own" if last_writer(evaluation.edits) in (None, request.user.pk) else "other",
        "trend": trend_of(evaluation),
        "may_cancel": evaluation.kind == EvaluationKind.TRACKING,
        "cancel_form": cancel_form or ReasonForm(auto_id="id_cancel_%s"),
        "files": evidence_rows(evaluation, deleting=True),
        "evidence_form": evidence_form or EvidenceForm(auto_id="file_%s"),
        "visitable": application_of(evaluation.pilot.entry) is not None and not has_visit(evaluation),
    }
    return render(request, "pilots/evaluation/write.html", context)


def _frame(evaluation: Evaluation) -> dict:
    """What both pages of an evaluation show around it."""
    application = application_of(evaluation.pilot.entry)
    visit = evaluation.visit if has_visit(evaluation) else None
    return {
        "evaluation": evaluation,
        "family": EVALUATION_OUTCOME_LOOKS.look(outcome).family if (outcome := evaluation.outcome) else "",
        "pilot": evaluation.pilot,
        "entry": evaluation.pilot.entry,
        "visit": visit,
        "case": visit.cases.filter(application=application).first() if visit else None,
    }


def read(
    request: HttpRequest, evaluation: Evaluation, *, reason_form: ReasonForm | None = None
) -> HttpResponse:
    """The evaluation as it was proposed or confirmed."""
    confirmed = evaluation.state == EvaluationState.CONFIRMED
    for_city = may(request.user, Capability.READ_RECEIVED)
    context = _frame(evaluation) | {
        "for_city": for_city,
        "confirmed": confirmed,
        "verbs": EVALUATION.available(evaluation, request.user),
        "year": year_of(evaluation),
        "lines": lines_of(evaluation),
        "checked": list(checked_lines(evaluation)),
        "conditions": conditions_of(evaluation),
        "files": evidence_rows(evaluation),
        "meets": confirmed and may(request.user, Capability.FOLLOW_PILOTS),
        "met_form": MetForm(auto_id=False),
        "trend": trend_of(evaluation) if for_city else [],
        "own": evaluation.proposed_by_id == request.user.pk,
        "confirm_form": ConfirmForm(initial={"seen": mark_of(evaluation)}, auto_id="id_confirm_%s"),
        "reason_form": reason_form or ReasonForm(auto_id="id_return_%s"),
    }
    return render(request, "pilots/evaluation/read.html", context)


@autosaving
def evaluation_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Save while it is written."""
    if not may(request.user, Capability.FOLLOW_PILOTS) or not Evaluation.objects.filter(pk=pk).exists():
        raise Http404
    saved = save_evaluation(pk, request.POST, actor=request.user)
    boxes = clash_boxes(saved.clashes)
    return saved_answer(saved.at, saved.copy, saved.newer, boxes)


@require_safe
@only_for(Capability.APPLY, Capability.READ_RECEIVED)
def evaluation_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The letter of a confirmed evaluation, as Word or PDF."""
    evaluation = visible_evaluation(request, pk)
    if evaluation.state != EvaluationState.CONFIRMED:
        raise Http404
    return letter_file(letter(evaluation), kind, file_name_of(evaluation))
