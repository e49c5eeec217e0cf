"""Screening a received application (REV-1, CUT-5)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from applications.models import Application, Remark
from applications.remarks.places import Noted, write_remarks
from applications.workflow import APPLICATION
from face.wording import cutoff_text
from journal.workflow import Act, Refused
from programme.library.actions import set_library_state
from programme.states import LibraryState
from reviews.compliance.table import compliance_of, snapshot
from reviews.models import Screening
from reviews.models.screening import BY_PLACES
from reviews.screening.draft import draft_of, require_seen
from reviews.screening.duplicates.rulings import ruled_out, why_not_sole
from reviews.screening.rules import (
    unmet_reason,
    why_not_accepted,
    why_not_alone,
    why_not_corrected,
    why_not_found_ineligible,
)

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
        remarks: what the applicant reads. An outcome 不符合 without them takes the words beside the unmet conditions.
        compliance_reason: why it is accepted though the record of the applicant is not whole or not clean; for the city only.
        revision_id: what the person had in front of them; None asks for none.
        seen: version of the unfinished sheet that the person had in front of them; None asks for none.
        placed: what is to be corrected where, for that outcome only; the applicant reads each at its field.

    Raises:
        Refused: a condition is not met or not looked at and yet it shall pass; 不符合 or a correction lacks its words,
            a correction its deadline; accepting lacks a reason where the record is not whole or not clean; another
            application for the same was chosen or none was yet (REC-3); or a newer revision has come in since the
            page was opened.
        StaleSheet: the sheet was kept since.
    """
    with APPLICATION.perform(VERB_OF[Screening.Outcome(outcome)], application_id, actor=actor) as act:
        application = act.object
        revision = application.current_revision
        revision.application = application
        if revision_id not in (None, revision.pk):
            raise Refused("申报单位已提交新的版本，请对新的版本审查。")
        compliance = compliance_of(revision)
        if outcome == Screening.Outcome.ACCEPTED and compliance.warnings and not compliance_reason.strip():
            raise Refused("近三年记录尚未查全或有不利记录，通过形式审查必须写明理由。")
        remarks = _words(application, outcome, findings, remarks.strip(), placed)
        _require_grounds(act, outcome, findings, remarks, due, placed)
        unfinished = draft_of(revision.pk)
        if seen is not None:
            require_seen(unfinished, seen, actor)
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
        _tell(act, screening, write_remarks(act, Remark.Source.CORRECTION, placed))
    return screening


def _words(
    application: Application, outcome: str, findings: dict, remarks: str, placed: Sequence[Noted]
) -> str:
    """What the applicant is told beside the outcome, where the screener left it to the single findings."""
    if remarks:
        return remarks
    if outcome == Screening.Outcome.NOT_ELIGIBLE:
        return unmet_reason(application.programme_form.conditions, findings) or ruled_out(application)
    return BY_PLACES if outcome == Screening.Outcome.CORRECTION and placed else ""


def _require_grounds(
    act: Act[Application],
    outcome: str,
    findings: dict,
    remarks: str,
    due: datetime | None,
    placed: Sequence[Noted],
) -> None:
    """Hold an outcome against what was found; the form asks the same, field by field."""
    conditions = act.object.programme_form.conditions
    why = why_not_alone(outcome, due, placed)
    if not why and outcome == Screening.Outcome.ACCEPTED:
        why = why_not_accepted(conditions, findings) or why_not_sole(act.object)
    if not why and outcome == Screening.Outcome.NOT_ELIGIBLE and not ruled_out(act.object):
        why = why_not_found_ineligible(conditions, findings, remarks)
    if not why and outcome == Screening.Outcome.CORRECTION:
        why = why_not_corrected(remarks, due, act.now)
    if why:
        raise Refused(why)


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
