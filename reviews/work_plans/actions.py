"""The work plan that a zone writes for the final review: asking for it, handing it in, returning it (REV-4)."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from applications.models import Application
from applications.states import State
from face.wording import cutoff_text
from files.models import StoredFile
from journal.acts import Act, Refused
from reviews.acts import ASK_WORK_PLAN, TELL_OF_PLAN
from reviews.models import WorkPlan, WorkPlanVersion
from reviews.states import WorkPlanState
from reviews.workflow import WORK_PLAN

DEFAULT_REQUIREMENTS = (
    "请编制试点工作方案，实施期一年。内容包括：试点区域基本情况和工作基础；一年内的建设目标和量化指标；"
    "重点任务和项目清单，逐项写明内容、投资、完成时间和责任单位；预期的减排和适应气候变化成效；组织实施和保障措施。"
)


def mark_finalists(
    application_ids: Collection[int], *, actor: User, due: datetime, requirements: str
) -> list[WorkPlan]:
    """Take zones into the final review and ask each for its work plan: all of them, or none (REV-4, A3 §三.二).

    Args:
        due: exclusive deadline.

    Raises:
        Refused: the deadline has passed, nothing is required, or one of them is no zone in review, or is asked already.
    """
    if not application_ids:
        raise Refused("请选择进入最终评审的区域。")
    if not requirements.strip():
        raise Refused("请写明编写要求。")

    def locked_zones() -> list[Application]:
        rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=application_ids)
        zones = list(rows.select_related("organisation", "cycle", "entry").order_by("pk"))
        asked = WorkPlan.objects.filter(application__in=zones).values_list("application_id", flat=True)
        _require_reviewed_zones(zones, set(asked))
        return zones

    with ASK_WORK_PLAN.perform_all(locked_zones, actor=actor) as acts:
        return [_ask(act, due, requirements) for act in acts]


def _require_reviewed_zones(zones: list[Application], asked: set[int]) -> None:
    for zone in zones:
        if not zone.programme.plans_before_decision or zone.state != State.IN_REVIEW:
            raise Refused(f"{zone.number} 不是评审中的气候友好型区域，不能进入最终评审。没有作任何改动。")
        if zone.pk in asked:
            raise Refused(f"{zone.number} 已经进入最终评审。没有作任何改动。")


def _ask(act: Act[Application], due: datetime, requirements: str) -> WorkPlan:
    if due <= act.now:
        raise Refused("提交期限必须晚于现在。")
    zone = act.object
    plan = WorkPlan.objects.create(
        application=zone,
        state_since=act.now,
        due=due,
        requirements=requirements,
        asked_by=act.actor,
        asked_at=act.now,
    )
    act.summary = f"请在 {cutoff_text(due)} 前提交试点工作方案"
    act.facts |= {"work_plan": plan.pk, "due": due.isoformat(), "requirements": requirements}
    act.tell(
        User.objects.of(zone.organisation),
        f"进入最终评审，请提交试点工作方案：{zone.number}",
        f"「{zone.title}」进入最终评审。请在 {cutoff_text(due)} 前提交试点工作方案（实施期一年，PDF 或 Word）。"
        f"没有提交方案的区域不能列为试点；入选后方案即带入试点工作方案，补充目标和对评审意见的回应后提交，不必重复上传。\n\n编写要求：{requirements}",
        plan.get_absolute_url(),
    )
    return plan


def hand_in(
    plan_id: int, *, actor: User, file: StoredFile, file_name: str, note: str = ""
) -> WorkPlanVersion:
    """Hand in the work plan, or a newer version of it; earlier ones are kept (REV-4).

    Raises:
        Refused: it is handed in and its deadline has passed, or nothing changed in the file.
    """
    with WORK_PLAN.perform("hand_in", plan_id, actor=actor) as act:
        plan, last = act.object, act.object.versions.last()
        late = act.now >= plan.due
        if plan.state == WorkPlanState.HANDED_IN and late:
            raise Refused(f"提交期限 {cutoff_text(plan.due)} 已过，已提交的方案不能再更换。")
        if last and last.file_id == file.pk:
            raise Refused(f"内容与第 {last.version} 版相同，不必重复提交。")
        version = WorkPlanVersion.objects.create(
            plan=plan,
            version=last.version + 1 if last else 1,
            file=file,
            file_name=file_name,
            note=note,
            by=actor,
            at=act.now,
            late=late,
        )
        act.summary = f"第 {version.version} 版{'（逾期）' if late else ''}"
        act.facts |= {"version": version.version, "sha256": file.pk, "late": late}
        act.tell(
            [plan.asked_by],
            f"{plan.application.number} 提交了试点工作方案",
            f"「{plan.application.title}」提交了试点工作方案{act.summary}。",
            plan.get_absolute_url(),
        )
        _record_at_application(act)
    return version


def return_plan(plan_id: int, *, actor: User, remarks: str, due: datetime) -> None:
    """Return a work plan with remarks and a new deadline (exclusive).

    Raises:
        Refused: nothing is remarked, or the deadline has passed.
    """
    with WORK_PLAN.perform("return", plan_id, actor=actor) as act:
        if not remarks.strip():
            raise Refused("退回试点工作方案必须写明需要修改的内容。")
        plan = act.object
        _require_future(due, act.now)
        version = plan.versions.last()
        version.remarks, version.returned_by, version.returned_at = remarks, actor, act.now
        version.save(update_fields=["remarks", "returned_by", "returned_at"])
        plan.due = due
        act.summary = remarks
        act.facts |= {"version": version.version, "due": due.isoformat()}
        act.tell(
            User.objects.of(plan.application.organisation),
            f"试点工作方案退回修改：{plan.application.number}",
            f"「{plan.application.title}」的试点工作方案第 {version.version} 版退回修改，"
            f"请在 {cutoff_text(due)} 前重新提交。\n\n意见：{remarks}",
            plan.get_absolute_url(),
        )
        _record_at_application(act)


def postpone(plan_id: int, *, actor: User, due: datetime) -> None:
    """Move the deadline (exclusive) of a plan that is not handed in; the applicant is told.

    Raises:
        Refused: the new deadline has passed.
    """
    with WORK_PLAN.perform("postpone", plan_id, actor=actor) as act:
        plan = act.object
        _require_future(due, act.now)
        act.summary = f"{cutoff_text(plan.due)} → {cutoff_text(due)}"
        plan.due = due
        act.tell(
            User.objects.of(plan.application.organisation),
            f"试点工作方案提交期限调整为 {cutoff_text(due)}：{plan.application.number}",
            f"「{plan.application.title}」的试点工作方案，请在 {cutoff_text(due)} 前提交。",
            plan.get_absolute_url(),
        )


def _require_future(due: datetime, now: datetime) -> None:
    if due <= now:
        raise Refused("提交期限必须晚于现在。")


def _record_at_application(act: Act[WorkPlan]) -> None:
    """The same in the timeline of the application."""
    plan = act.object
    with TELL_OF_PLAN[act.name].perform(
        lambda: plan.application, actor=act.actor, at=act.now
    ) as at_application:
        at_application.summary, at_application.facts = act.summary, {"work_plan": plan.pk}
