"""Screening a received application (REV-1, CUT-5)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from applications.models import Application, Remark
from applications.remarks.places import Noted, write_remarks
from applications.workflow import APPLICATION
from face.wording import cutoff_text
from journal.clock import BEIJING
from journal.workflow import Act, Refused
from programme.cutoff import day_end
from programme.library.actions import set_library_state
from programme.states import LibraryState
from reviews.compliance.table import compliance_of, snapshot
from reviews.models import Screening
from reviews.models.screening import BY_PLACES
from reviews.screening.draft import draft_of, require_seen

MOST_CORRECTION_DAYS = 90  # from today: a slip in the year must not stop the season for one application

VERB_OF = {
    Screening.Outcome.ACCEPTED: "accept",
    Screening.Outcome.CORRECTION: "ask_correction",
    Screening.Outcome.NOT_ELIGIBLE: "find_not_eligible",
}


LIBRARY_STATE_OF = {
    Screening.Outcome.ACCEPTED: LibraryState.ELIGIBLE,
    Screening.Outcome.CORRECTION: LibraryState.RECEIVED,
    Screening.Outcome.NOT_ELIGIBLE: LibraryState.NOT_ELIGIBLE,
}


def screen(
    application_id: int,
    *,
    actor: User,
    outcome: str,
    findings: dict,
    remarks: str = "",
    due: datetime | None = None,
    placed: Sequence[Noted] = (),
    compliance_reason: str = "",
    revision_id: int | None = None,
    seen: int | None = None,
) -> Screening:
    """Screen a received application: accept, ask for a correction, or find it not eligible (REV-1, CUT-5).

    Args:
        findings: condition key → {"met": bool, "remark": text}.
        due: exclusive deadline of the correction, for that outcome only; at most ``MOST_CORRECTION_DAYS`` ahead.
        compliance_reason: why it is accepted though the record of the applicant is not whole or not clean; for the city only.
        revision_id: what the person had in front of them; None asks for none.
        seen: version of the unfinished sheet that the person had in front of them; None asks for none.
        placed: what is to be corrected where, for that outcome only; the applicant reads each at its field.

    Raises:
        Refused: accepting lacks a reason where the record is not whole or not clean, the deadline is none, or a
            newer revision has come in since the page was opened.
        StaleSheet: the sheet was kept since.
    """
    with APPLICATION.perform(VERB_OF[Screening.Outcome(outcome)], application_id, actor=actor) as act:
        application = act.object
        _require_due(due, act.now)
        revision = application.current_revision
        revision.application = application
        if revision_id not in (None, revision.pk):
            raise Refused("申报单位已提交新的版本，请对新的版本审查。")
        compliance = compliance_of(revision)
        if outcome == Screening.Outcome.ACCEPTED and compliance.warnings and not compliance_reason:
            raise Refused("近三年记录尚未查全或有不利记录，通过形式审查必须写明理由。")
        unfinished = draft_of(revision.pk)
        if seen is not None:
            require_seen(unfinished, seen, actor)
        remarks = remarks or (BY_PLACES if placed and due else "")
        screening = Screening.objects.create(
            revision=revision,
            year=application.cycle.year,
            outcome=outcome,
            findings=findings,
            compliance=snapshot(compliance),
            compliance_reason=compliance_reason,
            remarks=remarks,
            due=due,
            by=actor,
            at=act.now,
        )
        if unfinished:
            unfinished.delete()
        application.correction_due = due
        application.screening_remarks, application.screening_findings = remarks, findings
        set_library_state(application.entry, LIBRARY_STATE_OF[screening.outcome])
        act.summary = remarks
        act.facts["findings"] = findings
        _tell(act, screening, write_remarks(act, Remark.Source.CORRECTION, placed if due else ()))
    return screening


def latest_due(now: datetime) -> datetime:
    """The latest exclusive deadline that a correction may get at an instant."""
    return day_end(now.astimezone(BEIJING).date() + timedelta(days=MOST_CORRECTION_DAYS))


def _require_due(due: datetime | None, now: datetime) -> None:
    if due is not None and due <= now:
        raise Refused("补正期限必须晚于现在。")
    if due is not None and due > latest_due(now):
        raise Refused(f"补正期限最长 {MOST_CORRECTION_DAYS} 天，最晚为 {cutoff_text(latest_due(now))}。")


def _tell(act: Act, screening: Screening, lines: list[str]) -> None:
    application = act.object
    act.tell(
        User.objects.of(application.organisation),
        f"形式审查：{application.number} {screening.get_outcome_display()}",
        _screening_sentence(application, screening, lines),
        application.get_absolute_url(),
    )


def _screening_sentence(application: Application, screening: Screening, lines: list[str]) -> str:
    sentence = f"「{application.title}」形式审查结论：{screening.get_outcome_display()}。"
    if screening.due:
        sentence += f"请在北京时间 {cutoff_text(screening.due)} 之前补正并重新提交。"
        sentence += "期限内补正仍按原年度评选；逾期的，按提交补正时尚未截止的年度评选。"
    sentence += "通知文书可在申报页面下载。"
    said = "\n".join(filter(None, [screening.remarks, *lines]))
    return sentence + (f"\n\n意见：{said}" if said else "")
