"""The repair report is handed in, which begins the recheck, or returned (A1 §三.3, A3 §三.四); the recheck answers it."""

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date, days_left
from journal.acts import Refused
from journal.clock import day_of
from pilots.evaluation.opening import cancel_running, open_recheck
from pilots.lives import life_with
from pilots.models import Pilot, ReportedValue, Submission, SubmissionVersion
from pilots.repair.layout import faults, place_name, targets_of, value_in
from pilots.states import Outcome, SubmissionKind
from pilots.writing.versions import answer, freeze, locked_submission


def repair_of(pilot: Pilot) -> Submission:
    """The repair report of a pilot that is written or waits, locked.

    Raises:
        Refused: there is none.
    """
    waiting = pilot.submissions.unfinished().filter(kind=SubmissionKind.REPAIR).first()
    if waiting is None:
        raise Refused("没有正在办理的整改报告，请刷新页面查看。")
    return locked_submission(waiting.pk)


def submit_repair(pilot_id: int, *, actor: User, note: str = "") -> SubmissionVersion:
    """Hand in the repair report as it stands, in time or late, which begins the recheck.

    Raises:
        Refused: something is lacking, or nothing changed since the version that was returned.
    """
    with life_with(pilot_id).perform("submit_repair", pilot_id, actor=actor) as act:
        pilot = act.object
        submission = repair_of(pilot)
        today = day_of(act.now)
        if lacks := list(faults(submission, today)):
            raise Refused(f"还有 {len(lacks)} 处需要填写或改正，整改报告没有提交。")
        version = freeze(submission, actor=actor, at=act.now, note=note)
        _keep_values(submission, version, today.year)
        recheck = open_recheck(pilot, version, actor=actor, at=act.now)
        late = f"（{days_left(submission.due_on, today)}）" if version.late else ""
        act.summary = f"提交整改报告第 {version.version} 版{late}"
        act.facts |= {
            "submission": submission.pk,
            "version": version.pk,
            "late": version.late,
            "evaluation": recheck.pk,
        }
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 提交了整改报告{late}",
            f"「{pilot.entry.name}」提交了整改报告第 {version.version} 版{late}，整改核查已开始。",
            submission.get_absolute_url(),
        )
    return version


def _keep_values(submission: Submission, version: SubmissionVersion, year: int) -> None:
    """A row for each target of which the report says a new value."""
    rows = []
    for target in targets_of(submission):
        value, reached = value_in(target, version.content)
        if (value, reached) == (None, None):
            continue
        method = version.content.get(place_name(target.key, "method"), "")
        rows.append(
            ReportedValue(
                version=version, target=target, year=year, value=value, reached=reached, method=method
            )
        )
    ReportedValue.objects.bulk_create(rows)


def return_repair(pilot_id: int, *, actor: User, remarks: str) -> None:
    """Return the repair report that waits with remarks: the pilot repairs again, its recheck is cancelled.

    Raises:
        Refused: nothing is remarked, or no version waits.
    """
    with life_with(pilot_id).perform("return_repair", pilot_id, actor=actor) as act:
        pilot = act.object
        submission = repair_of(pilot)
        version = answer(submission, Outcome.RETURNED, actor=actor, at=act.now, remarks=remarks)
        recheck = cancel_running(pilot, at=act.now, actor=actor)
        act.summary = remarks.strip()
        act.facts |= {
            "submission": submission.pk,
            "version": version.pk,
            "evaluation": recheck and recheck.pk,
        }
        due = chinese_date(submission.due_on)
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 的整改报告退回修改",
            f"「{pilot.entry.name}」的整改报告第 {version.version} 版退回修改，请修改后重新提交。整改截止日期仍为{due}。"
            f"\n\n审核意见：{version.remarks}",
            submission.get_absolute_url(),
        )
