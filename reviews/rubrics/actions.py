"""What staff do to a rubric (REV-3)."""

from django.urls import reverse

from accounts.models import User
from journal.acts import Act, Refused
from programme.models import Cycle
from programme.notice import PilotType
from reviews.acts import EDIT_RUBRIC
from reviews.models import Criterion, ScoreSheet
from reviews.rubrics.rubric import earlier, is_locked, locked_row, rubric_of, starter

COLUMNS = ("name", "guidance", "weight", "scale")
OUT_OF_THE_WAY = 1000


def save_rubric(cycle: Cycle, pilot_type: PilotType, *, actor: User, rows: list[dict]) -> list[Criterion]:
    """Replace the rubric of a cycle and type; criteria that stay keep their scores on unfinished sheets (REV-3).

    The row of the rubric is locked first, as the first submission does, so that none goes by the old rubric meanwhile.

    Args:
        rows: in order, each with ``pk`` (None: new), name, guidance, weight, scale; weights add up to 100.

    Raises:
        Refused: a sheet is submitted already, or the weights do not add up.
    """

    def cycle_with_locked_rubric() -> Cycle:
        locked_row(cycle, pilot_type)
        return cycle

    with EDIT_RUBRIC.perform(cycle_with_locked_rubric, actor=actor) as act:
        if is_locked(cycle, pilot_type):
            raise Refused("已有专家提交评分表，本年度这一类的评分指标不能再改。")
        if sum(row["weight"] for row in rows) != 100:
            raise Refused("权重合计应为 100。")
        before = rubric_of(cycle, pilot_type)
        if [_values(row) for row in rows] == [_values(vars(criterion)) for criterion in before]:
            act.nothing()
            return before
        _replace(cycle, pilot_type, rows)
        after = rubric_of(cycle, pilot_type)
        _note(act, pilot_type, before, after)
    return after


def take_over_rubric(
    cycle: Cycle, pilot_type: PilotType, *, actor: User, from_starter: bool
) -> list[Criterion]:
    """Take the rubric of the newest earlier year, or the starter; criteria of the same name keep their scores.

    Raises:
        Refused: it is locked, or no earlier year has one.
    """
    pattern = starter(pilot_type) if from_starter else earlier(cycle, pilot_type)[1]
    if not pattern:
        raise Refused("以前的年度没有这一类的评分指标。")
    own = {each.name: each.pk for each in rubric_of(cycle, pilot_type)}
    rows = [dict(zip(COLUMNS, values, strict=True)) | {"pk": own.get(values[0])} for values in pattern]
    return save_rubric(cycle, pilot_type, actor=actor, rows=rows)


def _values(row: dict) -> tuple:
    return tuple(row[name] for name in COLUMNS)


def _replace(cycle: Cycle, pilot_type: PilotType, rows: list[dict]) -> None:
    """Write the rows in their order; positions are unique, so the old ones first make room."""
    own = Criterion.objects.filter(cycle=cycle, pilot_type=pilot_type)
    own.exclude(pk__in=[row["pk"] for row in rows if row["pk"]]).delete()
    for criterion in own.order_by("-position"):
        criterion.position += OUT_OF_THE_WAY
        criterion.save(update_fields=["position"])
    for position, row in enumerate(rows, start=1):
        values = {name: row[name] for name in COLUMNS} | {"position": position}
        if not own.filter(pk=row["pk"]).update(**values):
            Criterion.objects.create(cycle=cycle, pilot_type=pilot_type, **values)


def _note(act: Act[Cycle], pilot_type: PilotType, before: list, after: list) -> None:
    """Say what changed; who has open sheets is told."""
    texts = [
        "、".join(f"{criterion.name} {criterion.weight}（{criterion.scale} 分制）" for criterion in rubric)
        for rubric in (before, after)
    ]
    act.summary = f"{pilot_type.label}：{texts[0]} → {texts[1]}"
    act.facts |= {
        "type": pilot_type.value,
        "criteria": [_values(vars(criterion)) for criterion in after],
    }
    cycle = act.object
    waiting = ScoreSheet.objects.open().filter(panel__cycle=cycle, panel__pilot_type=pilot_type)
    act.tell(
        User.objects.filter(pk__in=waiting.values("reviewer")),
        f"{cycle.year} 年度{pilot_type.label}的评分指标已调整",
        "您尚未提交的评分表将按新的指标填写；保留的指标已填的分数不变，请核对。",
        reverse("reviewer_desk"),
    )
