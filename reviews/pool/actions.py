"""What changes the pool: profiles, ties declared ahead, exclusions (REV-2). None of it puts anyone in over a conflict."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from applications.states import State
from journal.acts import Act, Refused
from reviews.acts import DECLARE_CONFLICT, EXCLUDE_REVIEWER, SAVE_PROFILE, WITHDRAW_CONFLICT
from reviews.locks import locked_people
from reviews.models import (
    DeclaredConflict,
    Exclusion,
    Expertise,
    ReviewerProfile,
    ScoreSheet,
    ScoreSheetVersion,
)
from reviews.pool import conflicts
from reviews.rules import require_review_open
from reviews.states import Conflict, ScoreSheetState
from reviews.workflow import SCORE_SHEET

BEFORE_DECISION = (State.ACCEPTED, State.IN_REVIEW)


def save_profile(reviewer: User, *, actor: User, areas: Collection[str], **values) -> ReviewerProfile:
    """Keep what the pool knows about a reviewer; open sheets that a new organisation forbids end at once.

    Args:
        areas: types and fields the reviewer knows.
        values: columns of the profile; those that are not given stay as they are.
    """
    with SAVE_PROFILE.perform(lambda: _locked_profile(reviewer), actor=actor) as act:
        profile = act.object
        before = _said(profile, reviewer)
        for name, value in values.items():
            setattr(profile, name, value)
        profile.save()
        Expertise.objects.filter(reviewer=reviewer).exclude(area__in=areas).delete()
        Expertise.objects.bulk_create(
            [Expertise(reviewer=reviewer, area=area) for area in areas], ignore_conflicts=True
        )
        after = _said(profile, reviewer)
        if before == after:
            act.nothing()
        else:
            act.facts |= {"before": before, "after": after, "sheets": step_back(reviewer, act)}
    return profile


def _locked_profile(reviewer: User) -> ReviewerProfile:
    locked_people(User.objects.filter(pk=reviewer.pk)).get()
    return ReviewerProfile.objects.get_or_create(reviewer=reviewer)[0]


def _said(profile: ReviewerProfile, reviewer: User) -> dict:
    """What the profile says, for the journal."""
    names = ("organisation_id", "employer", "title", "note", "available")
    areas = sorted(Expertise.objects.filter(reviewer=reviewer).values_list("area", flat=True))
    return {name: getattr(profile, name) for name in names} | {"areas": areas}


def declare_conflict(
    *, actor: User, kind: str, organisation: str, uscc: str = "", note: str = ""
) -> DeclaredConflict:
    """A reviewer declares a tie with an organisation ahead; open sheets that it forbids end at once (REV-2).

    Raises:
        Refused: the same was declared already.
    """
    with DECLARE_CONFLICT.perform(lambda: _locked_profile(actor), actor=actor) as act:
        own = DeclaredConflict.objects.filter(reviewer=actor, withdrawn_at=None, kind=kind)
        if own.filter(organisation=organisation).exists():
            raise Refused(f"您已声明过与「{organisation}」的这种利益关系。")
        declared = DeclaredConflict.objects.create(
            reviewer=actor, kind=kind, organisation=organisation, uscc=uscc, note=note, declared_at=act.now
        )
        act.about, act.summary = declared, f"{declared.get_kind_display()}：{organisation}"
        act.facts["sheets"] = step_back(actor, act)
    return declared


def withdraw_conflict(pk: int, *, actor: User) -> None:
    """A reviewer takes back what was declared ahead; the row stays, and sheets that ended by it stay ended.

    Raises:
        Refused: it was taken back already, or is somebody else's.
    """
    with WITHDRAW_CONFLICT.perform(pk, actor=actor) as act:
        declared = act.object
        if declared.reviewer_id != actor.pk or declared.withdrawn_at:
            raise Refused("该声明已撤销。")
        declared.withdrawn_at = act.now
        declared.save(update_fields=["withdrawn_at"])
        act.summary = f"{declared.get_kind_display()}：{declared.organisation}"


def step_back(reviewer: User, act: Act) -> list[int]:
    """End the open sheets that what is known now keeps the reviewer from; the city is told. Returns their ids.

    A sheet that counted before it was reopened stays when another person made the tie known: ending it takes two.
    """
    sheets = ScoreSheet.objects.open().filter(reviewer=reviewer).order_by("pk")
    sheets = list(sheets.select_for_update(of=("self",)).select_related("application"))
    kept = conflicts.between_all([reviewer], [sheet.application for sheet in sheets])
    tied = [sheet for sheet in sheets if (sheet.application_id, reviewer.pk) in kept]
    counted = set(
        ScoreSheet.objects.once_submitted()
        .filter(pk__in=[sheet.pk for sheet in tied])
        .values_list("pk", flat=True)
    )
    ended = []
    for sheet in tied:
        kind, note = kept[sheet.application_id, reviewer.pk]
        why = f"{Conflict(kind).label}（{note}）"
        if sheet.pk in counted and act.actor != reviewer:
            act.tell(
                User.objects.who_may(Capability.FORM_PANELS),
                f"{reviewer} 应当回避：{sheet.application.number}",
                f"{reviewer} 对「{sheet.application.title}」应当回避：{why}。其评分表曾提交后退回，"
                "请提议认定其不参加评审，由另一人确认。",
                reverse("panel_detail", args=[sheet.panel_id]),
            )
            continue
        end_by_itself(sheet, kind, note, act.now)
        ended.append(sheet.pk)
    return ended


def end_by_itself(sheet: ScoreSheet, kind: str, note: str, at: datetime | None = None) -> None:
    """End an open sheet over a conflict that is known now; the city is told (REV-2)."""
    why = f"{Conflict(kind).label}（{note}）"
    with SCORE_SHEET.perform("step_back", sheet.pk, actor=None, at=at) as end:
        end.object.conflict, end.object.conflict_note = kind, note
        end.summary = f"{sheet.reviewer}：{why}"
        end.tell(
            User.objects.who_may(Capability.FORM_PANELS),
            f"{sheet.reviewer} 自动回避：{sheet.application.number}",
            f"{sheet.reviewer} 对「{sheet.application.title}」自动回避：{why}。",
            reverse("panel_detail", args=[sheet.panel_id]),
        )


def exclude_reviewer(application_id: int, reviewer: User, *, actor: User, reason: str) -> Exclusion:
    """Keep a reviewer from an application, with a reason; an open sheet ends (REV-2). It is not taken back.

    Raises:
        Refused: decided already, excluded already, or the sheet counts or counted: then it takes two
            (``panels.changes.propose_exclusion``).
    """
    with EXCLUDE_REVIEWER.perform(application_id, actor=actor) as act:
        if counted_sheet(act.object, reviewer):
            raise Refused(f"{reviewer} 已提交过评分表，认定不参加评审须由一人提议、另一人确认。请重新提交。")
        return carry_exclusion(act, reviewer, reason)


def counted_sheet(application: Application, reviewer: User) -> ScoreSheet | None:
    """The sheet of a reviewer that counts, or counted before it was reopened."""
    return application.score_sheets.once_submitted().filter(reviewer=reviewer).first()


def require_excludable(application: Application, reviewer: User) -> None:
    """Stop who would exclude a reviewer too late or twice.

    Raises:
        Refused: the application is decided, its decision is confirmed, or the reviewer is excluded already.
    """
    if application.state not in BEFORE_DECISION:
        raise Refused(f"{application.number} 当前为「{application.get_state_display()}」，不能再认定。")
    if application.exclusions.filter(reviewer=reviewer).exists():
        raise Refused(f"已认定 {reviewer} 不参加 {application.number} 的评审。")
    if (sheet := counted_sheet(application, reviewer)) and sheet.state != ScoreSheetState.RECUSED:
        require_review_open(sheet)


def carry_exclusion(act: Act[Application], reviewer: User, reason: str) -> Exclusion:
    """Exclude a reviewer within the running act that has locked the application; the sheet ends and counts no more."""
    require_excludable(act.object, reviewer)
    _end_sheet(act, reviewer, reason)
    excluded = Exclusion.objects.create(
        application=act.object, reviewer=reviewer, reason=reason, by=act.actor, at=act.now
    )
    act.summary = f"{reviewer}：{reason}"
    act.facts["reviewer"] = reviewer.pk
    return excluded


def _end_sheet(act: Act[Application], reviewer: User, reason: str) -> None:
    """End the sheet of who is excluded, and tell the person; what counted is kept as a version."""
    application = act.object
    sheet = application.score_sheets.filter(reviewer=reviewer).select_for_update(of=("self",)).first()
    if sheet is None or sheet.state == ScoreSheetState.RECUSED:
        return
    counts = sheet.state == ScoreSheetState.SUBMITTED
    verb = "exclude_counted" if counts else "exclude"
    with SCORE_SHEET.perform(verb, sheet.pk, actor=act.actor, at=act.now) as ended:
        if counts:
            ScoreSheetVersion.of(ended.object, by=act.actor, at=act.now, reason=reason).save()
            ended.facts |= {"scores": ended.object.scores, "total": str(ended.object.total)}
            ended.object.total = ended.object.submitted_at = None
        ended.object.conflict, ended.object.conflict_note = Conflict.EXCLUDED, reason
        ended.summary = reason
        ended.tell(
            [reviewer],
            f"评审任务调整：{application.title}",
            f"「{application.title}」（{application.number}）无需您再评审。",
            reverse("reviewer_desk"),
        )
