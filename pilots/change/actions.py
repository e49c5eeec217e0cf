"""Changes of what a plan aims at: begun, handed in, noted or approved, refused (A3 §三.三)."""

from datetime import datetime

from accounts.capabilities import Capability
from accounts.models import User
from journal.acts import Act, Refused
from journal.clock import day_of
from pilots.change.layout import FORMER_UNTIL, crossed, faults, first_content, kept, present_bounds
from pilots.lives import life_with
from pilots.models import Pilot, Submission, SubmissionVersion, TargetSet
from pilots.states import Outcome, SubmissionKind
from pilots.targets.rows import put_in_force, rows_in, write_set
from pilots.workflow import SUBMISSION
from pilots.writing.layout import day_in
from pilots.writing.versions import ANSWERS, answer, begin_submission, freeze, locked_submission, note

NOTED = "调整没有超过须经批准的幅度，备案生效。"


def begin_change(pilot_id: int, *, actor: User) -> Submission:
    """Open a change to be written, with the targets in force in its rows.

    Raises:
        Refused: the pilot is not carried out now, or a change is not finished yet.
    """
    with life_with(pilot_id).perform("begin_change", pilot_id, actor=actor) as act:
        pilot = act.object
        if pilot.submissions.unfinished().filter(kind=SubmissionKind.CHANGE).exists():
            raise Refused("已有一份调整申请没有办完，请先办完那一份。")
        submission = begin_submission(pilot, SubmissionKind.CHANGE, act.now, first_content(pilot))
        act.summary = f"开始填写{called(submission)}"
        act.facts |= {"submission": submission.pk}
    return submission


def submit_change(submission_id: int, *, actor: User, note_to_city: str = "") -> SubmissionVersion:
    """Hand in a change: it is noted and in force at once, or it waits for approval when it crosses a bound.

    Raises:
        Refused: something is lacking, nothing changed since it was returned, or the pilot has moved on.
    """
    pilot_id = _pilot_id(submission_id)
    with life_with(pilot_id).perform("submit_change", pilot_id, actor=actor) as act:
        submission = _of(act.object, submission_id)
        lacks = list(faults(submission, day_of(act.now)))
        if lacks:
            raise Refused(f"还有 {len(lacks)} 处需要填写或改正，调整申请没有提交。")
        bounds = present_bounds(act.object)
        because = crossed(submission, bounds)
        submission.weighty = bool(because)
        submission.content = submission.content | kept(bounds)
        version = freeze(submission, actor=actor, at=act.now, note=note_to_city)
        made = write_set(act.object, rows_in(version.content), act.now, by=actor, source=version)
        if not because:
            version = note(submission, at=act.now, remarks=NOTED)
            _put_in_force(act.object, version, act.now)
        act.facts |= {
            "submission": submission.pk,
            "version": version.pk,
            "targets": made.pk,
            "weighty": submission.weighty,
        }
        _tell_of_it(act, submission, because)
    return version


def _tell_of_it(act: Act[Pilot], submission: Submission, because: list[str]) -> None:
    """Tell the city of every change, and the organisation of one that counts from now on."""
    entry, link = act.object.entry, submission.get_absolute_url()
    act.summary = f"{called(submission)}，" + ("须经批准" if because else "已备案")
    followers = User.objects.who_may(Capability.FOLLOW_PILOTS)
    if because:
        why = "\n".join(f"· {sentence}" for sentence in because)
        body = f"「{entry.name}」提交了{called(submission)}，须经批准，请审核。\n\n{why}"
        act.tell(followers, f"{entry.number} 提交了调整申请", body, link)
        return
    body = f"「{entry.name}」的{called(submission)}已备案：{NOTED}"
    act.tell(followers, f"{entry.number} 的调整已备案", body, link)
    act.tell(
        User.objects.of(entry.organisation),
        f"{entry.number} 的调整已备案",
        f"{body}请按调整后的目标组织实施。",
        link,
    )


def answer_change(submission_id: int, outcome: Outcome, *, actor: User, remarks: str) -> None:
    """Approve the change that waits, return it, or refuse it; only an approved one changes targets and the end.

    Raises:
        Refused: it is not approved and nothing is said why, nothing waits, its end has come meanwhile, or it cannot be
            approved any more because the pilot moved on.
    """
    if outcome != Outcome.APPROVED:
        with SUBMISSION.perform(ANSWERS[outcome], submission_id, actor=actor) as refused:
            version = answer(refused.object, outcome, actor=actor, at=refused.now, remarks=remarks)
            _say_answer(refused, refused.object, version)
        return
    pilot_id = _pilot_id(submission_id)
    with life_with(pilot_id).perform("approve_change", pilot_id, actor=actor) as act:
        submission = _of(act.object, submission_id)
        version = answer(submission, outcome, actor=actor, at=act.now, remarks=remarks)
        _put_in_force(act.object, version, act.now)
        _say_answer(act, submission, version)


def _say_answer(act: Act, submission: Submission, version: SubmissionVersion) -> None:
    entry = submission.pilot.entry
    act.summary = f"{called(submission)}第 {version.version} 版{version.get_outcome_display()}" + (
        f"：{version.remarks}" if version.remarks else ""
    )
    act.facts |= {"submission": submission.pk, "version": version.pk}
    then = {
        Outcome.APPROVED: "请按调整后的目标组织实施。",
        Outcome.RETURNED: "请修改后重新提交。现行目标继续有效。",
        Outcome.REFUSED: "现行目标不变，请按现行目标组织实施。",
    }[Outcome(version.outcome)]
    act.tell(
        User.objects.of(entry.organisation),
        f"{entry.number} 的调整申请{version.get_outcome_display()}",
        f"「{entry.name}」的{called(submission)}{version.get_outcome_display()}。{then}"
        + (f"\n\n审核意见：{version.remarks}" if version.remarks else ""),
        submission.get_absolute_url(),
    )


def drop_change(submission_id: int, *, actor: User) -> None:
    """Give up a change that was not handed in, or was returned: what is in force stays.

    Raises:
        Refused: it waits for an answer or was answered.
    """
    with SUBMISSION.perform("drop_submission", submission_id, actor=actor) as act:
        if act.object.kind != SubmissionKind.CHANGE:
            raise Refused("只有调整申请可以撤回。")
        act.summary = called(act.object)
        act.facts |= {"submission": act.object.pk}


def called(submission: Submission) -> str:
    """What a change is called."""
    return f"第 {submission.number} 次调整申请"


def _pilot_id(submission_id: int) -> int:
    return Submission.objects.values_list("pilot", flat=True).get(
        pk=submission_id, kind=SubmissionKind.CHANGE
    )


def _of(pilot: Pilot, submission_id: int) -> Submission:
    """The submission, locked after its pilot, with the pilot as the running act has it."""
    submission = locked_submission(submission_id)
    submission.pilot = pilot
    return submission


def _put_in_force(pilot: Pilot, version: SubmissionVersion, now: datetime) -> None:
    until = day_in(version.content["until"])
    former = day_in(version.content.get(FORMER_UNTIL, ""))
    if until is None or (until != former and until <= day_of(now)):
        raise Refused("调整后的方案完成日期已过，请退回修改。")
    put_in_force(TargetSet.objects.get(pilot=pilot, source=version), now)
    pilot.implementing_until = until
