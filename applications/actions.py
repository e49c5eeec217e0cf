"""What applicants, recommenders and the centre do to an application. One function, one act."""

from datetime import date

from django.db import transaction

from accounts.models import Organisation, User
from applications.models import Application, Attachment, Opinion, Packet, PaperReceipt, Revision
from applications.packets import request_packet
from applications.receipt import give_back_quota, move_to_cycle, receive, refresh_entry
from applications.rules import Lack, lacks, may_edit
from applications.states import Route, State
from applications.workflow import APPLICATION
from files.models import StoredFile
from journal import clock
from journal.recording import record
from journal.work import nudge
from journal.workflow import Act, Refused
from pilots.actions import set_standing
from pilots.cutoff import correction_keeps_year
from pilots.cycles import cycle_at
from pilots.programme import PAPER_COPIES, PilotType, Sheet
from pilots.states import Standing


class Incomplete(Refused):
    """A submission that lacks something; ``lacks`` says what and where."""

    def __init__(self, found: list[Lack]):
        super().__init__(f"还有 {len(found)} 处需要完善，尚不能提交。")
        self.lacks = found


@transaction.atomic
def start(organisation: Organisation, sheet: str, *, actor: User) -> Application:
    """Start a draft on one of the four forms. Zones can only be recommended (REC-1)."""
    now = clock.now()
    zone = Sheet(sheet).pilot_type == PilotType.ZONE
    application = Application.objects.create(
        organisation=organisation,
        sheet=sheet,
        cycle=cycle_at(now),
        state_since=now,
        created_by=actor,
        district=organisation.district,
        route=Route.RECOMMENDED if zone else "",
        answers=_known_answers(organisation, sheet, actor),
        saved_at=now,
        saved_by=actor,
    )
    record(
        "start", application, at=now, actor=actor, label="开始填写", summary=application.get_sheet_display()
    )
    return application


def _known_answers(organisation: Organisation, sheet: str, actor: User) -> dict:
    """What the portal knows already, so that nobody types it twice."""
    answers = {"applicant_name": organisation.name, "contact_name": actor.name, "contact_email": actor.email}
    if Sheet(sheet).pilot_type != PilotType.ZONE:
        answers |= {"applicant_nature": organisation.nature, "address": organisation.address}
    return {key: value for key, value in answers.items() if value}


@transaction.atomic
def save_draft(application_id: int, *, actor: User, **changes) -> Application:
    """Save fields of the draft as they are, complete or not.

    Raises:
        Refused: the application cannot be edited now.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    _require_editable(actor, application)
    for name, value in changes.items():
        setattr(application, name, value)
    application.saved_at, application.saved_by = clock.now(), actor
    application.save()
    return application


@transaction.atomic
def attach(application_id: int, *, actor: User, material: str, file: StoredFile, name: str) -> Attachment:
    """Put a checked file under a line of the material list."""
    application = save_draft(application_id, actor=actor)
    return Attachment.objects.create(
        application=application,
        material=material,
        file=file,
        name=name,
        added_by=actor,
        added_at=application.saved_at,
    )


@transaction.atomic
def detach(attachment: Attachment, *, actor: User) -> None:
    """Take a file off the draft. Revisions that were submitted keep theirs."""
    save_draft(attachment.application_id, actor=actor)
    attachment.delete()


def _require_editable(actor, application) -> None:
    if not may_edit(actor, application):
        raise Refused(f"该申报当前为「{application.get_state_display()}」，不能修改。")


def submit(application_id: int, *, actor: User) -> Application:
    """Submit the draft: to the city on the direct route, to the recommender on the other (REC-1, CUT-3).

    Raises:
        Incomplete: something is missing; nothing has changed.
    """
    with APPLICATION.perform("submit", application_id, actor=actor) as act:
        application = act.object
        revision = _new_revision(act)
        if application.route == Route.DIRECT:
            act.target = State.RECEIVED
            receive(act)
        else:
            act.target = State.AT_RECOMMENDER
            application.cycle = cycle_at(act.now)
            act.summary = f"提交第 {revision.number} 版，送{application.recommender}初审"
            act.tell(
                User.objects.of(application.recommender),
                f"有新的申报待初审：{application.title}",
                f"{application.organisation}提交了「{application.title}」，请初审并出具推荐意见。",
                application.get_absolute_url(),
            )
            act.tell(
                User.objects.of(application.organisation),
                f"已送推荐单位：{application.title}",
                f"「{application.title}」已提交，正由{application.recommender}初审。"
                "市生态环境局收到推荐后才算正式接收，请关注截止时间。",
                application.get_absolute_url(),
            )
        request_packet(revision, application)
    return application


def _new_revision(act: Act) -> Revision:
    """Freeze the draft as the next revision."""
    application = act.object
    found = lacks(application)
    if found:
        raise Incomplete(found)
    revision = Revision(
        application=application,
        number=application.revisions.count() + 1,
        answers=application.answers,
        attachments=[
            {
                "material": a.material,
                "name": a.name,
                "size": a.file.size,
                "sha256": a.file_id,
                "mime": a.file.mime,
            }
            for a in application.attachments.select_related("file")
        ],
        confirmed_conditions=application.confirmed_conditions,
        norm_reasons=application.norm_reasons,
        definition_checksum=application.definition_checksum,
        submitted_by=act.actor,
        submitted_at=act.now,
    )
    revision.sha256 = revision.computed_sha256()
    revision.save()
    application.current_revision = revision
    act.facts |= {"revision": revision.number, "sha256": revision.sha256}
    return revision


def resubmit(application_id: int, *, actor: User) -> Application:
    """Hand in a correction. Within its deadline it keeps the year of the original receipt (CUT-5)."""
    with APPLICATION.perform("resubmit", application_id, actor=actor) as act:
        application = act.object
        revision = _new_revision(act)
        if not correction_keeps_year(act.now, application.correction_due):
            lapsed_already = application.correction_due is None
            next_year = application.cycle.year + (0 if lapsed_already else 1)
            move_to_cycle(act, max(next_year, cycle_at(act.now).year))
        application.correction_due = None
        refresh_entry(application)
        act.summary = f"提交补正后的第 {revision.number} 版，按 {application.cycle.year} 年度评选"
        act.tell(
            User.objects.of(application.organisation),
            f"补正材料已提交：{application.number}",
            f"「{application.title}」的补正材料已提交，按 {application.cycle.year} 年度评选，等待形式审查。",
            application.get_absolute_url(),
        )
        request_packet(revision, application)
    return application


def take_back(application_id: int, *, actor: User) -> None:
    """Take an application back from a recommender that has not acted (REC-4)."""
    with APPLICATION.perform("take_back", application_id, actor=actor) as act:
        application = act.object
        act.tell(
            User.objects.of(application.recommender),
            f"申报已被取回：{application.title}",
            f"{application.organisation}取回了「{application.title}」，不再需要初审。",
        )


def rework(application_id: int, *, actor: User) -> None:
    """Open a declined application for editing again, to be sent by another route or to another recommender."""
    with APPLICATION.perform("rework", application_id, actor=actor):
        pass


def withdraw(application_id: int, *, actor: User, reason: str) -> None:
    """Withdraw before the decision. What was received keeps its number and its place in the library (REV-5)."""
    with APPLICATION.perform("withdraw", application_id, actor=actor) as act:
        application = act.object
        act.summary = reason
        application.closing_remarks = reason
        application.correction_due = None
        if application.entry:
            give_back_quota(application)
            set_standing(application.entry, Standing.WITHDRAWN)
        elif application.state == State.AT_RECOMMENDER:
            act.tell(
                User.objects.of(application.recommender),
                f"申报已撤回：{application.title}",
                f"{application.organisation}撤回了「{application.title}」。原因：{reason}",
            )


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


def register_paper(
    revision: Revision, *, actor: User, copies: int, received_on: date, note: str
) -> PaperReceipt:
    """Record paper copies that came to the centre (MAT-W); five are wanted."""
    with APPLICATION.perform("register_paper", revision.application_id, actor=actor) as act:
        receipt = PaperReceipt.objects.create(
            revision=revision, copies=copies, received_on=received_on, note=note, by=actor, at=act.now
        )
        act.summary = f"收到第 {revision.number} 版纸质材料 {copies} 份（应交 {PAPER_COPIES} 份）"
        act.tell(
            User.objects.of(act.object.organisation),
            f"纸质材料已收到：{act.object.number}",
            f"「{act.object.title}」{act.summary}。",
            act.object.get_absolute_url(),
        )
    return receipt


def retry_packet(packet_id: int, *, actor: User) -> None:
    """Try a failed packet again from the first attempt."""
    packet = Packet.objects.select_related("revision").get(pk=packet_id)
    with APPLICATION.perform("retry_packet", packet.revision.application_id, actor=actor) as act:
        packet = Packet.objects.select_for_update().get(pk=packet_id)
        if packet.state != Packet.State.FAILED:
            raise Refused("材料包正在生成或已经生成，不需要重试。")
        act.summary = packet.error
        packet.reset()
        packet.save()
        nudge(packet)
