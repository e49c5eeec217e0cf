"""What recommenders do to an application: forward, return, decline (REC-2). One function, one act."""

from datetime import date

from accounts.models import User
from applications.models import Application, Opinion
from applications.packet_request import request_packet
from applications.receipt import receive
from applications.workflow import APPLICATION
from journal.workflow import Act


def forward(application_id: int, *, actor: User, opinion: dict, dated: date) -> Application:
    """Recommend and hand over to the city, which receives it at this instant (REC-2, REC-3, CUT-3).

    Args:
        opinion: answers of the recommender's part of the form, by key.
    """
    with APPLICATION.perform("forward", application_id, actor=actor) as act:
        application = act.object
        _give_opinion(act, Opinion.Outcome.FORWARDED, answers=opinion, dated=dated)
        receive(act)
        request_packet(application.current_revision, application)
    return application


def return_to_applicant(application_id: int, *, actor: User, reasons: str) -> None:
    """Send the application back for changes, with reasons (REC-2)."""
    with APPLICATION.perform("return", application_id, actor=actor) as act:
        _give_opinion(act, Opinion.Outcome.RETURNED, reasons=reasons)
        _tell_applicant_of_opinion(act, "请按意见修改后重新提交。", reasons)


def decline(application_id: int, *, actor: User, reasons: str) -> None:
    """Do not recommend, with reasons (REC-2)."""
    with APPLICATION.perform("decline", application_id, actor=actor) as act:
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
        dated=dated or act.now.astimezone().date(),
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
