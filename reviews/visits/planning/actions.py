"""Planning a site visit, changing it, cancelling it; who is concerned is told each time (REV-1, A2 §三.二, A3 §三.二)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from face.wording import chinese_date, chinese_datetime
from journal.acts import Act, Refused
from journal.clock import day_of
from reviews.acts import PLAN_VISIT, TELL_OF_VISIT
from reviews.models import ScoreSheet, SiteVisit, VisitCase
from reviews.pool import conflicts
from reviews.rules import VISITABLE
from reviews.states import ScoreSheetState, VisitState
from reviews.visits.checklists import checklist_of
from reviews.workflow import VISIT

FURTHEST = timedelta(days=366)  # ahead: a year wrongly typed sends people notices


def plan_visit(
    *,
    actor: User,
    applications: Collection[Application],
    visitors: Collection[User],
    starts_at: datetime,
    place: str,
    purpose: str,
    others: str = "",
) -> SiteVisit:
    """Plan a visit; applicants and visitors are told. One that lies in the past is entered later, and nobody is told.

    Raises:
        Refused: an application is not in review or accepted, or a reviewer has a conflict with it; nobody goes, the
            place or the purpose is missing, or the day lies before the city received it; or the same press came before.
    """
    with PLAN_VISIT.perform_all(lambda: _locked_visitable(applications), actor=actor) as acts:
        now, visited = acts[0].now, [act.object for act in acts]
        _require_whole(visitors, visited, starts_at, place, purpose, now)
        _require_no_conflict(visitors, visited)
        _require_new(visited, starts_at, place)
        visit = SiteVisit.objects.create(
            starts_at=starts_at,
            place=place,
            purpose=purpose,
            others=others,
            state_since=now,
            created_by=actor,
            created_at=now,
        )
        visit.visitors.set(visitors)
        for act in acts:
            _open_case(visit, act.object, now)
            act.summary = f"{visit_words(visit)}{'' if starts_at > now else '（补录）'}"
            act.facts["visit"] = visit.pk
        if starts_at > now:
            _tell_all(acts[-1], visit, "现场调研安排", "")
    return visit


def _locked_visitable(applications: Collection[Application]) -> list[Application]:
    rows = Application.objects.select_for_update(of=("self",)).filter(
        pk__in=[application.pk for application in applications]
    )
    locked = list(rows.select_related("cycle", "organisation", "entry", "current_revision").order_by("pk"))
    _require_visitable(locked)
    return locked


def _require_visitable(applications: list[Application]) -> None:
    if not applications:
        raise Refused("请选择要调研的申报。")
    for application in applications:
        if application.state not in VISITABLE:
            raise Refused(
                f"{application.number} 当前为「{application.get_state_display()}」，不能安排现场调研。"
            )


def _require_whole(
    visitors: Collection[User],
    applications: list[Application],
    starts_at: datetime,
    place: str,
    purpose: str,
    now: datetime,
) -> None:
    """Somebody goes who may, to a place and for a purpose, and not before what is visited was received (REV-1)."""
    if not visitors:
        raise Refused("请至少选择一名参加人员。")
    for visitor in visitors:
        if not may(visitor, Capability.VISIT, Capability.REVIEW):
            raise Refused(f"{visitor} 现在不能参加现场调研，请重新选择。")
    if not place.strip() or not purpose.strip():
        raise Refused("安排现场调研必须写明地点和调研内容。")
    day = day_of(starts_at)
    received = max(day_of(application.received_at) for application in applications)
    if day < received:
        raise Refused(f"调研日期不能早于市级接收申报的日期（{chinese_date(received)}）。")
    if starts_at > now + FURTHEST:
        raise Refused("现场调研应安排在今后 12 个月内，请核对日期。")


def _require_no_conflict(visitors: Iterable[User], applications: list[Application]) -> None:
    """Reviewers with a conflict, seen by the portal, declared or recused, stay away (REV-2)."""
    reviewers = {visitor.pk: visitor for visitor in visitors if may(visitor, Capability.REVIEW)}
    recused = ScoreSheet.objects.filter(
        reviewer__in=reviewers, application__in=applications, state=ScoreSheetState.RECUSED
    )
    pairs = {
        *conflicts.between_all(reviewers.values(), applications),
        *recused.values_list("application_id", "reviewer_id"),
    }
    numbers = {application.pk: application.number for application in applications}
    for application, reviewer in sorted(pairs):
        raise Refused(f"{reviewers[reviewer]} 与 {numbers[application]} 有利益关系，不能参加这次调研。")


def _require_new(applications: list[Application], starts_at: datetime, place: str) -> None:
    """Nobody plans one visit twice: the lock on its applications lets the second of two equal presses see the first."""
    at_once = SiteVisit.objects.filter(starts_at=starts_at, place=place, state=VisitState.PLANNED)
    ids = [application.pk for application in applications]
    for visit in at_once.filter(cases__application=applications[0]):
        if sorted(visit.cases.values_list("application_id", flat=True)) == ids:
            raise Refused("同一时间、同一地点的这次调研已经安排，请在「现场调研」列表中查看，不必重复提交。")


def _open_case(visit: SiteVisit, application: Application, now: datetime) -> VisitCase:
    application.current_revision.application = application
    checklist = checklist_of(application.current_revision)
    return VisitCase.objects.create(
        visit=visit, application=application, checklist=checklist, state_since=now
    )


def change_visit(
    visit_id: int,
    *,
    actor: User,
    visitors: Collection[User],
    starts_at: datetime,
    place: str,
    purpose: str,
    others: str,
    reason: str,
) -> SiteVisit:
    """Move a visit, or change who comes; everybody concerned is told again, also who comes no more.

    Raises:
        Refused: the new time has passed, a reviewer has a conflict, something it found is handed in, or the plan or
            its reason is not whole.
    """
    with VISIT.perform("change", visit_id, actor=actor) as act:
        visit = act.object
        if starts_at <= act.now:
            raise Refused("新的调研时间必须晚于现在。")
        if not reason.strip():
            raise Refused("调整现场调研必须写明原因，随通知发出。")
        _require_whole(visitors, _applications(visit), starts_at, place, purpose, act.now)
        _require_no_conflict(visitors, _applications(visit))
        before = set(visit.visitors.all())
        act.facts |= {"before": visit_words(visit), "reason": reason}
        visit.starts_at, visit.place, visit.purpose, visit.others = starts_at, place, purpose, others
        visit.visitors.set(visitors)
        act.summary = f"{visit_words(visit)}。原因：{reason}"
        _record_and_tell(act, "现场调研有调整", reason, before - set(visitors))
    return visit


def cancel_visit(visit_id: int, *, actor: User, reason: str) -> None:
    """Cancel a visit; everybody concerned is told.

    Raises:
        Refused: no reason is given, or something it found is handed in.
    """
    with VISIT.perform("cancel", visit_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("取消现场调研必须写明原因，随通知发出。")
        act.summary = f"{visit_words(act.object)}。原因：{reason}"
        _record_and_tell(act, "现场调研已取消", reason, set())


def _record_and_tell(act: Act[SiteVisit], subject: str, reason: str, gone: set[User]) -> None:
    """Record a change at each application, and tell applicants and visitors, with those who come no more."""
    visit, verb = act.object, TELL_OF_VISIT[act.name]
    with verb.perform_all(lambda: _applications(visit), actor=act.actor, at=act.now) as at_applications:
        for at_application in at_applications:
            at_application.summary, at_application.facts = act.summary, {"visit": visit.pk}
    _tell_all(act, visit, subject, reason)
    act.tell(gone, subject, f"您不再参加这次调研：{visit_words(visit)}。原因：{reason}")


def _applications(visit: SiteVisit) -> list[Application]:
    applications = Application.objects.filter(visit_cases__visit=visit)
    return list(applications.select_related("organisation", "cycle", "entry").order_by("pk"))


def visit_words(visit: SiteVisit) -> str:
    """When and where."""
    return f"{chinese_datetime(visit.starts_at)}，{visit.place}"


def visitors_words(visit: SiteVisit) -> str:
    """Who comes, as the applicant and the other visitors read it: reviewers are counted, not named (REV-2)."""
    people = list(visit.visitors.order_by("pk").prefetch_related("grants"))
    experts = sum(Capability.REVIEW in person.capabilities for person in people)
    city = "、".join(str(person) for person in people if Capability.REVIEW not in person.capabilities)
    parts = [city and f"市级工作人员 {city}", experts and f"评审专家 {experts} 人", visit.others]
    return "；".join(str(part) for part in parts if part)


def _tell_all(act: Act, visit: SiteVisit, subject: str, reason: str) -> None:
    """Tell each applicant of its own applications, and each visitor of all."""
    applications = _applications(visit)
    frame = [f"时间：{chinese_datetime(visit.starts_at)}", f"地点：{visit.place}"]
    frame += [f"参加人员：{visitors_words(visit)}", f"调研内容：{visit.purpose}"]
    if reason:
        frame.insert(0, f"原因：{reason}")
    by_unit: dict[int, list[Application]] = {}
    for application in applications:
        by_unit.setdefault(application.organisation_id, []).append(application)
    audiences = [(User.objects.of(own[0].organisation), own) for own in by_unit.values()]
    audiences.append((visit.visitors.filter(is_active=True), applications))
    for people, listed in audiences:
        names = "\n".join(f"「{application.title}」（{application.number}）" for application in listed)
        act.tell(
            people,
            f"{subject}：{chinese_datetime(visit.starts_at)}",
            "\n".join([names, *frame]),
            visit.get_absolute_url(),
        )
