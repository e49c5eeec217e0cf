"""Carrying out an award line by line: the application is selected and its pilot begins, in one transaction (AWD-1).

``reviews.results.actions.begin_award`` decides it; the beat goes on with what was interrupted. A line that cannot be
awarded says why and holds up no other. When the person who decided has left, another one takes over.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import OperationalError, transaction
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from applications.workflow import APPLICATION
from journal import clock
from journal.workflow import Refused
from pilots.award.actions import begin_pilot
from reviews.models import PublicNotice, PublicNoticeItem
from reviews.results.actions import begin_award, take_over_award
from reviews.results.wording import award_sentence
from reviews.rules import require_decidable
from reviews.states import PublicNoticeState
from reviews.work_plans.ready import ready_plan
from reviews.workflow import PUBLIC_NOTICE

logger = logging.getLogger(__name__)
FAULT = "办理时出错，系统会再次办理；仍未办成的，请联系平台管理员。"


def award_items(notice: PublicNotice) -> int:
    """Award every line that waits, each in a transaction of its own; return how many still wait.

    Killed anywhere and run again, by a person or by the sweep, it goes on where it stopped; run twice at once it
    does each line once. A line that fails is marked with the reason, and the next one follows.
    """
    waiting = notice.items.waiting()
    if not may(notice.awarded_by, Capability.AWARD):
        _hold(notice, waiting, f"认定人{notice.awarded_by}已不能办理，须由另一位工作人员接续。")
        return waiting.count()
    for item in waiting.order_by("pk"):
        try:
            _award_item(item.pk, notice.awarded_by)
        except Refused as refusal:
            _hold(notice, [item], str(refusal))
        except OperationalError:
            logger.warning("The database could not award %s now; the sweep tries again", item.number)
        except Exception:
            logger.exception("The award of %s failed", item.number)
            _hold(notice, [item], FAULT)
    if not waiting.exists():
        _finish(notice)
    return waiting.count()


@transaction.atomic
def _award_item(item_id: int, actor: User) -> None:
    application_id, notice_id = PublicNoticeItem.objects.values_list("application", "notice").get(pk=item_id)
    Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    item = PublicNoticeItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.awarded_at or not item.stands:
        return
    now = clock.now()
    item.awarded_at, item.obstacle = now, ""
    item.save(update_fields=["awarded_at", "obstacle"])
    award_application(application_id, actor=actor, at=now)
    if not notice.items.waiting().exists():
        PUBLIC_NOTICE.carry("finish_award", notice, actor=actor, at=now)


def _hold(notice: PublicNotice, items: Iterable[PublicNoticeItem], why: str) -> None:
    """Say at lines why they are not awarded, once, and tell who awards; nothing is said twice."""
    fresh = [item for item in items if item.obstacle != why]
    if not fresh:
        return
    with suppress(Refused), PUBLIC_NOTICE.perform("hold_award", notice.pk, actor=None) as act:
        lines = act.object.items.waiting().filter(pk__in=[item.pk for item in fresh])
        numbers = list(lines.order_by("pk").values_list("number", flat=True))
        lines.update(obstacle=why)
        act.summary = f"{'、'.join(numbers)}：{why}"
        act.facts["items"] = numbers
        act.tell(
            User.objects.who_may(Capability.AWARD),
            f"认定受阻：{act.object.title}",
            f"“{act.object.title}”有 {len(numbers)} 项没有办成认定：{act.summary}",
            reverse("public_notice_manage", args=[notice.pk]),
        )


def _finish(notice: PublicNotice) -> None:
    """End an award whose last waiting line was withdrawn; the award of a last line ends it itself."""
    with suppress(Refused), PUBLIC_NOTICE.perform("finish_award", notice.pk, actor=None) as act:
        act.summary = "名单上的项目已全部办理或撤回"


def award(notice_id: int, *, actor: User) -> int:
    """Award a confirmed list; the pilots begin, leaders have their titles at once (A2 §三.三). Returns what waits."""
    return award_items(begin_award(notice_id, actor=actor))


def go_on(notice_id: int, *, actor: User) -> int:
    """Go on with an award that was begun, by a person; who began it and has left is replaced. Returns what waits.

    Raises:
        Refused: the first person has left, and the actor published or confirmed the list.
    """
    notice = PublicNotice.objects.select_related("awarded_by").get(pk=notice_id)
    if notice.state == PublicNoticeState.AWARDING and not may(notice.awarded_by, Capability.AWARD):
        notice = take_over_award(notice_id, actor=actor)
    return award_items(notice)


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
