"""What must hold in screening, score sheets and decisions."""

from collections.abc import Iterator

from applications.models import Application
from applications.states import State
from reviews.models import Assignment, Criterion, Decision, Screening
from reviews.rules import detected_conflict
from reviews.scoring import total

DECIDED = (State.SELECTED, State.KEPT)
SCREENED = (State.ACCEPTED, State.IN_REVIEW, *DECIDED)


def broken() -> Iterator[str]:
    """A sentence for each fault (REV-1, REV-2, REV-3)."""
    accepted = Screening.objects.filter(outcome=Screening.Outcome.ACCEPTED)
    screened = set(accepted.values_list("revision__application_id", flat=True))
    for application in Application.objects.filter(state__in=SCREENED).exclude(pk__in=screened):
        yield f"{application.number} 已进入后续环节，但没有通过形式审查的记录。"
    for application in Application.objects.filter(state__in=DECIDED, decision=None):
        yield f"{application.number} 已有结果，但没有决定记录。"
    for decision in Decision.objects.exclude(application__state__in=DECIDED).select_related("application"):
        yield f"{decision.application.number} 有决定记录，但状态不是已决定。"
    yield from _sheets()


def _sheets() -> Iterator[str]:
    """Totals follow from the scores, and no sheet was submitted over a detected conflict."""
    rubrics = {}
    for criterion in Criterion.objects.all():
        rubrics.setdefault((criterion.cycle_id, criterion.pilot_type), []).append(criterion)
    for key, criteria in rubrics.items():
        if sum(criterion.weight for criterion in criteria) != 100:
            yield f"{criteria[0].cycle} {key[1]} 的评分指标权重合计不是 100。"
    sheets = Assignment.objects.valid().select_related("panel", "application", "reviewer")
    for sheet in sheets.iterator():
        if total(sheet.scores, rubrics[sheet.panel.cycle_id, sheet.panel.pilot_type]) != sheet.total:
            yield f"{sheet} 的总分与各项得分不符。"
        if detected_conflict(sheet.reviewer, sheet.application):
            yield f"{sheet} 存在应当回避的利益关系，却有评分。"
