"""What is done to the library and to pilots. Each function is one named act with an acting person."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from files.models import StoredFile
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.workflow import Refused
from pilots.models import Certificate, LibraryEntry, Pilot, Plan
from pilots.rules import needs_plan, plan_name
from pilots.states import PilotState, Standing
from pilots.workflow import PILOT


@dataclass(frozen=True)
class ReadyPlan:
    """A plan that was handed in before the pilot began: a zone writes its work plan for the final review (REV-4)."""

    file: StoredFile
    file_name: str
    note: str
    by: User
    at: datetime


def set_standing(entry: LibraryEntry, standing: Standing) -> None:
    """Move an entry of the library; runs inside the verb of the application that moves it."""
    entry.standing = standing
    entry.save(update_fields=["standing"])


def begin_pilot(
    entry: LibraryEntry, *, actor: User, at: datetime, remarks: str, plan: ReadyPlan | None = None
) -> Pilot:
    """Begin the life of a selected pilot: leaders have their title at once, the others plan first.

    Args:
        plan: what the zone wrote for the final review; it becomes version 1, so that nobody uploads it twice, and
            waits for the city's approval with the review's remarks (REV-4, A3 §三.二).
    """
    set_standing(entry, Standing.SELECTED)
    pilot = Pilot(entry=entry, state_since=at, selected_at=at, remarks=remarks)
    if needs_plan(entry.pilot_type):
        pilot.state = PilotState.PLAN_SUBMITTED if plan else PilotState.PLANNING
    else:
        pilot.state, pilot.title, pilot.titled_at = (
            PilotState.TITLED,
            entry.cycle.title_of(entry.pilot_type),
            at,
        )
    pilot.save()
    if pilot.title:
        _certify(pilot)
    elif plan:
        _take_over(pilot, plan)
    record(
        "begin_pilot",
        pilot,
        at=at,
        actor=actor,
        label="纳入试点",
        summary=_what_begins(pilot),
        facts={"number": entry.number},
    )
    return pilot


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


def _what_begins(pilot: Pilot) -> str:
    name = plan_name(pilot.entry.pilot_type)
    return {
        PilotState.TITLED: f"授予称号「{pilot.title}」",
        PilotState.PLAN_SUBMITTED: f"复审前提交的方案作为{name}第 1 版，待审核",
        PilotState.PLANNING: f"请编制并提交{name}",
    }[PilotState(pilot.state)]


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
        act.summary = f"提交{plan_name(pilot.entry.pilot_type)}第 {plan.version} 版"
        act.facts["plan"] = plan.pk
        act.tell(
            User.objects.city_staff(),
            f"{pilot.entry.number} 提交了方案",
            f"「{pilot.entry.name}」提交了{plan_name(pilot.entry.pilot_type)}第 {plan.version} 版，请审核。",
            pilot.get_absolute_url(),
        )
    return plan


def review_plan(pilot_id: int, *, actor: User, approved: bool, remarks: str) -> None:
    """Approve the plan that waits, or return it with remarks."""
    with PILOT.perform("approve_plan" if approved else "return_plan", pilot_id, actor=actor) as act:
        plan = act.object.plans.get(outcome=Plan.Outcome.WAITING)
        plan.outcome = Plan.Outcome.APPROVED if approved else Plan.Outcome.RETURNED
        plan.remarks = remarks
        plan.save()
        act.summary = remarks
        name = plan_name(act.object.entry.pilot_type)
        next_step = "请按方案组织实施。" if approved else "请修改后重新提交。"
        act.tell(
            User.objects.of(act.object.entry.organisation),
            f"{act.object.entry.number} 的{name}{plan.get_outcome_display()}",
            f"「{act.object.entry.name}」的{name}第 {plan.version} 版{plan.get_outcome_display()}。{next_step}"
            + (f"\n\n审核意见：{remarks}" if remarks else ""),
            act.object.get_absolute_url(),
        )


def grant_title(pilot_id: int, *, actor: User, remarks: str) -> None:
    """Grant the title of its type to a pilot that carried out its plan (AWD-1)."""
    with PILOT.perform("grant_title", pilot_id, actor=actor) as act:
        pilot = act.object
        pilot.title, pilot.titled_at = pilot.entry.cycle.title_of(pilot.entry.pilot_type), act.now
        act.facts["certificate"] = _certify(pilot).code
        act.summary = pilot.title + (f"。{remarks}" if remarks else "")
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 已授予称号",
            f"「{pilot.entry.name}」获得称号「{pilot.title}」，将在下一年度低碳日活动上授牌。",
            pilot.get_absolute_url(),
        )


def _certify(pilot: Pilot) -> Certificate:
    """The certificate of the title that the running verb grants."""
    return Certificate.objects.create(pilot=pilot, title=pilot.title, granted_at=pilot.titled_at)


@transaction.atomic
def set_grade(entry_id: int, *, actor: User, grade: str) -> LibraryEntry:
    """Grade an entry of the library, or take its grade away with an empty one (LIB-1 分级)."""
    now = clock.now()
    entry = LibraryEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    before = entry.get_grade_display() or "未分级"
    if entry.grade == grade:
        return entry
    entry.grade = grade
    entry.save(update_fields=["grade"])
    record(
        "set_grade",
        entry,
        at=now,
        actor=actor,
        label="调整分级",
        summary=f"{entry}：{before} → {entry.get_grade_display() or '未分级'}",
        facts={"grade": grade},
        audience=Audience.CITY,
    )
    return entry


@transaction.atomic
def enter_national(*, actor: User, **fields) -> LibraryEntry:
    """Enter a pilot that the national ministry arranged; its basis is required (NAT-1).

    Args:
        fields: cycle, name, organisation_name, district and basis of the entry.

    Raises:
        Refused: no basis is given.
    """
    if not fields.get("basis", "").strip():
        raise Refused("录入国家试点必须写明文件依据。")
    entry = LibraryEntry.objects.create(standing=Standing.NATIONAL, **fields)
    record(
        "enter_national",
        entry,
        at=clock.now(),
        actor=actor,
        label="录入国家试点",
        summary=f"{entry.name}，依据：{entry.basis}",
        audience=Audience.CITY,
    )
    return entry
