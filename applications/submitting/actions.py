"""What applicants do to an application. One function, one act."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from accounts.capabilities import Capability
from accounts.models import User
from applications.dossier.changes import unchanged
from applications.dossier.revision import draft_revision
from applications.filling.lacks import Lack, lacks
from applications.models import Application, Attachment, Revision
from applications.packets.request import request_packet
from applications.states import Route, State
from applications.submitting.receipt import (
    follow_quota,
    give_back_quota,
    move_to_cycle,
    receive,
    refresh_entry,
)
from applications.workflow import APPLICATION
from applications.year.participation import (
    begin_participation,
    end_participation,
    left_frozen_list,
    resume_participation,
)
from applications.year.sentences import explanation
from face.wording import chinese_datetime, cutoff_text
from journal.models import Record
from journal.workflow import Act, Refused
from programme.cutoff import correction_is_over, correction_keeps_year
from programme.cycles.receiving import calendar, cycle_at, opened
from programme.library.actions import set_library_state
from programme.models import Cycle
from programme.states import LibraryState


class Incomplete(Refused):
    """A submission that lacks something; ``lacks`` says what and where."""

    def __init__(self, found: list[Lack]):
        super().__init__(f"还有 {len(found)} 处需要完善，尚不能提交。")
        self.lacks = found


class OtherYear(Refused):
    """A submission that would count for another year than its page said: that of ``cycle``."""

    def __init__(self, cycle: Cycle):
        super().__init__(
            f"尚未提交：评选年度已有变化，现在提交，参加 {cycle.year} 年度评选。请核对后再提交。"
        )
        self.cycle = cycle


class ChangedMeanwhile(Refused):
    """The draft is no longer the one that the page showed."""

    def __init__(self, application: Application):
        when, who = chinese_datetime(application.saved_at), application.saved_by
        super().__init__(
            f"尚未提交：您打开核对页后，草稿有改动（{when} 由{who}保存）。请核对下面的最新内容再提交。"
        )


@dataclass(frozen=True)
class Checked:
    """What the check page showed to whoever pressed its button: nothing else is submitted.

    Attributes:
        year: the year that it said it counts for; None when it said none (CUT-2).
        saved_at: when the draft that it showed was saved; None when it showed none.
    """

    year: int | None = None
    saved_at: datetime | None = None

    def require_draft(self, application: Application) -> None:
        """Refuse what somebody changed since."""
        if self.saved_at not in (None, application.saved_at):
            raise ChangedMeanwhile(application)

    def require_year(self, cycle: Cycle) -> None:
        """Refuse what would count for another year (CUT-3).

        Asked inside the verb's transaction, also when it has found the year: no cutoff comes between question and act.
        """
        if self.year not in (None, cycle.year):
            raise OtherYear(cycle)


UNCHANGED = (
    "填报内容和附件与第 {} 版相同。请先按补正要求修改；"
    "认为不需要修改的，请在「申报材料」的「其他证明材料」中上传书面说明，再提交补正。"
)


def submit(
    application_id: int, *, actor: User, checked: Checked = Checked(), at: datetime | None = None
) -> Application:
    """Submit the draft: to the city on the direct route, to the recommender on the other (REC-1, CUT-3).

    Args:
        at: the instant, when it has been read already.

    Raises:
        Incomplete, OtherYear, ChangedMeanwhile: something is missing, or is not as it was checked; nothing has changed.
    """
    with APPLICATION.perform("submit", application_id, actor=actor, at=at) as act:
        application = act.object
        checked.require_draft(application)
        known = calendar()
        cycle = known.present(act.now)
        checked.require_year(cycle)  # before any work: after a cutoff many pages come back at once
        application.cycle = opened(cycle, act.now)
        revision = _new_revision(act)
        if application.route == Route.DIRECT:
            act.target = State.RECEIVED
            receive(act, known)
        else:
            act.target = State.AT_RECOMMENDER
            why = explanation(application)
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
        checked.require_year(application.cycle)
        request_packet(revision, application)
    return application


def _new_revision(act: Act) -> Revision:
    """Freeze the draft as the next revision."""
    application, before = act.object, act.object.current_revision
    _fetch_files(application)
    found = lacks(application)
    if found:
        raise Incomplete(found)
    revision = draft_revision(application)
    revision.number = before.number + 1 if before else 1
    revision.definition_checksum = application.definition_checksum
    revision.submitted_by, revision.submitted_at = act.actor, act.now
    revision.sha256 = revision.computed_sha256()
    earlier = Record.objects.about(application._meta.label_lower, application.pk)
    revision.after_record = earlier.values_list("pk", flat=True).last() or 0
    revision.save()
    application.current_revision, application.submitted_title = revision, application.draft_title[:200]
    act.facts |= {"revision": revision.number, "sha256": revision.sha256}
    return revision


def _fetch_files(application: Application) -> None:
    """Read the attachments with their files, once."""
    prefetch_related_objects(
        [application], Prefetch("attachments", Attachment.objects.select_related("file"))
    )


def resubmit(
    application_id: int, *, actor: User, checked: Checked = Checked(), at: datetime | None = None
) -> Application:
    """Hand in a correction. Within its deadline it keeps the year of the original receipt (CUT-5).

    One in which nothing was corrected is refused: its new revision would void the stamped paper for nothing.

    Args:
        at: the instant, when it has been read already.

    Raises:
        Incomplete, OtherYear, ChangedMeanwhile: as ``submit`` does.
        Refused: nothing was corrected, or it is a park and its recommender has no place left in the later year (REC-3).
    """
    with APPLICATION.perform("resubmit", application_id, actor=actor, at=at) as act:
        application = act.object
        checked.require_draft(application)
        _fetch_files(application)
        if unchanged(application):
            raise Refused("尚未提交：" + UNCHANGED.format(application.current_revision.number))
        _find_year_of_correction(act)
        checked.require_year(application.cycle)
        application.correction_due = application.correction_lapsed_at = None
        follow_quota(application)
        revision = _new_revision(act)
        refresh_entry(application)
        why = explanation(application)
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


def _find_year_of_correction(act: Act) -> None:
    """On time: the year of receipt. Late: the cycle whose cutoff has not passed at the instant of the act (CUT-5).

    Raises:
        Refused: two cutoffs have passed since the deadline; closing withdraws it.
    """
    application, deadline = act.object, act.object.correction_deadline
    if correction_keeps_year(act.now, deadline) and not left_frozen_list(application):
        if application.correction_lapsed_at:  # the sweep got the lock of the row first
            move_to_cycle(act, resume_participation(application).year)
        return
    deadline = deadline or act.now
    if correction_is_over(deadline, act.now, Cycle.objects.cutoffs()):
        raise Refused("尚未提交：补正逾期已满两个年度，本申报按撤回处理。如需申报，请复制为新申报。")
    end_participation(application, deadline)
    move_to_cycle(act, cycle_at(act.now).year)
    begin_participation(application, act.now)


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
    """Withdraw before the award. What was received keeps its number and its place in the library (REV-5).

    While the public notice runs, its line stays there, marked, and is not awarded; the city, the recommender and the
    colleagues of who withdraws are told.

    Raises:
        Refused: no reason is given, or it is awarded or kept.
    """
    with APPLICATION.perform("withdraw", application_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("撤回申报必须写明原因。")
        application = act.object
        act.summary = reason
        application.closing_remarks = reason
        if application.correction_due and application.correction_due <= act.now:
            end_participation(application, application.correction_due)  # lapsed, not swept yet
        application.correction_due = application.correction_lapsed_at = None
        if application.entry:
            give_back_quota(application)
            set_library_state(application.entry, LibraryState.WITHDRAWN)
            if application.state == State.PROPOSED:
                _tell_of_line(act, reason)
        elif application.state == State.AT_RECOMMENDER:
            act.tell(
                User.objects.of(application.recommender),
                f"申报已撤回：{application.title}",
                f"{application.organisation}撤回了「{application.title}」。原因：{reason}",
            )


def _tell_of_line(act: Act[Application], reason: str) -> None:
    """Tell who is concerned that a line of the running public notice was withdrawn (AWD-1)."""
    application = act.object
    subject = f"公示期间撤回申报：{application.number}"
    sentence = (
        f"{application.organisation}在公示期间撤回了「{application.title}」（{application.number}）。"
        f"公示页面保留这一项，注明“申报单位撤回”；这一项不再认定。原因：{reason}"
    )
    colleagues = User.objects.of(application.organisation).exclude(pk=act.actor.pk)
    act.tell(colleagues, subject, sentence, application.get_absolute_url())
    if application.route == Route.RECOMMENDED:
        recommenders = User.objects.of(application.recommender)
        act.tell(recommenders, subject, sentence, application.get_absolute_url())
    city = [User.objects.who_may(right) for right in (Capability.PUBLISH, Capability.AWARD)]
    act.tell({*city[0], *city[1]}, subject, sentence, application.get_absolute_url())
