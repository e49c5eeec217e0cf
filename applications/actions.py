"""What applicants do to an application. One function, one act."""

from django.db import transaction

from accounts.models import Organisation, User
from accounts.wording import cutoff_text
from applications.models import Application, Attachment, Revision
from applications.packet_request import request_packet
from applications.receipt import give_back_quota, move_to_cycle, receive, refresh_entry
from applications.rules import Lack, lacks, may_edit
from applications.states import Route, State
from applications.workflow import APPLICATION
from applications.years import explanation
from files.models import StoredFile
from journal import clock
from journal.recording import record
from journal.workflow import Act, Refused
from pilots.actions import set_standing
from pilots.cutoff import correction_keeps_year
from pilots.cycles import cycle_at
from pilots.models import Cycle
from pilots.programme import PilotType, Sheet
from pilots.states import Standing
from sheets.answers import tidy


class Incomplete(Refused):
    """A submission that lacks something; ``lacks`` says what and where."""

    def __init__(self, found: list[Lack]):
        super().__init__(f"还有 {len(found)} 处需要完善，尚不能提交。")
        self.lacks = found


@transaction.atomic
def start(organisation: Organisation, sheet: str, *, actor: User) -> Application:
    """Start a draft on one of the four forms. Zones can only be recommended (REC-1)."""
    zone = Sheet(sheet).pilot_type == PilotType.ZONE
    return _new_draft(
        organisation,
        sheet,
        actor,
        district=organisation.district,
        route=Route.RECOMMENDED if zone else "",
        answers=_known_answers(organisation, sheet, actor),
    )


def _new_draft(organisation: Organisation, sheet: str, actor: User, **fields) -> Application:
    now = clock.now()
    application = Application.objects.create(
        organisation=organisation,
        sheet=sheet,
        cycle=cycle_at(now),
        state_since=now,
        created_by=actor,
        saved_at=now,
        saved_by=actor,
        **fields,
    )
    record(
        "start", application, at=now, actor=actor, label="开始填写", summary=application.get_sheet_display()
    )
    return application


def apply_again(application_id: int, *, actor: User) -> Application:
    """Start from an earlier technology application that was not awarded: its answers come along (ELI-R, A1 §二.5)."""
    with APPLICATION.perform("apply_again", application_id, actor=actor) as act:
        earlier = act.object
        again = _new_draft(
            earlier.organisation,
            earlier.sheet,
            actor,
            previous=earlier,
            field=earlier.field,
            district=earlier.district,
            route=earlier.route,
            recommender=earlier.recommender,
        )
        again.answers = tidy(again.form, earlier.current_revision.answers)
        again.save(update_fields=["answers"])
        act.summary = f"沿用填报内容，开始 {again.cycle.year} 年度的申报"
        act.facts["application"] = again.pk
    return again


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
        application.cycle = cycle_at(act.now)
        revision = _new_revision(act)
        if application.route == Route.DIRECT:
            act.target = State.RECEIVED
            receive(act)
        else:
            act.target = State.AT_RECOMMENDER
            why = explanation(application, Cycle.objects.cutoffs())
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
                "市生态环境局收到推荐后才算正式接收："
                f"{cutoff_text(application.cycle.cutoff)} 之前报送的，参加 {application.cycle.year} 年度评选。{why}",
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
        if not correction_keeps_year(act.now, application.correction_due):
            lapsed_already = application.correction_due is None
            next_year = application.cycle.year + (0 if lapsed_already else 1)
            move_to_cycle(act, max(next_year, cycle_at(act.now).year))
        application.correction_due = None
        revision = _new_revision(act)
        refresh_entry(application)
        why = explanation(application, Cycle.objects.cutoffs())
        act.summary = f"提交补正后的第 {revision.number} 版，按 {application.cycle.year} 年度评选"
        act.summary += f"。{why}" if why else ""
        act.tell(
            User.objects.of(application.organisation),
            f"补正材料已提交：{application.number}",
            f"「{application.title}」的补正材料已提交，按 {application.cycle.year} 年度评选，等待形式审查。{why}",
            application.get_absolute_url(),
        )
        request_packet(revision, application)
    return application


def take_back(application_id: int, *, actor: User, direct: bool = False) -> None:
    """Take an application back from a recommender that has not acted (REC-4).

    Args:
        direct: make it a direct application, so that it only needs to be submitted.
    """
    with APPLICATION.perform("take_back", application_id, actor=actor) as act:
        application = act.object
        act.tell(
            User.objects.of(application.recommender),
            f"申报已被取回：{application.title}",
            f"{application.organisation}取回了「{application.title}」，不再需要初审。",
        )
        if direct:
            application.route, application.recommender = Route.DIRECT, None
            act.summary = "改为自主申报"


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
