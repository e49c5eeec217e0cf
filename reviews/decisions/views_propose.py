"""Proposing decisions on what was ticked in the list of the meeting (REV-3, REV-5)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.models import Application
from journal.workflow import Refused
from reviews.decisions.actions import propose_decisions
from reviews.decisions.forms import CommonForm, ProposalForm, all_valid
from reviews.decisions.meeting import Case, cases
from reviews.decisions.views_meeting import meeting_url
from reviews.models import Decision
from reviews.ranking.ranked_rows import ranked_rows
from reviews.ranking.rows import RANKED_STATES

MOST = 100


@only_for(Capability.PROPOSE)
def decision_propose(request: HttpRequest) -> HttpResponse:
    """Propose decisions on what was ticked: one reason for all, or one of its own for each."""
    data = request.POST if request.method == "POST" else request.GET
    chosen = _ticked(request, data.getlist("pick"))
    if request.method == "GET":
        for said in _refusals(data.getlist("pick"), chosen):
            messages.error(request, said)
        chosen = [case for case in chosen if case.pickable]
    if not chosen:
        if not data.getlist("pick"):
            messages.error(request, "请先勾选要提议决定的申报。")
        return redirect("decision_meeting")
    typed = request.POST if request.method == "POST" else None
    outcome = data.get("outcome", "")
    common = CommonForm(typed)
    rows = [(case, ProposalForm(case.application, _begun(case, outcome), typed)) for case in chosen]
    forms = [form for _, form in rows]
    troubles = []
    if request.method == "POST" and all_valid(common, forms):
        try:
            propose_decisions([form.proposal for form in forms], actor=request.user)
        except Refused as refusal:
            troubles = [("proposals", str(refusal))]
        else:
            messages.success(request, f"已提议 {len(rows)} 项决定，请另一人确认。确认之前可以重新提议。")
            return redirect(meeting_url(chosen[0].application))
    troubles += [(field.id_for_label, text) for form in forms for field in form for text in field.errors]
    context = {
        "common": common,
        "rows": rows,
        "troubles": troubles,
        "outcome": outcome,
        "back": meeting_url(chosen[0].application),
    }
    return render(request, "reviews/decisions/propose.html", context)


def _begun(case: Case, outcome: str) -> str:
    """The outcome that is ticked at first: none where the one that was chosen for all is barred."""
    return "" if case.why_not and outcome == Decision.Outcome.SELECTED else outcome


def _ticked(request: HttpRequest, picked: list[str]) -> list[Case]:
    """What was ticked, in the order of the ranking; what may not be proposed any more stays, to be refused in words."""
    ids = {int(each) for each in picked if each.isdecimal()}
    visible = Application.objects.of_city(request.user).filter(state__in=RANKED_STATES)
    found = list(visible.filter(pk__in=ids).select_related("cycle").light()[:MOST])
    kinds = {(each.cycle_id, each.pilot_type): each for each in found}
    wanted = {each.pk for each in found}
    lines = [ranked_row for kind in kinds.values() for ranked_row in ranked_rows(kind.cycle, kind.pilot_type)]
    return cases([line for line in lines if line.pk in wanted])


def _refusals(picked: list[str], chosen: list[Case]) -> list[str]:
    """Why some of what was picked is not offered, in sentences."""
    said = []
    for case in chosen:
        if case.barred:
            said.append(f"{case.barred}。")
        elif not case.pickable:
            stage = case.stage.label if case.stage else case.application.get_state_display()
            said.append(f"{case.application.number} 当前为「{stage}」，不能再提议决定。")
    known = {str(case.application.pk) for case in chosen}
    if unknown := len(set(picked) - known):
        said.append(f"所选申报中有 {unknown} 项不存在或不在评审中，不能提议决定。")
    return list(dict.fromkeys(said))  # what holds for a whole year is said once
