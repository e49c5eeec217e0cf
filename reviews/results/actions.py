"""Publishing results, putting the list up, and awarding what stood (Notice 公示, AWD-1).

Two people at least: who awards is neither who published the list nor who confirmed it after its end; one person may
publish and confirm. Lock order: cycle → applications by id → notice → end of the journal. Everything about a
publication is written in one transaction, or nothing.
"""

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from applications.models import Application
from applications.workflow import APPLICATION
from face.wording import chinese_date, cutoff_text
from journal.acts import Act, Refused
from journal.clock import day_of
from programme.cutoff import GRACE
from programme.cycles.deciding import why_not_yet
from programme.library.actions import set_library_state
from programme.models import Cycle
from programme.notice import LEAST_NOTICE_DAYS
from programme.states import LibraryState
from reviews.acts import PUBLISH_RESULTS, STRIKE
from reviews.models import Decision, PublicNotice, PublicNoticeItem
from reviews.refusals import list_confirmed
from reviews.results.outcome import apply_decision
from reviews.results.publication import APPLICANTS, Publication, Terms, compose, ready_decisions
from reviews.states import DecisionState, PublicNoticeState
from reviews.workflow import PUBLIC_NOTICE

MOST = 200  # decisions published in one act, so that its transaction stays short


class Changed(Refused):
    """What was previewed is no longer what would be published."""


class AlreadyPublished(Refused):
    """All of it is published: the button was pressed twice, or by two people."""


def publish(
    cycle_id: int, *, actor: User, decisions: Collection[int], terms: Terms, introduction: str, checksum: str
) -> PublicNotice | None:
    """Publish confirmed decisions exactly as they were previewed; the selected go on a public notice.

    Args:
        decisions: ids. checksum: of the preview that was looked at.

    Returns:
        The notice; None when nothing of it is selected.

    Raises:
        AlreadyPublished: nothing is left to publish, and nothing is said twice. Changed: the preview has to be
            looked at again. Refused: too many at once, the notice would be too short or begin in the past, or the
            list of the year is not frozen (CUT-2).
    """

    def locked_cycle() -> Cycle:
        cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)
        cases = Decision.objects.filter(pk__in=decisions).values_list("application", flat=True)
        list(Application.objects.select_for_update(of=("self",)).filter(pk__in=list(cases)).order_by("pk"))
        return cycle

    with PUBLISH_RESULTS.perform(locked_cycle, actor=actor) as act:
        _require_frozen(act.object)
        publication = compose(act.object, ready_decisions(act.object, decisions), terms, introduction)
        _require_unchanged(publication, decisions, checksum)
        if terms.working_days < LEAST_NOTICE_DAYS:
            raise Refused(f"公示不少于 {LEAST_NOTICE_DAYS} 个工作日，请修改公示工作日数。")
        if terms.first_day < day_of(act.now):
            raise Changed(f"公示首日 {chinese_date(terms.first_day)} 已经过去，请重新选择。")
        messages = {message.application_id: message for message in publication.messages}
        for application_id in sorted(decision.application_id for decision in publication.decisions):
            apply_decision(application_id, actor=actor, at=act.now, message=messages[application_id])
        notice = _put_up(publication, actor, act.now) if publication.proposed else None
        _note(act, publication, notice)
    return notice


def _require_frozen(cycle: Cycle) -> None:
    if why := why_not_yet(cycle):
        raise Refused(f"{why}。")


def _require_unchanged(publication: Publication, decisions: Collection[int], checksum: str) -> None:
    rows = Decision.objects.filter(pk__in=decisions)
    if not publication.decisions and rows and not rows.exclude(state=DecisionState.PUBLISHED).exists():
        at = max(rows.values_list("published_at", flat=True))
        raise AlreadyPublished(f"这些结果已于 {chinese_date(at)} 发布，没有重复发送。")
    if len(decisions) > MOST:
        raise Refused(f"一次最多发布 {MOST} 项，请分批发布。")
    if len(publication.decisions) != len(decisions) or publication.checksum != checksum:
        raise Changed("预览之后内容有变动，没有发布。请核对下面最新的内容，再点发布。")


def _put_up(publication: Publication, actor: User, now) -> PublicNotice:
    cycle, terms = publication.cycle, publication.terms
    notice = PublicNotice.objects.create(
        cycle=cycle,
        batch=cycle.public_notices.count() + 1,
        first_day=terms.first_day,
        working_days=terms.working_days,
        ends_at=publication.ends_at,
        phone=terms.phone,
        email=terms.email,
        published_by=actor,
        published_at=now,
    )
    PublicNoticeItem.objects.bulk_create(_item(notice, each.application) for each in publication.proposed)
    return notice


def _item(notice: PublicNotice, application: Application) -> PublicNoticeItem:
    entry = application.entry
    return PublicNoticeItem(
        notice=notice,
        application=application,
        number=entry.number,
        pilot_type=entry.pilot_type,
        name=entry.name,
        organisation_name=entry.organisation_name,
        district=entry.district,
    )


def _note(act: Act[Cycle], publication: Publication, notice: PublicNotice | None) -> None:
    """Say what was published; tell recommenders and city staff (applicants were told by their own verb)."""
    act.about, proposed = notice or publication.cycle, len(publication.proposed)
    period = f"；公示期 {publication.period}" if notice else ""
    kept = len(publication.decisions) - proposed
    act.summary = f"拟列为试点 {proposed} 项，纳入项目库 {kept} 项{period}"
    act.facts |= {
        "decisions": [decision.pk for decision in publication.decisions],
        "checksum": publication.checksum,
        "people": publication.people,
    }
    for message in publication.messages:
        if message.kind != APPLICANTS:
            act.tell(message.people, message.subject, message.body, message.link)


def strike(item: PublicNoticeItem, *, actor: User, at, reason: str) -> None:
    """Take a line off the list: its application stays in the library, and its applicant is told why.

    Args:
        reason: for the applicant; it names no objector.

    Raises:
        Refused: no reason is given, or the line does not stand any more.
    """
    if not reason.strip():
        raise Refused("移出名单必须写明告知申报单位的原因。")
    with APPLICATION.perform("keep", item.application_id, actor=actor, at=at) as act:
        application = act.object
        item = PublicNoticeItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.struck_at:
            raise Refused(f"{item.number} 已经移出名单。")
        item.struck_by, item.struck_at, item.struck_reason = actor, at, reason.strip()
        item.save(update_fields=["struck_by", "struck_at", "struck_reason"])
        application.closing_remarks = reason.strip()
        act.summary = f"公示期间经核查移出拟认定名单：{reason.strip()}"
        set_library_state(application.entry, LibraryState.KEPT)
        with STRIKE.perform(lambda: item.notice, actor=actor, at=at) as struck:
            struck.summary, struck.facts = (
                f"{item.number} {item.name}：{reason.strip()}",
                {"item": item.number},
            )
        act.tell(
            User.objects.of(application.organisation),
            f"评选结果：{application.number} 移出拟认定名单",
            f"「{application.title}」在公示期间经核查，不再列入拟认定名单，继续保留在低碳试点项目库。\n\n"
            f"原因：{reason.strip()}",
            application.get_absolute_url(),
        )


def confirm_list(notice_id: int, *, actor: User) -> PublicNotice:
    """Confirm the list of awards once the notice is over and every objection is handled.

    Not before two minutes after the end, longer than a request may live, so that every objection in time is there.

    Raises:
        Refused: the notice runs, an objection is open, nothing stands on the list, or it is confirmed already; or the
            list of the year is not frozen (CUT-2).
    """
    with PUBLIC_NOTICE.perform("confirm_list", notice_id, actor=actor) as act:
        notice = act.object
        if why := why_not_confirmed(notice, act.now):
            raise Refused(why)
        notice.confirmed_by, notice.confirmed_at = actor, act.now
        act.summary = f"公示期满，确认 {notice.items.standing().count()} 项"
    return notice


def why_not_confirmed(notice: PublicNotice, now: datetime) -> str:
    """Why the list cannot be confirmed now, as a sentence; "" when it can."""
    if notice.state != PublicNoticeState.RUNNING:
        return list_confirmed(notice)
    if why := why_not_yet(notice.cycle):
        return f"{why}。"
    if now < notice.ends_at + GRACE:
        return f"公示期到 {cutoff_text(notice.ends_at)} 为止，期满后才能确认名单。"
    if left := notice.objections.open().count():
        return f"还有 {left} 件异议没有办结，办结后才能确认名单。"
    return "" if notice.items.standing().exists() else "名单上的项目已全部移出或撤回，不需要确认。"


def begin_award(notice_id: int, *, actor: User) -> PublicNotice:
    """Decide that the confirmed list is awarded; ``award_items`` does it item by item.

    Raises:
        Refused: the list is not confirmed, the award has begun, the actor published or confirmed the list, every
            applicant withdrew, or the list of the year is not frozen (CUT-2).
    """
    with PUBLIC_NOTICE.perform("award", notice_id, actor=actor) as act:
        notice = act.object
        _require_frozen(notice.cycle)
        if not notice.items.standing().exists():
            raise Refused("名单上的项目已全部移出或撤回，没有可以认定的项目。")
        notice.awarded_by, notice.awarded_at = actor, act.now
        act.summary = f"认定 {notice.items.standing().count()} 项，开始逐项办理"
    return notice


def take_over_award(notice_id: int, *, actor: User) -> PublicNotice:
    """Go on, as another person, with an award whose first person has left; what is awarded already stays (AWD-1).

    Raises:
        Refused: nothing is being awarded, the first person can go on, or the actor published or confirmed the list.
    """
    with PUBLIC_NOTICE.perform("take_over_award", notice_id, actor=actor) as act:
        notice = act.object
        act.summary = f"接续{notice.awarded_by}开始的认定，还有 {notice.items.waiting().count()} 项"
        act.facts["before"] = notice.awarded_by_id
        notice.awarded_by = actor
    return notice
