"""Commissioning and trial operation: the organisation records its start, the city puts its day right (A1 §三.3)."""

from datetime import date, datetime

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date
from journal.acts import Refused
from journal.clock import day_of
from pilots.lives import life_with
from pilots.models import Pilot, Submission, TrialDay, TrialEvidence
from pilots.states import SubmissionKind
from pilots.trial.days import possible_from, possible_text, why_not_that_day
from pilots.writing.files import Checked, keep_once
from pilots.writing.versions import begin_submission, locked_submission


def begin_trial(pilot_id: int, *, actor: User, day: date, files: Checked, note: str = "") -> Submission:
    """Record since when the pilot is in trial operation, and open its self-evaluation (A1 §三.3).

    Args:
        files: what proves it, as ``files.inspection`` let it pass.

    Raises:
        Refused: the day lies ahead or before the approval of the plan, or nothing proves it.
        StoreFull: a file could not be kept.
    """
    with life_with(pilot_id).perform("begin_trial", pilot_id, actor=actor) as act:
        pilot = act.object
        if why := why_not_that_day(day, pilot.implementing_from, day_of(act.now)):
            raise Refused(why)
        if not files:
            raise Refused("请上传试运行的证明材料。")
        _keep(pilot, files, actor, act.now)
        _set_day(pilot, day, note.strip(), actor, act.now)
        months = pilot.entry.programme.life.trial_months
        submission = begin_submission(
            pilot, SubmissionKind.SELF_EVALUATION, act.now, not_before=possible_from(day, months)
        )
        act.summary = f"自{chinese_date(day)}起试运行"
        act.facts |= {"day": day.isoformat(), "files": len(files), "submission": submission.pk}
        possible = f"满 {months} 个月之日为{possible_text(day, months)}，自该日起可以提交自评报告。"
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 开始试运行",
            f"「{pilot.entry.name}」自{chinese_date(day)}起试运行，证明材料 {len(files)} 个文件。{possible}"
            "日期不实的，请在试点页面更正。",
            f"{pilot.get_absolute_url()}#trial",
        )
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 已登记试运行",
            f"「{pilot.entry.name}」自{chinese_date(day)}起试运行。{possible}现在即可填写，到期提交。",
            submission.get_absolute_url(),
        )
    return submission


def correct_trial(pilot_id: int, *, actor: User, day: date, reason: str) -> None:
    """Put the day of the start right; the day from which the self-evaluation is possible moves with it.

    Raises:
        Refused: a self-evaluation was handed in already, the day is the same or cannot be right, or no reason is given.
    """
    with life_with(pilot_id).perform("correct_trial", pilot_id, actor=actor) as act:
        pilot, before = act.object, act.object.trial_from
        if not reason.strip():
            raise Refused("更正试运行起始日期必须写明理由。")
        if day == before:
            raise Refused(f"登记的日期就是{chinese_date(day)}，不需要更正。")
        if why := why_not_that_day(day, pilot.implementing_from, day_of(act.now)):
            raise Refused(why)
        submission = locked_submission(pilot.submissions.get(kind=SubmissionKind.SELF_EVALUATION).pk)
        if submission.first_handed_in_on:
            raise Refused(
                f"自评报告已于{chinese_date(submission.first_handed_in_on)}提交，不能再更正试运行起始日期。"
            )
        months = pilot.entry.programme.life.trial_months
        submission.not_before = possible_from(day, months)
        submission.save(update_fields=["not_before"])
        _set_day(pilot, day, reason.strip(), actor, act.now)
        change = f"试运行起始日期由{chinese_date(before)}更正为{chinese_date(day)}"
        act.summary = f"{change}。理由：{reason.strip()}"
        act.facts |= {"before": before and before.isoformat(), "day": day.isoformat()}
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 的试运行起始日期已更正",
            f"「{pilot.entry.name}」的{change}。最早提交自评报告的日期随之改为{possible_text(day, months)}。"
            f"\n\n理由：{reason.strip()}",
            submission.get_absolute_url(),
        )


def _set_day(pilot: Pilot, day: date, text: str, actor: User, now: datetime) -> None:
    TrialDay.objects.create(
        pilot=pilot, number=pilot.trial_days.count() + 1, day=day, text=text, by=actor, at=now
    )
    pilot.trial_from = day


def _keep(pilot: Pilot, files: Checked, actor: User, now: datetime) -> None:
    TrialEvidence.objects.bulk_create(
        TrialEvidence(pilot=pilot, file=file, name=name, by=actor, at=now)
        for file, name in keep_once(files).items()
    )
