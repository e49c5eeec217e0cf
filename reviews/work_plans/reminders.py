"""Three days before the deadline of a work plan its zone is told, once (REV-4)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import User
from applications.states import State
from face.wording import cutoff_text, time_left
from journal import clock
from journal.models import Message
from journal.recording import tell
from reviews.models import WorkPlan
from reviews.states import WorkPlanState

NOTICE = timedelta(days=3)


def remind_of_work_plans(at: datetime | None = None) -> None:
    """Remind of each work plan that runs out in three days; harmless at any time, any number of times.

    Not of one that was asked for, or returned, later than that: its applicant has just been told.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    due = WorkPlan.objects.filter(
        state__in=(WorkPlanState.ASKED, WorkPlanState.RETURNED),
        application__state=State.IN_REVIEW,
        due__gt=now,
        due__lte=now + NOTICE,
        state_since__lte=F("due") - NOTICE,
    )
    for plan in due.select_related("application__organisation", "application__cycle").order_by("pk"):
        key = f"work_plan:{plan.pk}:{plan.due:%Y%m%d%H%M}"
        if not Message.objects.filter(key__startswith=f"{key}:").exists():
            _remind(plan, key, now)


@transaction.atomic
def _remind(plan: WorkPlan, key: str, now: datetime) -> None:
    application, left = plan.application, time_left(plan.due, now)
    tell(
        User.objects.of(application.organisation),
        key=key,
        subject=f"试点工作方案{left}到期：{application.number}",
        body=f"「{application.title}」的试点工作方案提交期限为 {cutoff_text(plan.due)}，{left}。"
        "没有提交方案的区域不能列为试点。",
        link=plan.get_absolute_url(),
        at=now,
    )
