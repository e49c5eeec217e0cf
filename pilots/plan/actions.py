"""Plans of pilots: taken over from the review, handed in, reviewed (A1 §三.2, A3 §三.二)."""

from accounts.capabilities import Capability
from accounts.models import User
from files.models import StoredFile
from journal.workflow import Refused
from pilots.models import Pilot, Plan
from pilots.workflow import PILOT
from reviews.work_plans.ready import ReadyPlan


def _take_over(pilot: Pilot, plan: ReadyPlan) -> None:
    Plan.objects.create(
        pilot=pilot,
        version=1,
        file=plan.file,
        file_name=plan.file_name,
        note=plan.note,
        submitted_by=plan.by,
        submitted_at=plan.at,
    )


def submit_plan(pilot_id: int, *, actor: User, file: StoredFile, file_name: str, note: str) -> Plan:
    """Hand in a plan, or a new version of one that was returned (A1 §三.2, A3 §三.二)."""
    with PILOT.perform("submit_plan", pilot_id, actor=actor) as act:
        pilot = act.object
        plan = Plan.objects.create(
            pilot=pilot,
            version=pilot.plans.count() + 1,
            file=file,
            file_name=file_name,
            note=note,
            submitted_by=actor,
            submitted_at=act.now,
        )
        act.summary = f"提交{pilot.entry.programme.plan_name}第 {plan.version} 版"
        act.facts["plan"] = plan.pk
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 提交了方案",
            f"「{pilot.entry.name}」提交了{pilot.entry.programme.plan_name}第 {plan.version} 版，请审核。",
            pilot.get_absolute_url(),
        )
    return plan


def review_plan(pilot_id: int, *, actor: User, approved: bool, remarks: str) -> None:
    """Approve the plan that waits, or return it with remarks.

    Raises:
        Refused: it is returned without a word, or no plan waits.
    """
    with PILOT.perform("approve_plan" if approved else "return_plan", pilot_id, actor=actor) as act:
        if not approved and not remarks.strip():
            raise Refused("退回修改时，请写明需要修改的内容。")
        plan = act.object.plans.get(outcome=Plan.Outcome.WAITING)
        plan.outcome = Plan.Outcome.APPROVED if approved else Plan.Outcome.RETURNED
        plan.remarks = remarks
        plan.save()
        act.summary = remarks
        name = act.object.entry.programme.plan_name
        next_step = "请按方案组织实施。" if approved else "请修改后重新提交。"
        act.tell(
            User.objects.of(act.object.entry.organisation),
            f"{act.object.entry.number} 的{name}{plan.get_outcome_display()}",
            f"「{act.object.entry.name}」的{name}第 {plan.version} 版{plan.get_outcome_display()}。{next_step}"
            + (f"\n\n审核意见：{remarks}" if remarks else ""),
            act.object.get_absolute_url(),
        )
