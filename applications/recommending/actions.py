"""What recommenders do to an application: forward, return, decline (REC-2). One function, one act."""

from collections.abc import Sequence
from datetime import date

from accounts.models import User
from applications.acts import PRECHECK
from applications.duplicates import duplicates_of
from applications.models import Application, Opinion, PreCheck, Remark
from applications.packets.request import renew_packet
from applications.recommending.precheck.lines import dated_lacks, lacks, opinion_lacks, wording_lacks
from applications.remarks.places import Noted, write_remarks
from applications.submitting.receipt import receive
from applications.workflow import APPLICATION
from journal.clock import day_of
from journal.workflow import Act, Refused
from programme.cycles.receiving import calendar

BY_PLACES = "请按逐处意见修改。"  # the reasons of a return that is only remarks at places


def forward(application_id: int, *, actor: User, opinion: dict, dated: date) -> Application:
    """Recommend and hand over to the city, which receives it at this instant (REC-2, REC-3, CUT-3).

    The pre-check sheet is complete by then, and is frozen by this act.

    Args:
        opinion: answers of the recommender's part of the form, by key.

    Raises:
        Refused: the pre-check or the opinion is not complete, the day lies before the submission or ahead, or the
            quota of parks is used up.
    """
    with APPLICATION.perform("forward", application_id, actor=actor) as act:
        precheck = _complete(act)
        if missing := wording_lacks(opinion, act.object):
            raise Refused("；".join(missing) + "。")
        _forward(act, precheck, opinion, dated)
    return act.object


def forward_prepared(application_id: int, *, actor: User) -> Application:
    """Recommend with the opinion that was drafted beside the pre-check (REC-2): the step of a batch.

    Raises:
        Refused: the pre-check or the opinion is not complete, or the quota of parks is used up.
    """
    with APPLICATION.perform("forward", application_id, actor=actor) as act:
        precheck = _complete(act)
        if found := opinion_lacks(precheck, act.object):
            raise Refused("；".join(found) + "。")
        _forward(act, precheck, precheck.opinion, precheck.dated)
    return act.object


def _complete(act: Act) -> PreCheck:
    """The pre-check sheet of what is recommended.

    Raises:
        Refused: there is none, or it is not complete.
    """
    revision = act.object.current_revision
    revision.application = act.object
    precheck = PreCheck.objects.filter(revision=revision, recommender=act.object.recommender_id).first()
    if found := lacks(precheck, revision):
        raise Refused("；".join(found) + "。填写完整后才能推荐报送。")
    return precheck


def _forward(act: Act, precheck: PreCheck, opinion: dict, dated: date | None) -> None:
    application = act.object
    if why := dated_lacks(dated, application.current_revision):
        raise Refused(f"{why}。")
    if dated > day_of(act.now):
        raise Refused("意见日期不能晚于今天。")
    _give_opinion(act, Opinion.Outcome.FORWARDED, answers=opinion, dated=dated)
    receive(act, calendar())
    renew_packet(application.current_revision, application)
    _tell_of_duplicates(act)
    with PRECHECK.perform(lambda: application, actor=act.actor, at=act.now) as ended:
        ended.facts |= {"findings": precheck.findings, "materials": precheck.materials}


def _tell_of_duplicates(act: Act) -> None:
    """Tell both recommenders that the same park or project may have been applied for twice in the cycle (REC-3)."""
    application = act.object
    for duplicate in duplicates_of(application):
        other = duplicate.application
        for mine, its in ((application, other), (other, application)):
            by = f"由{its.recommender}推荐" if its.recommender else "自主申报"
            act.tell(
                User.objects.of(mine.recommender),
                f"可能重复的申报：{mine.title}",
                f"「{mine.title}」与{its.organisation.with_code}的「{its.title}」（{by}）可能重复：{duplicate.why}。"
                "两项都可以报送，形式审查时由市级工作人员确定其中一项参加评选。",
                mine.get_absolute_url(),
            )


def return_to_applicant(
    application_id: int, *, actor: User, reasons: str, remarks: Sequence[Noted] = ()
) -> None:
    """Send the application back for changes, with reasons (REC-2).

    Args:
        reasons: may be empty when there are remarks.
        remarks: what is to be changed where; the applicant reads each at its field.

    Raises:
        Refused: neither a reason nor a remark is given.
    """
    reasons = reasons.strip() or (BY_PLACES if remarks else "")
    with APPLICATION.perform("return", application_id, actor=actor) as act:
        if not reasons:
            raise Refused("退回修改必须写明理由，或添加逐处意见。")
        _give_opinion(act, Opinion.Outcome.RETURNED, reasons=reasons)
        lines = write_remarks(act, Remark.Source.RETURN, remarks)
        _tell_applicant_of_opinion(act, "请按意见修改后重新提交。", "\n".join([reasons, *lines]))


def decline(application_id: int, *, actor: User, reasons: str) -> None:
    """Do not recommend, with reasons (REC-2).

    Raises:
        Refused: no reason is given.
    """
    with APPLICATION.perform("decline", application_id, actor=actor) as act:
        if not reasons.strip():
            raise Refused("不予推荐必须写明理由，申报单位会看到。")
        _give_opinion(act, Opinion.Outcome.DECLINED, reasons=reasons)
        _tell_applicant_of_opinion(act, "您可以修改后改由其他途径申报。", reasons)


def _give_opinion(
    act: Act, outcome: str, *, answers: dict | None = None, dated=None, reasons: str = ""
) -> None:
    Opinion.objects.create(
        revision=act.object.current_revision,
        recommender=act.object.recommender,
        outcome=outcome,
        answers=answers or {},
        dated=dated or day_of(act.now),
        reasons=reasons,
        by=act.actor,
        at=act.now,
    )
    act.summary = reasons


def _tell_applicant_of_opinion(act: Act, next_step: str, reasons: str) -> None:
    application = act.object
    act.tell(
        User.objects.of(application.organisation),
        f"{application.recommender}：{act.verb.label}",
        f"「{application.title}」由{application.recommender}{act.verb.label}。{next_step}\n\n理由：{reasons}",
        application.get_absolute_url(),
    )
