"""The word of the second person: confirming and returning what was proposed (REV-5)."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from journal.workflow import Refused
from programme.models import Cycle
from reviews.decisions.actions import judge_decisions
from reviews.decisions.forms import VerdictForm
from reviews.decisions.meeting import (
    cases,
    decided_in,
    earlier_returns,
    overtaken,
    pending,
    why_anew,
)
from reviews.decisions.rules import same_score, score_of
from reviews.models import Decision
from reviews.ranking.ranked_rows import rows_by_case
from reviews.season import cycle_in_review
from reviews.workflow import DECISION

PAGE_SIZE = 30  # each is read in full


@only_for(Capability.CONFIRM)
@confirmed_identity
def decision_confirm(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, with what differs; confirm all, some, or return some with remarks."""
    cycle = _cycle(request)
    waiting = pending(cycle)
    typed = request.POST if request.method == "POST" else None
    others = [each for each in waiting if DECISION.can("confirm_decision", each, request.user)]
    forms = {other.pk: VerdictForm(other, typed) for other in others}
    troubles = []
    if request.method == "POST" and (found := _verdicts(request, forms)) is not None:
        try:
            judge_decisions(**found, actor=request.user)
        except Refused as refusal:
            troubles = [("proposals", str(refusal))]
        else:
            done = (len(found["confirmed"]), len(found["returned"]))
            messages.success(request, "已确认 {} 项，退回 {} 项。".format(*done))
            return redirect(f"{reverse('decision_confirm')}?cycle={cycle.year}")
    bound = [field for form in forms.values() if form.is_bound for field in form]
    troubles += [(field.id_for_label, text) for field in bound for text in field.errors]
    page = _page(request, waiting, forms)
    context = {"cycle": cycle, "troubles": troubles, "page": page}
    context |= _difference(waiting, page.object_list, forms)
    return render(request, "reviews/decisions/confirm.html", context)


def _cycle(request: HttpRequest) -> Cycle:
    year = request.GET.get("cycle", "")
    cycle = Cycle.objects.filter(year=year).first() if year.isdecimal() else cycle_in_review()
    if cycle is None:
        raise Http404
    return cycle


def _verdicts(request: HttpRequest, forms: dict[int, VerdictForm]) -> dict | None:
    """What was said about each, as ``judge_decisions`` takes it; None when something typed is wrong."""
    if not all(form.is_valid() for form in forms.values()):
        return None
    everything = "all" in request.POST
    sent = [form.decision for form in forms.values() if form["mark"].value()]
    anew = why_anew(sent, rows_by_case(decision.application for decision in sent)) if everything else {}
    said = {pk: form.cleaned_data for pk, form in forms.items() if form.cleaned_data["mark"]}
    back = {pk for pk, each in said.items() if each["verdict"] == VerdictForm.RETURN}
    yes = {
        pk
        for pk, each in said.items()
        if (everything and pk not in anew) or each["verdict"] == VerdictForm.CONFIRM
    } - back
    return {
        "confirmed": {pk: said[pk]["mark"] for pk in yes},
        "returned": {pk: said[pk]["mark"] for pk in back},
        "remarks": {pk: said[pk]["remark"] for pk in back},
    }


def _page(request: HttpRequest, waiting: list[Decision], forms: dict[int, VerdictForm]) -> Page:
    """A page of what waits; what was sent and not taken stays together, whatever moved meanwhile."""
    if request.method == "POST":
        read = {pk for pk, form in forms.items() if form["mark"].value()}
        waiting = [each for each in waiting if each.pk in read] or waiting
    return Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))


def _difference(waiting: list[Decision], shown: list[Decision], forms: dict[int, VerdictForm]) -> dict:
    """Each proposal against what holds now: score, place, sheets, order, and what was returned before."""
    ranked = rows_by_case(decision.application for decision in waiting)
    wanted = {each.application_id for each in shown}
    chosen = [line for pk, line in ranked.items() if pk in wanted]
    decided = decided_in(decision.application.cycle_id for decision in waiting)
    earlier, anew = earlier_returns(wanted), why_anew(shown, ranked)
    for pk in anew.keys() & forms.keys():
        forms[pk].offer_no_confirming()
    rows = [
        {
            "case": case,
            "score": score_of(ranked_row),
            "score_changed": not same_score(case.decision, ranked_row),
            "form": forms.get(case.decision.pk),
            "earlier": earlier.get(case.application.pk),
            "anew": anew.get(case.decision.pk, ""),
        }
        for case, ranked_row in zip(cases(chosen, decided=decided, beside=False), chosen, strict=True)
    ]
    return {
        "rows": rows,
        "mine": len(waiting) - len(forms),
        "others": sum(row["form"] is not None for row in rows),
        "confirmable": [row["case"].decision for row in rows if row["form"] and not row["anew"]],
        "figures": _figures(waiting, overtaken(decided)),
    }


def _figures(waiting: list[Decision], passed: dict[int, str]) -> list[dict]:
    """The tiles over everything that waits."""
    outcomes = [each.outcome for each in waiting]
    against = sum(each.application_id in passed for each in waiting)
    return [
        {"label": "拟列为试点", "value": outcomes.count(Decision.Outcome.SELECTED), "unit": "项"},
        {"label": "拟纳入项目库", "value": outcomes.count(Decision.Outcome.KEPT), "unit": "项"},
        {"label": "与得分次序不一致", "value": against, "unit": "项"},
    ]
