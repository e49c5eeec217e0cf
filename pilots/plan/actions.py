"""Plans of pilots: begun with what was promised, handed in, reviewed (A1 §三.2, A3 §三.二)."""

from datetime import datetime

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date
from journal.acts import Refused
from journal.clock import day_of
from pilots.lives import life_with
from pilots.models import Pilot, Submission, SubmissionFile, SubmissionVersion, TargetSet
from pilots.plan.layout import faults
from pilots.states import Outcome, SubmissionKind
from pilots.targets.rows import content_of, put_in_force, rows_in, write_set
from pilots.writing.layout import day_in
from pilots.writing.versions import DOCUMENT, answer, begin_submission, freeze, locked_submission
from reviews.work_plans.ready import ReadyPlan


def begin_plan(pilot: Pilot, promised: TargetSet, at: datetime, plan: ReadyPlan | None) -> Submission:
    """Open the plan to be written; its first targets are those of the application.

    Args:
        plan: what a zone wrote for the final review: it is the document of the plan already (REV-4).
    """
    content = content_of(list(promised.targets.all()))
    months = pilot.entry.programme.life.report_months
    submission = begin_submission(pilot, SubmissionKind.PLAN, at, content | {"report_months": str(months)})
    if plan:
        SubmissionFile.objects.create(
            submission=submission, place=DOCUMENT, file=plan.file, name=plan.file_name, by=plan.by, at=plan.at
        )
    return submission


def submit_plan(pilot_id: int, *, actor: User, note: str = "") -> SubmissionVersion:
    """Hand in the plan as it stands, or its next version after it was returned (A1 §三.2, A3 §三.二).

    Raises:
        Refused: something is lacking, nothing changed since the version that was returned, or a plan waits already.
    """
    with life_with(pilot_id).perform("submit_plan", pilot_id, actor=actor) as act:
        pilot = act.object
        submission = locked_submission(pilot.submissions.unfinished().get(kind=SubmissionKind.PLAN).pk)
        lacks = list(faults(submission, day_of(act.now)))
        if lacks:
            raise Refused(f"还有 {len(lacks)} 处需要填写或改正，方案没有提交。")
        version = freeze(submission, actor=actor, at=act.now, note=note)
        made = write_set(pilot, rows_in(version.content), act.now, by=actor, source=version)
        name = pilot.entry.programme.plan_name
        act.summary = f"提交{name}第 {version.version} 版"
        act.facts |= {"submission": submission.pk, "version": version.pk, "targets": made.pk}
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 提交了方案",
            f"「{pilot.entry.name}」提交了{name}第 {version.version} 版，请审核。",
            submission.get_absolute_url(),
        )
    return version


def review_plan(pilot_id: int, *, actor: User, approved: bool, remarks: str) -> None:
    """Approve the plan that waits, or return it with remarks; with the approval its targets and period count.

    Raises:
        Refused: it is returned without a word, its end has come meanwhile, or no plan waits.
    """
    verb = "approve_plan" if approved else "return_plan"
    with life_with(pilot_id).perform(verb, pilot_id, actor=actor) as act:
        pilot = act.object
        submission = locked_submission(pilot.submissions.unfinished().get(kind=SubmissionKind.PLAN).pk)
        outcome = Outcome.APPROVED if approved else Outcome.RETURNED
        version = answer(submission, outcome, actor=actor, at=act.now, remarks=remarks)
        if approved:
            _put_in_force(pilot, version, act.now)
        act.summary = remarks.strip()
        act.facts |= {"submission": submission.pk, "version": version.pk}
        name = pilot.entry.programme.plan_name
        next_step = (
            f"请按方案组织实施，于{chinese_date(pilot.implementing_until)}前完成。"
            if approved
            else "请修改后重新提交。"
        )
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 的{name}{version.get_outcome_display()}",
            f"「{pilot.entry.name}」的{name}第 {version.version} 版{version.get_outcome_display()}。{next_step}"
            + (f"\n\n审核意见：{version.remarks}" if version.remarks else ""),
            submission.get_absolute_url(),
        )


def _put_in_force(pilot: Pilot, version: SubmissionVersion, now: datetime) -> None:
    made = TargetSet.objects.filter(pilot=pilot, source=version).first()
    if made is None:  # handed in with 1.0.0
        raise Refused("这一版方案没有目标表，请退回，请申报单位补充目标和对评审意见的落实情况。")
    until = day_in(version.content["until"])
    if until is None or until <= day_of(now):
        raise Refused("方案写明的完成日期已过，请退回修改。")
    put_in_force(made, now)
    pilot.implementing_from, pilot.implementing_until = day_of(now), until
    pilot.report_months = int(version.content["report_months"])
