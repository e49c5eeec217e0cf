"""The pre-check of a recommender: its lines, and what still stands between it and a recommendation (REC-2). No writing."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from applications.models import Application, PreCheck, Revision
from applications.requirements import materials_for
from face.wording import chinese_date
from journal.clock import day_of
from sheets.answers import problems, sentence


@dataclass(frozen=True)
class Line:
    """One line of the sheet.

    Attributes:
        kind: ``findings`` for a condition, ``materials`` for a line of the material list; the column it is kept in.
        note: the source of the condition, or the hint of the material.
        required: whether it must be answered before the application is forwarded.
        files: positions of the revision's attachments that belong to the line.
    """

    kind: str
    key: str
    text: str
    note: str
    required: bool
    files: tuple[int, ...] = ()


def lines_of(revision: Revision) -> list[Line]:
    """Every condition of the type, then every material; one that nobody requires counts when it was handed in."""
    application = copy(revision.application)
    application.answers = revision.answers
    conditions = [
        Line("findings", condition.key, condition.text, condition.source, required=True)
        for condition in application.programme_form.conditions
    ]
    materials = [
        Line("materials", material.key, material.name, material.hint, material.required or bool(files), files)
        for material in materials_for(application)
        for files in [_files(revision, material.key)]
    ]
    return conditions + materials


def _files(revision: Revision, material: str) -> tuple[int, ...]:
    return tuple(n for n, file in enumerate(revision.attachments) if file["material"] == material)


def finding_of(precheck: PreCheck | None, line: Line) -> Mapping:
    """What stands in the sheet at a line: {"met": bool or None, "remark": text}."""
    kept = getattr(precheck, line.kind) if precheck else {}
    return {"met": None, "remark": ""} | kept.get(line.key, {})


def open_lines(precheck: PreCheck | None, revision: Revision) -> list[tuple[Line, str]]:
    """(line, what it lacks): lines without an answer, and those answered 「否」 without a remark."""
    found = []
    for line in lines_of(revision):
        finding = finding_of(precheck, line)
        if finding["met"] is None and line.required:
            found.append((line, "请选择是或否"))
        elif finding["met"] is False and not finding["remark"].strip():
            found.append((line, "选择“否”的，请填写说明"))
    return found


def lacks(precheck: PreCheck | None, revision: Revision) -> list[str]:
    """Why the pre-check is not complete, one sentence each; empty when it is."""
    found = open_lines(precheck, revision)
    unanswered = sum(message == "请选择是或否" for _, message in found)
    sentences = [f"初审表还有 {unanswered} 项没有选择是或否"] if unanswered else []
    return sentences + [
        f"初审表「{line.text}」选了“否”，没有写说明" for line, message in found if message != "请选择是或否"
    ]


def opinion_lacks(precheck: PreCheck | None, application: Application) -> list[str]:
    """Why the drafted opinion could not go into the form as it is; empty when it could."""
    return wording_lacks(precheck.opinion if precheck else {}, application)


def wording_lacks(answers: Mapping, application: Application) -> list[str]:
    """What the recommender's part of the form lacks, one sentence each; empty when it is whole."""
    return [
        sentence(found.label, found.message) for found in problems(application.form, answers, "recommender")
    ]


def dated_lacks(dated: date | None, revision: Revision) -> str:
    """Why a day cannot stand under the opinion on a revision, without its end; "" when it can."""
    submitted = day_of(revision.submitted_at)
    if dated is None:
        return "请填写意见日期"
    return f"意见日期不能早于申报单位提交的日期（{chinese_date(submitted)}）" if dated < submitted else ""


def refused_lines(precheck: PreCheck | None, revision: Revision) -> list[tuple[Line, str]]:
    """(line, remark) of what was found not to be met: what a return may begin with."""
    return [
        (line, finding["remark"])
        for line in lines_of(revision)
        for finding in [finding_of(precheck, line)]
        if finding["met"] is False
    ]


@dataclass(frozen=True)
class Shown:
    """A line as it is read: the answer in words, and the remark."""

    line: Line
    answer: str
    family: str
    remark: str


ANSWERS = {True: ("是", "good"), False: ("否", "bad"), None: ("未填", "neutral")}


def said(precheck: PreCheck | None, line: Line) -> str:
    """A line in one sentence: the answer and the remark; empty when nothing is kept of it."""
    finding = finding_of(precheck, line)
    words = [ANSWERS[finding["met"]][0]] if finding["met"] is not None else []
    return "，".join([*words, finding["remark"]] if finding["remark"] else words)


def shown(precheck: PreCheck, revision: Revision) -> list[Shown]:
    """The whole sheet to be read, by the recommender afterwards and by city staff at screening."""
    return [
        Shown(line, *ANSWERS[finding["met"]], finding["remark"])
        for line in lines_of(revision)
        for finding in [finding_of(precheck, line)]
        if line.required or finding["met"] is not None
    ]
