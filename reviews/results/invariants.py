"""What must hold in public notices and objections (AWD-1)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.db.models import F

from applications.models import Application
from applications.states import State
from journal.facts import Facts, Held, last_words
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
    yield from _as_recorded()


def _fitting(item: PublicNoticeItem) -> tuple[State, ...]:
    """States that the application of a line may have: an applicant may withdraw until the award."""
    if item.struck_at:
        return (State.KEPT,)
    return (State.SELECTED,) if item.awarded_at else (State.PROPOSED, State.WITHDRAWN)


def _as_recorded() -> Iterator[str]:
    """Notices come after the frozen list (CUT-2), and say what the journal recorded of who acted when."""
    published, confirmed, awarded, heirs = (
        last_words(PublicNotice._meta.label_lower, [verb], Facts)
        for verb in ("publish_results", "confirm_list", "award", "take_over_award")
    )
    for notice in PublicNotice.objects.select_related("cycle").order_by("pk"):
        if notice.cycle.closed_at is None or notice.published_at < notice.cycle.closed_at:
            yield f"{notice}在{notice.cycle}的截止名单冻结之前发布。"
        for held, person, at, what in (
            (published.get(notice.pk), notice.published_by_id, notice.published_at, "发布"),
            (confirmed.get(notice.pk), notice.confirmed_by_id, notice.confirmed_at, "确认名单"),
            (_taken_over(awarded, heirs, notice.pk), notice.awarded_by_id, notice.awarded_at, "认定"),
        ):
            if not _same(held, person, at):
                yield f"{notice}的{what}人或{what}时间与日志不符。"
    yield from _lines()


def _taken_over(
    awarded: Mapping[int, Held[Facts]], heirs: Mapping[int, Held[Facts]], notice: int
) -> Held[Facts] | None:
    """Who carries out an award, since it was begun: the heir stands in the place of who began (AWD-1)."""
    begun, heir = awarded.get(notice), heirs.get(notice)
    return replace(heir, at=begun.at) if begun and heir else begun


def _same(held: Held[Facts] | None, person: int | None, at) -> bool:
    if held is None:
        return (person, at) == (None, None)
    return held.at == at and held.by(person)


def _lines() -> Iterator[str]:
    """A line was awarded when the journal says that its application was selected."""
    selected = last_words(Application._meta.label_lower, ["select"], Facts)
    for number, case, at in PublicNoticeItem.objects.values_list("number", "application_id", "awarded_at"):
        held = selected.get(case)
        if (held.at if held else None) != at:
            yield f"{number} 的认定时间与日志不符。"
