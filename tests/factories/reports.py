"""Progress reports of pilots."""

from datetime import timedelta

from journal import clock
from pilots.models import Pilot, Submission, SubmissionVersion
from pilots.progress.actions import hand_in_report
from pilots.progress.layout import layout_of as report_layout
from pilots.progress.layout import lines_of
from pilots.progress.opening import open_due_reports
from pilots.states import SubmissionKind
from pilots.targets.rows import plain
from pilots.writing.saving import save_submission
from tests.factories.lives import submitter


def next_report(pilot: Pilot) -> Submission:
    """The first progress report of a pilot that is open once its first period is over; the clock stays where it is."""
    with clock.set_to(clock.now() + timedelta(days=366)):
        open_due_reports()
    reports = pilot.submissions.filter(kind=SubmissionKind.PROGRESS)
    return reports.select_related("pilot__entry__cycle").earliest("period_from")


def report_content(report: Submission, **changes: str) -> dict[str, str]:
    """What a report that lacks nothing says: every target on its line."""
    content = {"summary": "按计划推进。", "next_steps": "继续实施。", "output": "水泥 120 万吨"}
    if not lines_of(report):
        content |= {"emissions": "52000", "intensity": "0.43 tCO2/万元"}
    for line in lines_of(report):
        if line.is_milestone:
            content[line.name("reached")] = "no"
            content[line.name("explanation")] = "设备到货推迟。"
        else:
            content[line.name("value")] = plain(line.expected.value) if line.expected else "1"
        content[line.name("evidence")] = "计量台账"
    return content | changes


def report_handed_in(report: Submission, **changes: str) -> SubmissionVersion:
    """A report that was written and handed in."""
    content = report_content(report, **changes)
    person = submitter(report.pilot)
    save_submission(report.pk, content, actor=person, layout_of=report_layout)
    return hand_in_report(report.pk, actor=person)
