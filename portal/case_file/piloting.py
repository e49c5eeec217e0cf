"""The chapter of the pilot: targets from promise to what was found, what was handed in, evaluations, endings.

The same stands in the zip as ``pilot.json``, row by row with its numbers as texts, so that anybody can compute the chain
promised → targeted → reported → found anew.
"""

from typing import Any

from applications.models import Application
from journal.recipe import instant_text
from pilots.models import (
    Evaluation,
    FoundValue,
    Pilot,
    ReportedValue,
    SubmissionVersion,
    Target,
    TargetSet,
    TrialEvidence,
)
from pilots.targets.reported import amount, value_words
from pilots.targets.rows import plain
from portal.case_file.blocks import Block, Chapter, day, instant, table

NOT_YET = "尚未成为试点"


def pilot_of(application: Application) -> Pilot | None:
    """The pilot that the application became; None when it did not."""
    return Pilot.objects.filter(entry=application.entry_id).select_related("entry__cycle").first()


def piloting(pilot: Pilot | None) -> Chapter:
    """Everything of the life of the pilot."""
    if pilot is None:
        return Chapter("试点", [Block(facts=[("试点", NOT_YET)])])
    return Chapter(
        "试点",
        [
            Block(facts=_facts(pilot)),
            *table(
                "评审意见",
                ("序号", "意见"),
                pilot.review_remarks.values_list("number", "text"),
                widths=(12, 0),
            ),
            *_targets(pilot),
            *_submissions(pilot),
            *_trial(pilot),
            *_evaluations(pilot),
            *_endings(pilot),
        ],
    )


def _facts(pilot: Pilot) -> list[tuple[str, object]]:
    return [
        ("状态", f"{pilot.standing}（{instant(pilot.state_since)}起）"),
        ("入选时间", instant(pilot.selected_at)),
        ("实施期", f"{day(pilot.implementing_from)} 至 {day(pilot.implementing_until)}"),
        ("试运行起始日期", day(pilot.trial_from)),
        ("整改截止日期", day(pilot.repair_until)),
        ("称号", pilot.title),
        ("授予称号时间", instant(pilot.titled_at)),
        ("授牌日期", day(pilot.plaque_on)),
        ("结束时间", instant(pilot.ended_at)),
        ("资料缺项", pilot.known_gaps),
    ]


def _targets(pilot: Pilot) -> list[Block]:
    """Every set with its targets: what was promised, aimed at, changed."""
    blocks: list[Block] = []
    head = ("编号", "种类", "目标", "基准值", "目标值", "完成日期", "计量方法、来源")
    for held in pilot.target_sets.prefetch_related("targets"):
        until = f" 至 {instant(held.replaced_at)}" if held.replaced_at else "起"
        when = f"{instant(held.in_force_since)}{until}" if held.in_force_since else "没有生效"
        rows = [
            (
                target.key,
                target.get_kind_display(),
                target.name,
                amount(target.baseline, target.unit),
                amount(target.value, target.unit),
                day(target.due_on),
                "\n".join(filter(None, (target.method, target.source))),
            )
            for target in held.targets.all()
        ]
        blocks += table(
            f"{held.called}（{when}）", head, rows, small=True, widths=(10, 20, 0, 22, 22, 22, 36)
        )
    return blocks


def _submissions(pilot: Pilot) -> list[Block]:
    rows, values = [], []
    for version in _versions(pilot):
        submission = version.submission
        name = f"{submission.get_kind_display()} {submission.number} 第 {version.version} 版"
        period = (
            f"{day(submission.period_from)} 至 {day(submission.period_to)}" if submission.period_to else ""
        )
        rows.append(
            (
                "\n".join(filter(None, (name, period))),
                f"{instant(version.submitted_at)}{'，逾期' if version.late else ''}\n{version.submitted_by}",
                version.get_outcome_display(),
                version.remarks,
            )
        )
        values += [
            (name, row.target.name, row.year, value_words(row, row.target.unit), row.explanation)
            for row in version.values.all()
        ]
    return [
        *table(
            "提交的方案、报告和申请",
            ("材料", "提交", "结果", "审核意见"),
            rows,
            small=True,
            widths=(46, 40, 22, 0),
        ),
        *table(
            "填报的数值",
            ("材料", "目标", "年份", "数值", "说明"),
            values,
            small=True,
            widths=(46, 0, 14, 32, 40),
        ),
    ]


def _trial(pilot: Pilot) -> list[Block]:
    """Since when it is in trial operation, with every correction, and what proves it."""
    days = [
        (day(row.day), f"{instant(row.at)}\n{row.by}", row.text)
        for row in pilot.trial_days.select_related("by")
    ]
    evidence = [(kept.name, f"{instant(kept.at)}\n{kept.by}") for kept in _trial_evidence(pilot)]
    return [
        *table("试运行起始日期", ("日期", "登记", "说明"), days, widths=(30, 60, 0)),
        *table("试运行证明材料", ("文件", "上传"), evidence, widths=(0, 60)),
    ]


def _trial_evidence(pilot: Pilot) -> list[TrialEvidence]:
    return list(pilot.trial_evidence.select_related("by"))


def _versions(pilot: Pilot) -> list[SubmissionVersion]:
    versions = SubmissionVersion.objects.filter(submission__pilot=pilot).order_by("submitted_at", "pk")
    return list(versions.select_related("submission", "submitted_by").prefetch_related("values__target"))


def _evaluations(pilot: Pilot) -> list[Block]:
    blocks: list[Block] = []
    for evaluation in _evaluated(pilot):
        facts = [
            ("状态", evaluation.get_state_display()),
            ("结论", evaluation.get_outcome_display()),
            ("得分", evaluation.score),
            ("评估情况", evaluation.findings),
            ("理由", evaluation.reasons),
            ("整改要求", evaluation.repair_requirements),
            ("整改截止日期", day(evaluation.repair_until)),
            ("提出", _who(evaluation.proposed_by, evaluation.proposed_at)),
            ("确认", _who(evaluation.confirmed_by, evaluation.confirmed_at)),
        ]
        blocks.append(Block(f"{evaluation.get_kind_display()} {evaluation.number}", facts=facts))
        values = [
            (row.target.name, row.year, value_words(row, row.target.unit), row.reason)
            for row in evaluation.found.all()
        ]
        blocks += table(
            "核定的数值", ("目标", "年份", "核定", "不一致的原因"), values, small=True, widths=(0, 14, 32, 40)
        )
        conditions = [
            (condition.text, day(condition.due_on), f"{instant(condition.met_at)} {condition.met_note}")
            for condition in evaluation.conditions.all()
        ]
        evidence = [(kept.name, f"{instant(kept.at)}\n{kept.by}") for kept in evaluation.attached.all()]
        blocks += table("核查证据", ("文件", "上传"), evidence, widths=(0, 60))
        blocks += table("附带条件", ("条件", "期限", "完成"), conditions, widths=(0, 26, 40))
    return blocks


def _evaluated(pilot: Pilot) -> list[Evaluation]:
    evaluations = pilot.evaluations.order_by("number").select_related("proposed_by", "confirmed_by")
    return list(evaluations.prefetch_related("found__target", "conditions", "attached__by"))


def _who(person: object, at: Any) -> str:
    return f"{person}，{instant(at)}" if person else "—"


def _endings(pilot: Pilot) -> list[Block]:
    titles = [
        (
            row.get_state_display(),
            _who(row.proposed_by, row.proposed_at),
            _who(row.decided_by, row.decided_at),
            "\n".join(filter(None, (row.remarks, row.reason))),
        )
        for row in pilot.title_proposals.select_related("proposed_by", "decided_by")
    ]
    withdrawals = [
        (
            row.get_state_display(),
            f"{_who(row.intended_by, row.intended_at)}\n{row.reasons}",
            f"{_who(row.stated_by, row.stated_at)}\n{row.statement}",
            "\n".join(filter(None, (day(row.hearing_on), row.hearing_note))),
            f"{_who(row.decided_by, row.decided_at)}\n{row.conclusion}",
        )
        for row in pilot.withdrawals.select_related("intended_by", "stated_by", "decided_by")
    ]
    return [
        *table("称号", ("状态", "提出", "确认", "说明"), titles, widths=(24, 42, 42, 0)),
        *table(
            "取消资格",
            ("状态", "告知", "陈述", "听取意见", "决定"),
            withdrawals,
            small=True,
            widths=(24, 0, 0, 34, 0),
        ),
    ]


def rows_of(pilot: Pilot) -> dict[str, Any]:
    """The rows behind the chapter's numbers, as the zip keeps them in ``pilot.json``; days and numbers are texts."""
    return {
        "number": pilot.entry.number,
        "type": pilot.entry.pilot_type,
        "state": pilot.state,
        "target_sets": [_set_row(held) for held in pilot.target_sets.prefetch_related("targets")],
        "reported": [
            {
                "kind": version.submission.kind,
                "submission": version.submission.number,
                "version": version.version,
                "outcome": version.outcome,
                **_value_row(row),
            }
            for version in _versions(pilot)
            for row in version.values.all()
        ],
        "found": [
            {"evaluation": evaluation.number, "state": evaluation.state, **_value_row(row)}
            for evaluation in _evaluated(pilot)
            for row in evaluation.found.all()
        ],
    }


def _set_row(held: TargetSet) -> dict[str, Any]:
    return {
        "version": held.version,
        "in_force_since": held.in_force_since and instant_text(held.in_force_since),
        "replaced_at": held.replaced_at and instant_text(held.replaced_at),
        "targets": [_target_row(target) for target in held.targets.all()],
    }


def _target_row(target: Target) -> dict[str, Any]:
    return {
        "key": target.key,
        "kind": target.kind,
        "name": target.name,
        "unit": target.unit,
        "baseline": plain(target.baseline),
        "value": plain(target.value),
        "due_on": str(target.due_on or ""),
    }


def _value_row(row: ReportedValue | FoundValue) -> dict[str, Any]:
    target = row.target
    known = {"key": target.key, "target": target.kind, "unit": target.unit, "year": row.year}
    return known | {"value": plain(row.value), "reached": row.reached}


def stored_of(pilot: Pilot) -> list[tuple[str, str, str]]:
    """(folder in the zip, name, SHA-256) of what the organisation handed in about its pilot, and of evidence of the city."""
    files: list[tuple[str, str, str]] = []
    for version in _versions(pilot):
        kind = version.submission.get_kind_display()
        prefix = f"{kind}{version.submission.number}-第{version.version}版"
        files += [("pilot", f"{prefix}-{file['name']}", file["sha256"]) for file in version.files]
    files += [("pilot", f"试运行证明材料-{kept.name}", kept.file_id) for kept in _trial_evidence(pilot)]
    for evaluation in _evaluated(pilot):
        prefix = f"{evaluation.get_kind_display()}{evaluation.number}-核查证据"
        files += [("pilot", f"{prefix}-{kept.name}", kept.file_id) for kept in evaluation.attached.all()]
    for withdrawal in pilot.withdrawals.exclude(statement_file=None):
        files.append(("pilot", f"陈述-{withdrawal.statement_file_name}", withdrawal.statement_file_id))
    return files
