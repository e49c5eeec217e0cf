"""What must hold in screening, score sheets and decisions."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from applications.duplicates import STANDING
from applications.models import DRAFT_COLUMNS, Application
from applications.states import State
from reviews.decisions import invariants as decisions_invariants
from reviews.draws import invariants as draws_invariants
from reviews.models import Criterion, Decision, DuplicateRuling, ScoreSheet, Screening, WorkPlan
from reviews.objections import invariants as objections_invariants
from reviews.pool import conflicts
from reviews.results import invariants as results_invariants
from reviews.scoring import invariants as scoring_invariants
from reviews.scoring.totals import total
from reviews.states import DETECTED, DecisionState, WorkPlanState
from reviews.work_plans.lists import ZONES

DECIDED = (State.PROPOSED, State.SELECTED, State.KEPT)
SCREENED = (State.ACCEPTED, State.IN_REVIEW, *DECIDED)


def broken() -> Iterator[str]:
    """A sentence for each fault (REV-1, REV-2, REV-3)."""
    accepted = Screening.objects.filter(outcome=Screening.Outcome.ACCEPTED)
    screened = set(accepted.values_list("revision__application_id", flat=True))
    for application in Application.objects.filter(state__in=SCREENED).exclude(pk__in=screened):
        yield f"{application.number} 已进入后续环节，但没有通过形式审查的记录。"
    for number, findings in accepted.values_list("revision__application__number", "findings").iterator():
        if any(finding.get("met") is False for finding in findings.values()):
            yield f"{number} 通过了形式审查，但有条件的审查结果为不符合。"
    yield from _duplicates()
    yield from _decisions()
    yield from decisions_invariants.broken()
    yield from scoring_invariants.broken()
    yield from draws_invariants.broken()
    yield from objections_invariants.broken()
    yield from _work_plans()
    yield from results_invariants.broken()
    yield from _sheets()


def _duplicates() -> Iterator[str]:
    """Of two for the same that stand in one year only the one passed screening that was chosen (REC-3)."""
    for ruling in DuplicateRuling.objects.exclude(chosen=None).select_related("first", "second", "chosen"):
        other = ruling.second if ruling.chosen_id == ruling.first_id else ruling.first
        if other.state in SCREENED and _stood_beside(ruling.chosen, other):
            yield f"已确定由 {ruling.chosen.number} 参加评选，但 {other.number} 也通过了形式审查。"


def _stood_beside(chosen: Application, other: Application) -> bool:
    """Whether the chosen one stood in the year of the other when that passed, or has passed in it as well."""
    if chosen.state not in STANDING or chosen.cycle_id != other.cycle_id:
        return False
    passed = Screening.objects.filter(revision__application=other, outcome=Screening.Outcome.ACCEPTED)
    at = passed.order_by("-at").values_list("at", flat=True).first()
    stays = chosen.participations.filter(cycle=other.cycle_id)
    return chosen.state in SCREENED or at is None or stays.filter(since__lt=at).exists()


def _decisions() -> Iterator[str]:
    """A published decision if and only if the application is decided; nothing else carries one that counts."""
    published = Decision.objects.filter(state=DecisionState.PUBLISHED)
    decided = Application.objects.filter(state__in=DECIDED)
    for application in decided.exclude(pk__in=published.values("application")):
        yield f"{application.number} 已有结果，但没有已公布的决定。"
    withdrawn = Q(application__state=State.WITHDRAWN, application__public_notice_item__isnull=False)
    undecided = published.exclude(application__state__in=DECIDED).exclude(withdrawn)
    for decision in undecided.select_related("application"):
        yield f"{decision.application.number} 的决定已公布，但状态不是已决定。"
    chosen = Q(application__state__in=[State.PROPOSED, State.SELECTED])
    kept = Decision.objects.filter(chosen, outcome=Decision.Outcome.KEPT)
    for decision in kept.select_related("application"):
        yield f"{decision.application.number} 的决定是纳入项目库，状态却是「{decision.application.get_state_display()}」。"
    waiting = (State.IN_REVIEW, State.WITHDRAWN)
    open_ones = Decision.objects.exclude(state=DecisionState.PUBLISHED).exclude(
        application__state__in=waiting
    )
    for decision in open_ones.select_related("application"):
        yield f"{decision.application.number} 有未公布的决定，但不在评审中。"


def _work_plans() -> Iterator[str]:
    """A plan is handed in if and only if its last version is not returned; no zone is selected without one (REV-4)."""
    for plan in WorkPlan.objects.select_related("application").prefetch_related("versions"):
        last = max(plan.versions.all(), key=lambda version: version.version, default=None)
        if (plan.state == WorkPlanState.HANDED_IN) != bool(last and not last.returned_at):
            yield f"{plan} 的状态与最后一版不符。"
    chosen = Application.objects.filter(state__in=[State.PROPOSED, State.SELECTED], sheet__in=ZONES).exclude(
        work_plan__state=WorkPlanState.HANDED_IN
    )
    for application in chosen:
        yield f"{application.number} 列为试点，但没有提交试点工作方案。"


def _sheets() -> Iterator[str]:
    """Totals follow from the scores, and no sheet was submitted over a detected conflict."""
    rubrics = {}
    for criterion in Criterion.objects.all():
        rubrics.setdefault((criterion.cycle_id, criterion.pilot_type), []).append(criterion)
    for key, criteria in rubrics.items():
        if sum(criterion.weight for criterion in criteria) != 100:
            yield f"{criteria[0].cycle} {key[1]} 的评分指标权重合计不是 100。"
    sheets = ScoreSheet.objects.valid().select_related("panel").defer("remarks")
    for sheet in sheets.iterator():
        if total(sheet.scores, rubrics[sheet.panel.cycle_id, sheet.panel.pilot_type]) != sheet.total:
            yield f"{sheet} 的总分与各项得分不符。"
    yield from _tied()


def _tied() -> Iterator[str]:
    """No sheet of an application in review was submitted over a conflict that the portal sees (REV-2).

    What is decided is left out: people change their organisations later.
    """
    sheets = ScoreSheet.objects.valid().filter(application__state=State.IN_REVIEW)
    by_panel = defaultdict(list)
    drafts = [f"application__{name}" for name in DRAFT_COLUMNS]
    for sheet in (
        sheets.select_related("reviewer", "application").defer("remarks", *drafts).order_by("panel", "pk")
    ):
        by_panel[sheet.panel_id].append(sheet)
    for found in by_panel.values():
        kept = conflicts.between_all({each.reviewer for each in found}, {each.application for each in found})
        for sheet in found:
            if kept.get((sheet.application_id, sheet.reviewer_id), ("",))[0] in DETECTED:
                yield f"{sheet} 存在应当回避的利益关系，却有评分。"
