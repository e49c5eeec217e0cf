"""Carrying out an award line by line: the application is selected and its pilot begins, in one transaction (AWD-1).

``reviews.results.actions.begin_award`` decides it; the beat goes on with what was interrupted.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.workflow import APPLICATION
from journal import clock
from pilots.award.actions import begin_pilot
from reviews.models import PublicNotice, PublicNoticeItem
from reviews.results.actions import begin_award
from reviews.results.wording import award_sentence
from reviews.rules import require_decidable
from reviews.states import PublicNoticeState
from reviews.work_plans.ready import ready_plan
from reviews.workflow import PUBLIC_NOTICE


def award_items(notice: PublicNotice) -> int:
    """Award every line that waits, each in a transaction of its own; return how many still wait.

    Killed anywhere and run again, by a person or by the sweep, it goes on where it stopped; run twice at once it
    does each line once.
    """
    for item in notice.items.waiting().select_related("application").order_by("pk"):
        _award_item(item.pk, notice.awarded_by)
    return notice.items.waiting().count()


@transaction.atomic
def _award_item(item_id: int, actor: User) -> None:
    application_id, notice_id = PublicNoticeItem.objects.values_list("application", "notice").get(pk=item_id)
    Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    item = PublicNoticeItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.awarded_at or item.struck_at:
        return
    now = clock.now()
    item.awarded_at = now
    item.save(update_fields=["awarded_at"])
    award_application(application_id, actor=actor, at=now)
    if not notice.items.waiting().exists():
        PUBLIC_NOTICE.carry("finish_award", notice, actor=actor, at=now)


def award(notice_id: int, *, actor: User) -> int:
    """Award a confirmed list; the pilots begin, leaders have their titles at once (A2 §三.三). Returns what waits."""
    return award_items(begin_award(notice_id, actor=actor))


def resume_awards() -> None:
    """Go on with awards that were begun and not finished (the beat calls this every minute)."""
    for notice in PublicNotice.objects.filter(state=PublicNoticeState.AWARDING):
        award_items(notice)


def award_application(application_id: int, *, actor: User, at: datetime | None = None) -> None:
    """Select what stood through its public notice: the life of its pilot begins (AWD-1).

    Raises:
        Refused: it is not on a public notice, or the list of its year is not frozen (CUT-2).
    """
    with APPLICATION.perform("select", application_id, actor=actor, at=at) as act:
        application = act.object
        require_decidable([application])
        begin_pilot(
            application.entry,
            actor=actor,
            at=act.now,
            remarks=application.closing_remarks,
            plan=ready_plan(application),
        )
        act.tell(
            User.objects.of(application.organisation),
            f"评选结果：{application.number} 入选试点",
            award_sentence(application),
            application.get_absolute_url(),
        )
