"""The self-evaluation is handed in, which begins the audit, or returned (A1 §三.3); the audit accepts it."""

from accounts.capabilities import Capability
from accounts.models import User
from journal.acts import Refused
from journal.clock import day_of
from pilots.evaluation.opening import cancel_running, open_audit
from pilots.lives import life_with
from pilots.models import Pilot, ReportedValue, Submission, SubmissionVersion
from pilots.self_evaluation.layout import change_waits, faults, place_name, targets_of, value_in
from pilots.states import Outcome, SubmissionKind
from pilots.writing.versions import answer, freeze, locked_submission, too_early


def self_evaluation_of(pilot: Pilot) -> Submission:
    """The self-evaluation of a pilot, locked.

    Raises:
        Refused: none is open or waits.
    """
    waiting = pilot.submissions.unfinished().filter(kind=SubmissionKind.SELF_EVALUATION).first()
    if waiting is None:
        raise Refused("没有正在办理的自评报告，请刷新页面查看。")
    return locked_submission(waiting.pk)


def submit_self_evaluation(pilot_id: int, *, actor: User, note: str = "") -> SubmissionVersion:
    """Hand in the self-evaluation as it stands: its values are kept per target, and the audit begins (A1 §三.3).

    Raises:
        Refused: the trial operation has not lasted its months, a change waits for its answer, something is lacking, or
            nothing changed since the version that was returned.
    """
    with life_with(pilot_id).perform("submit_self_evaluation", pilot_id, actor=actor) as act:
        pilot = act.object
        submission = self_evaluation_of(pilot)
        today = day_of(act.now)
        if sentence := too_early(submission, today) or change_waits(pilot):
            raise Refused(sentence)
        if lacks := list(faults(submission, today)):
            raise Refused(f"还有 {len(lacks)} 处需要填写或改正，自评报告没有提交。")
        version = freeze(submission, actor=actor, at=act.now, note=note)
        _keep_values(pilot, version, today.year)
        audit = open_audit(pilot, version, actor=actor, at=act.now)
        act.summary = f"提交自评报告第 {version.version} 版"
        act.facts |= {"submission": submission.pk, "version": version.pk, "evaluation": audit.pk}
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 提交了自评报告",
            f"「{pilot.entry.name}」提交了自评报告第 {version.version} 版，审核评估已开始。",
            submission.get_absolute_url(),
        )
    return version


def _keep_values(pilot: Pilot, version: SubmissionVersion, year: int) -> None:
    """One row per target.

    Args:
        year: of the day of handing in; what is reached is what a year brings, seen from then.
    """
    content = version.content
    rows = []
    for target in targets_of(pilot):
        value, reached = value_in(target, content)
        texts = {
            field: content.get(place_name(target.key, column), "")
            for field, column in (("method", "method"), ("evidence", "evidence"), ("explanation", "why"))
        }
        rows.append(
            ReportedValue(version=version, target=target, year=year, value=value, reached=reached, **texts)
        )
    ReportedValue.objects.bulk_create(rows)


def return_self_evaluation(pilot_id: int, *, actor: User, remarks: str) -> None:
    """Return the self-evaluation that waits with remarks: the pilot is in trial operation again, its audit cancelled.

    Raises:
        Refused: nothing is remarked, or no version waits.
    """
    with life_with(pilot_id).perform("return_self_evaluation", pilot_id, actor=actor) as act:
        pilot = act.object
        submission = self_evaluation_of(pilot)
        version = answer(submission, Outcome.RETURNED, actor=actor, at=act.now, remarks=remarks)
        audit = cancel_running(pilot, at=act.now, actor=actor)
        act.summary = remarks.strip()
        act.facts |= {"submission": submission.pk, "version": version.pk, "evaluation": audit and audit.pk}
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 的自评报告退回修改",
            f"「{pilot.entry.name}」的自评报告第 {version.version} 版退回修改，请修改后重新提交。"
            f"\n\n审核意见：{version.remarks}",
            submission.get_absolute_url(),
        )
