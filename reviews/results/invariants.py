"""What must hold in public notices and objections (AWD-1)."""

from collections.abc import Iterator

from django.db.models import F

from applications.models import Application
from applications.states import State
from reviews.models import Objection, PublicNotice, PublicNoticeItem
from reviews.states import PublicNoticeState


def broken() -> Iterator[str]:
    """A sentence for each fault: a line stands where its application does; objections came in time, and are handled."""
    for item in PublicNoticeItem.objects.select_related("application").order_by("pk"):
        if item.application.state not in _fitting(item):
            yield f"{item.number} 在公示名单上与申报状态「{item.application.get_state_display()}」不符。"
    for application in Application.objects.filter(state=State.PROPOSED, public_notice_item=None):
        yield f"{application.number} 为「拟入选，公示中」，但不在任何公示名单上。"
    for objection in Objection.objects.filter(received_at__gte=F("notice__ends_at")):
        yield f"{objection}在公示期满以后收到。"
    confirmed = PublicNotice.objects.exclude(state=PublicNoticeState.RUNNING).select_related("cycle")
    for notice in confirmed.filter(pk__in=Objection.objects.open().values("notice")):
        yield f"{notice}已确认名单，但还有未办结的异议。"
    waiting = PublicNoticeItem.objects.waiting().values("notice")
    for notice in confirmed.filter(state=PublicNoticeState.AWARDED, pk__in=waiting):
        yield f"{notice}已认定完毕，但还有未认定的项目。"
    withdrawn = PublicNoticeItem.objects.withdrawn().values(
        "notice"
    )  # the sweep finishes what waits for nothing
    awarding = confirmed.filter(state=PublicNoticeState.AWARDING).exclude(pk__in=withdrawn)
    for notice in awarding.exclude(pk__in=waiting):
        yield f"{notice}的项目已全部认定，但认定仍在办理中。"


def _fitting(item: PublicNoticeItem) -> tuple[State, ...]:
    """States that the application of a line may have: an applicant may withdraw until the award."""
    if item.struck_at:
        return (State.KEPT,)
    return (State.SELECTED,) if item.awarded_at else (State.PROPOSED, State.WITHDRAWN)
