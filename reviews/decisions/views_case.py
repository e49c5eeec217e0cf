"""What a decision on one application rests on, taking it back, and the papers that a meeting takes along (REV-3, REV-5)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from accounts.rules import is_own_matter
from applications.dossier.opinion import opinion_of
from applications.models import Application
from face.downloads import letter_file, workbook_file
from face.templatetags.portal import chinese_datetime
from journal.workflow import Refused
from programme.models import Cycle
from programme.notice import Field, PilotType
from reviews.decisions.actions import take_back_decision
from reviews.decisions.forms import TakeBackForm
from reviews.decisions.meeting import cases, listed
from reviews.decisions.paper import meeting_letter, meeting_page, title_of
from reviews.decisions.views_meeting import meeting_url
from reviews.models import Decision, PublicNoticeItem
from reviews.ranking.ranked_rows import ranked_rows
from reviews.ranking.rows import RANKED_STATES
from reviews.scoring.offered import awaited, reopenable
from reviews.scoring.totals import TRIMMED_TEXT, Result
from reviews.workflow import DECISION


@require_safe
@only_for(Capability.PROPOSE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One application before the meeting: facts, scores, points discussed, and what is decided on it so far."""
    reviewed = Application.objects.of_city(request.user).filter(state__in=RANKED_STATES)
    application = get_object_or_404(reviewed.select_related("cycle"), pk=pk)
    ranking = ranked_rows(application.cycle, application.pilot_type)
    (case,) = cases([each for each in ranking if each.pk == pk])
    decision = case.decision
    struck = PublicNoticeItem.objects.filter(application=pk, struck_at__isnull=False).first()
    context = {
        "case": case,
        "application": case.application,
        "decision": decision,
        "decided": _decided(decision, struck),
        "struck": struck,
        "rows": _facts(case.application),
        "figures": _figures(case.result),
        "opinion": opinion_of(case.application.current_revision),
        "reopenable": reopenable(request.user, [case.application]),
        "awaited": awaited(request.user, [case.application]),
        "take_back": _take_back(decision, request.user),
        "own_matter": is_own_matter(request.user, application),
        "meeting_url": meeting_url(application),
    }
    return render(request, "reviews/decisions/case.html", context)


@require_POST
@only_for(Capability.PROPOSE)
def decision_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a decision that is not published."""
    decision = get_object_or_404(Decision.objects.select_related("application"), pk=pk)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明撤销的原因，决定没有撤销。")
        return redirect("decide", decision.application_id)
    try:
        take_back_decision(pk, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{decision.application.number} 的决定已撤销，可以重新提议。")
    return redirect("decide", decision.application_id)


def _take_back(decision: Decision | None, user: User) -> TakeBackForm | None:
    """The form to take a decision back, where one is there that the person may take back."""
    if decision is None or not DECISION.can("take_back_decision", decision, user):
        return None
    return TakeBackForm(initial={"seen": decision.mark})


def _decided(decision, struck: PublicNoticeItem | None) -> list[tuple[str, object]]:
    """The decision in words, for the city; ``struck``: its line, when an objection took it off the notice."""
    if decision is None:
        return []
    said = [
        ("决定", decision.get_outcome_display()),
        ("理由（内部）", decision.reason),
        ("评审意见（给申报单位）", decision.remarks),
        ("提议时得分", decision.score),
        ("提议时名次", decision.rank),
        ("提议", f"{decision.proposed_by}　{chinese_datetime(decision.proposed_at)}"),
    ]
    if decision.returned_at:
        said.append(("退回", f"{decision.returned_by}　{chinese_datetime(decision.returned_at)}"))
        said.append(("退回意见", decision.return_remark))
    if decision.confirmed_at:
        said.append(("确认", f"{decision.confirmed_by}　{chinese_datetime(decision.confirmed_at)}"))
    if decision.published_at:
        said.append(("公布", chinese_datetime(decision.published_at)))
    if struck:
        said.append(("移出名单", f"{struck.struck_by}　{chinese_datetime(struck.struck_at)}"))
        said.append(("移出原因（已告知申报单位）", struck.struck_reason))
    return said


def _facts(application: Application) -> list[tuple[str, object]]:
    entry = application.entry
    size = (
        ("面积（平方公里）", entry.area_km2) if entry.area_km2 else ("总投资（万元）", entry.investment_wan)
    )
    return [
        ("领域", entry.get_field_display()),
        ("所在区", entry.get_district_display()),
        size,
        ("申报途径", application.get_route_display()),
        ("推荐单位", application.recommender),
        ("接收时间", chinese_datetime(application.received_at)),
    ]


def _figures(score: Result) -> list[dict]:
    """The tiles of a result."""
    dropped = f"，{TRIMMED_TEXT}" if score.trimmed else ""
    return [
        {"label": "得分", "value": score.mean, "note": f"{score.sheets} 份有效评分表{dropped}"},
        {"label": "原始平均", "value": score.raw_mean, "note": "全部有效评分表的平均"},
        {"label": "分差", "value": score.spread, "note": "最高分减最低分"},
    ]


@require_safe
@only_for(Capability.READ_REVIEW)
def meeting_file(request: HttpRequest, year: int, pilot_type: str, kind: str) -> HttpResponse:
    """The paper for the meeting, ready for signature: Word, PDF or Excel."""
    if pilot_type not in PilotType:
        raise Http404
    cycle = get_object_or_404(Cycle, year=year)
    field = request.GET.get("field", "")
    if field and field not in Field:
        raise Http404
    lines = cases(listed(cycle, pilot_type, field))
    name = title_of(cycle, pilot_type, field)
    if kind == "excel":
        return workbook_file([meeting_page(cycle, pilot_type, field, lines)], name)
    return letter_file(meeting_letter(cycle, pilot_type, field, lines), kind, name)
