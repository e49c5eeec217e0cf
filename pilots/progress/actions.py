"""Progress reports: opened by the portal, handed in, accepted or returned, closed when the pilot ends."""

from collections.abc import Iterator
from datetime import datetime

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date
from journal.acts import Refused
from journal.clock import day_of
from pilots.acts import OPEN_REPORT
from pilots.models import ReportedValue, Submission, SubmissionVersion
from pilots.models.terms import terms_of
from pilots.progress.due import periods_to_open
from pilots.progress.layout import REACHED, Line, faults, lines_of, period_of
from pilots.progress.schedule import called, due_day
from pilots.states import ENDED, Outcome, SubmissionKind
from pilots.workflow import SUBMISSION
from pilots.writing.layout import number_in
from pilots.writing.versions import answer, begin_submission, freeze


def title_of_report(submission: Submission) -> str:
    """What a report is called: by its period and the word of its type."""
    period, name = period_of(submission), submission.pilot.entry.programme.life.report
    words = called(period.first, period.last)
    return words + (name.removeprefix("年度") if words.endswith("年度") else name)


def open_report(pilot_id: int, at: datetime) -> Submission | None:
    """Open the oldest report of a pilot whose period is over, and tell its organisation; None when there is none.

    Asked again under the lock of the pilot: two sweeps at once open it once.
    """
    with OPEN_REPORT.perform(pilot_id, actor=None, at=at) as act:
        pilot, today = act.object, day_of(at)
        period = None if pilot.state in ENDED else next(periods_to_open(pilot, today), None)
        if period is None:
            act.nothing()
            return None
        days = terms_of(pilot.entry.cycle, pilot.entry.pilot_type).report_days
        report = begin_submission(
            pilot,
            SubmissionKind.PROGRESS,
            at,
            period_from=period.first,
            period_to=period.last,
            due_on=due_day(period, today, days),
        )
        title = title_of_report(report)
        act.summary = f"{title}，请于{chinese_date(report.due_on)}前提交"
        act.facts |= {"submission": report.pk, "due": str(report.due_on)}
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"请提交{title}：{pilot.entry.number}",
            f"「{pilot.entry.name}」的{title}已可以填写，请于{chinese_date(report.due_on)}（当日 24:00）前提交。",
            report.get_absolute_url(),
        )
    return report


def close_report(submission_id: int, at: datetime) -> None:
    """Close a report that nobody has to hand in any more: its pilot has ended.

    Raises:
        Refused: it was accepted or closed meanwhile.
    """
    with SUBMISSION.perform("close_submission", submission_id, actor=None, at=at) as act:
        act.summary = f"{title_of_report(act.object)}：试点已结束，不需要再提交"


def hand_in_report(submission_id: int, *, actor: User, note: str = "") -> SubmissionVersion:
    """Hand in a report as it stands; its values become rows of this version.

    Raises:
        Refused: something is lacking, or nothing changed since the version that was returned.
    """
    with SUBMISSION.perform("hand_in_submission", submission_id, actor=actor) as act:
        report = act.object
        lacks = list(faults(report, day_of(act.now)))
        if lacks:
            raise Refused(f"还有 {len(lacks)} 处需要填写或改正，报告没有提交。")
        version = freeze(report, actor=actor, at=act.now, note=note)
        ReportedValue.objects.bulk_create(_values(version, report))
        late = "（逾期）" if version.late else ""
        pilot, title = report.pilot, title_of_report(report)
        act.summary = f"{title}第 {version.version} 版{late}"
        act.facts |= {"submission": report.pk, "version": version.pk, "late": version.late}
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 提交了{title}",
            f"「{pilot.entry.name}」提交了{title}第 {version.version} 版{late}，请审核。",
            report.get_absolute_url(),
        )
    return version


def _values(version: SubmissionVersion, report: Submission) -> Iterator[ReportedValue]:
    """One row per target: the amount of the period, the state at its end, or whether a milestone is reached."""
    content, year = version.content, period_of(report).last.year
    for line in lines_of(report):
        yield ReportedValue(
            version=version,
            target=line.target,
            year=year,
            **_told(line, content),
            evidence=content.get(line.name("evidence"), ""),
            explanation=content.get(line.name("explanation"), ""),
        )


def _told(line: Line, content: dict[str, str]) -> dict:
    if line.is_milestone:
        return {"reached": content[line.name("reached")] == REACHED}
    return {"value": number_in(content[line.name("value")], signed=True)}


def answer_report(submission_id: int, outcome: Outcome, *, actor: User, remarks: str) -> None:
    """Accept the report that waits, or return it with remarks.

    Raises:
        Refused: it is returned without a word, or no version waits.
    """
    verb = "accept_submission" if outcome == Outcome.APPROVED else "return_submission"
    with SUBMISSION.perform(verb, submission_id, actor=actor) as act:
        report = act.object
        version = answer(report, outcome, actor=actor, at=act.now, remarks=remarks)
        pilot, title = report.pilot, title_of_report(report)
        said = "已通过" if outcome == Outcome.APPROVED else "退回修改"
        act.summary = f"{title}第 {version.version} 版{said}" + (
            f"：{version.remarks}" if version.remarks else ""
        )
        act.facts |= {"submission": report.pk, "version": version.pk}
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 的{title}{said}",
            f"「{pilot.entry.name}」的{title}第 {version.version} 版{said}。"
            + (f"\n\n审核意见：{version.remarks}" if version.remarks else ""),
            report.get_absolute_url(),
        )
