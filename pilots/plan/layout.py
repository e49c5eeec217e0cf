"""The page of a plan: answers to the remarks of the review, period, targets; what it lacks (A1 §三.2).

Its targets are held against what the application promised: one that falls behind needs a reason.
"""

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from face.wording import chinese_date
from journal.clock import day_of
from pilots.models import Pilot, Submission
from pilots.targets.compare import Difference, worse
from pilots.targets.factors import factor_faults, factor_group
from pilots.targets.page import Held, row_faults, target_groups
from pilots.targets.rows import promised_of
from pilots.writing.layout import Group, Layout, Place, PlaceKind, day_in
from pilots.writing.versions import DOCUMENT

REPORT_MONTHS = (("3", "每季度"), ("6", "每半年"), ("12", "每年"))
LONGEST_YEARS = 10  # a day further off is a slip of the pen


def layout_of(submission: Submission) -> Layout:
    """The layout of a plan as it stands now."""
    life = submission.pilot.entry.programme.life
    norm = f"原则上不超过 {life.implementing_months} 个月；超过的须写明理由"
    whole = Group(
        "whole",
        "实施安排",
        (
            Place("until", "完成日期", PlaceKind.DAY, "请填写完成日期。", hint=f"自方案同意之日起，{norm}"),
            Place("period_reason", "超出期限的理由", PlaceKind.LONG, hint="不超过上述期限的不填", limit=500),
            Place(
                "report_months",
                "进展报告",
                PlaceKind.CHOICE,
                "请选择多久报告一次进展。",
                choices=REPORT_MONTHS,
            ),
            Place("summary", "主要任务", PlaceKind.LONG, "请写明主要任务。"),
            Place("measures", "组织实施和保障措施", PlaceKind.LONG, "请写明组织实施和保障措施。"),
        ),
    )
    return Layout(
        (
            *_answers(submission),
            whole,
            *target_groups(submission.content, held_against(submission.pilot)),
            factor_group(submission.content, day_of(submission.opened_at)),
        ),
        file_places=((DOCUMENT, "整份方案（上传后以上传的文件为准）"), ("", "其他证明材料")),
    )


def held_against(pilot: Pilot) -> Held:
    """What the application promised, against which the rows of the plan are held."""
    promised = promised_of(pilot)
    return Held(
        called="申报承诺",
        why="与申报承诺不同的理由",
        hint="低于申报承诺或不再列为目标时填写",
        asks=_asks,
        targets=promised,
        highest=max(promised, default=0),
        promised=True,
    )


def _asks(difference: Difference) -> str:
    behind = worse(difference.before, difference.after) if difference.before else ""
    return f"{behind}，请写明理由。" if behind else ""


def _answers(submission: Submission) -> Iterator[Group]:
    for remark in submission.pilot.review_remarks.all():
        place = Place(
            f"answer_{remark.number}",
            "落实情况",
            PlaceKind.LONG,
            "请写明怎样落实这条意见。",
            limit=1000,
        )
        yield Group(
            f"remark_{remark.number}",
            f"评审意见 {remark.number}",
            (place,),
            facts=(("意见", remark.text),),
            row=True,
        )


def faults(submission: Submission, today: date) -> Iterator[tuple[str, str]]:
    """(name, sentence) of everything that a plan lacks."""
    content, life = submission.content, submission.pilot.entry.programme.life
    yield from layout_of(submission).faults(content)
    until = day_in(content.get("until", ""))
    norm = today + relativedelta(months=life.implementing_months)
    if until and until <= today:
        yield "until", "完成日期应晚于今天。"
    elif until and until > today + relativedelta(years=LONGEST_YEARS):
        yield "until", "完成日期太远，请核对年份。"
    elif until and until > norm and not content.get("period_reason"):
        yield (
            "period_reason",
            f"完成日期超过 {chinese_date(norm)}（{life.implementing_months} 个月），请写明理由。",
        )
    yield from row_faults(content, held_against(submission.pilot), first=today, last=until)
    yield from factor_faults(content)
