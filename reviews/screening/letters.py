"""The outcome of a screening as a letter to the applicant: 形式审查结果通知, 补正通知 (REV-1, CUT-5).

It says what the portal recorded when staff concluded, so it reads the same whenever it is made. It is no sealed
paper: the mark at its top says so.
"""

import re

from django.utils.timezone import localtime

from applications.models import Remark
from applications.remarks.places import worded
from applications.requirements import paper_wanted
from face.wording import chinese_date, cutoff_text
from programme.notice import ISSUER
from reviews.models import Screening
from reviews.models.screening import BY_PLACES
from sheets.letters.letter import Letter, Part, Signature, Text, reference_to_fill

Outcome = Screening.Outcome
UNSEALED = "待盖章"
NUMBER = re.compile(
    r"(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|\d{1,2}[.．、）)](?!\d(?!\d{3}年))"  # 1.5 is a figure, 1.2026年 a number and a year
    r"|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])"
    r"|[①-⑳])\s*"
)
NAMES = {
    Outcome.ACCEPTED: "形式审查结果通知",
    Outcome.NOT_ELIGIBLE: "形式审查结果通知",
    Outcome.CORRECTION: "补正通知",
}


def name_of(screening: Screening) -> str:
    """What the letter of a screening is called in lists."""
    return NAMES[Outcome(screening.outcome)]


def file_name_of(screening: Screening) -> str:
    """Name of its file, without the ending."""
    revision = screening.revision
    return f"{revision.application.number}-第{revision.number}版-{name_of(screening)}"


def letter(screening: Screening) -> Letter:
    """The letter of a screening.

    Args:
        screening: with ``revision.application``.
    """
    year = screening.year
    say = {
        Outcome.ACCEPTED: _accepted,
        Outcome.NOT_ELIGIBLE: _not_eligible,
        Outcome.CORRECTION: _correction,
    }[Outcome(screening.outcome)]
    if screening.outcome == Outcome.CORRECTION:
        title = f"{ISSUER}\n关于补正{year}年度\n北京市低碳试点申报材料的通知"
    else:
        title = f"{ISSUER}\n关于{year}年度北京市低碳试点申报\n形式审查结果的通知"
    return Letter(
        title=title,
        mark=UNSEALED,
        reference=reference_to_fill(localtime(screening.at).year),
        addressee=screening.revision.answers["applicant_name"],
        parts=tuple(say(screening, year)),
        signature=Signature(ISSUER, chinese_date(screening.at)),
    )


def _opening(screening: Screening, year: int) -> str:
    revision = screening.revision
    application, answers = revision.application, revision.answers
    name = answers.get("project_name") or answers["applicant_name"]
    return (
        f"你单位报送的{year}年度北京市低碳试点申报材料收悉（编号：{application.number}，"
        f"试点类型：{application.get_sheet_display()}，名称：{name}，第{revision.number}版，"
        f"{chinese_date(revision.submitted_at)}提交）。"
    )


def _accepted(screening: Screening, year: int) -> list[Part]:
    result = f"经形式审查，申报材料符合申报条件，通过形式审查，进入{year}年度评审。"
    remarks = _lines("审查意见", _remarks(screening))
    return [Text(_opening(screening, year)), Text(result), *remarks, Text("特此通知。")]


def _not_eligible(screening: Screening, year: int) -> list[Part]:
    result = f"经形式审查，该申报不符合申报条件，不进入{year}年度评审。原因如下："
    kept = "该申报保留在我局低碳试点项目库，实行分类分级管理。"
    kept += "今后符合申报条件的，可作为新的申报提交当年申报表和全部材料。"  # ELI-R: it was not evaluated
    opening = Text(_opening(screening, year) + result)
    return [opening, *_numbered(_reasons(screening)), Text(kept), Text("特此通知。")]


def _correction(screening: Screening, year: int) -> list[Part]:
    due = cutoff_text(screening.due)
    return [
        Text(_opening(screening, year) + "经形式审查，申报材料需要补正，现将有关事项通知如下。"),
        Text("一、需要补正的内容", "heading"),
        *_numbered(_reasons(screening)),
        Text("二、补正期限", "heading"),
        Text(
            f"请于{due}（北京时间）之前，通过北京市低碳试点申报与管理平台补正并重新提交。"
            f"在期限内补正的，仍参加{year}年度评选；逾期的，按提交补正时尚未截止的年度评选。"
        ),
        Text("三、纸质材料", "heading"),
        Text(f"重新提交后，按补正后的新版本重新报送。{paper_wanted(screening.revision.application)}"),
        Text("特此通知。"),
    ]


def _remarks(screening: Screening) -> list[str]:
    return [line.strip() for line in screening.remarks.splitlines() if line.strip()]


def _reasons(screening: Screening) -> list[str]:
    """The remarks line by line without numbers of their own, those at places by official label, then the conditions
    found unmet that they do not name.
    """
    placed = worded(screening.revision, screening.revision.remarks.filter(source=Remark.Source.CORRECTION))
    lines = [] if placed and screening.remarks == BY_PLACES else _remarks(screening)
    said = [line for line in map(_unnumbered, lines) if line] + [" ".join(line.split()) for line in placed]
    for condition in screening.revision.application.programme_form.conditions:
        finding = screening.findings.get(condition.key, {"met": True})
        if not finding["met"] and not any(condition.text in line for line in [screening.remarks, *placed]):
            said.append(_unmet(screening, condition.text, finding.get("remark", "")))
    return [each if each[-1] in "。；！？" else f"{each}。" for each in said]


def _unnumbered(line: str) -> str:
    """A line without the number that stands before it (1. / 1、/ （1） / （一） / 一、 / ①): the letter numbers anew."""
    number = NUMBER.match(line)
    return line[number.end() :] if number else line


def _unmet(screening: Screening, condition: str, remark: str) -> str:
    """A condition found unmet: why, or what is to be done when the screener only ticked it."""
    if remark:
        return f"不符合“{condition}”：{remark}"
    if screening.outcome == Outcome.CORRECTION:
        return f"请补充或更正有关内容和证明材料，说明符合以下申报条件：“{condition}”"
    return f"不符合以下申报条件：“{condition}”"


def _numbered(lines: list[str]) -> list[Text]:
    if len(lines) == 1:
        return [Text(lines[0])]
    return [Text(f"{number}. {line}") for number, line in enumerate(lines, start=1)]


def _lines(title: str, lines: list[str]) -> list[Text]:
    return [Text(f"{title}：{lines[0]}"), *(Text(line) for line in lines[1:])] if lines else []
