"""Publishing results, putting the list up, and awarding what stood (Notice 公示, AWD-1).

Two people at least: who awards is neither who published the list nor who confirmed it after its end; one person may
publish and confirm. Lock order: cycle → applications by id → notice → end of the journal. Everything about a
publication is written in one transaction, or nothing.
"""

from collections.abc import Collection

from django.db import transaction

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from applications.workflow import APPLICATION
from face.wording import chinese_date, cutoff_text
from journal import clock
from journal.clock import BEIJING
from journal.models import Audience
from journal.recording import record, tell
from journal.workflow import Refused
from programme.cutoff import GRACE
from programme.library.actions import set_library_state
from programme.models import Cycle
from programme.states import LibraryState
from reviews.models import Decision, PublicNotice, PublicNoticeItem
from reviews.results.outcome import apply_decision
from reviews.results.publication import APPLICANTS, Publication, Terms, compose, ready_decisions

MOST = 200  # decisions published in one act, so that its transaction stays short


class Changed(Refused):
    """What was previewed is no longer what would be published."""


class AlreadyPublished(Refused):
    """All of it is published: the button was pressed twice, or by two people."""


@transaction.atomic
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
            looked at again. Refused: too many at once, or the notice would begin in the past.
    """
    now = clock.now()
    _require(actor, Capability.PUBLISH)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)
    cases = Decision.objects.filter(pk__in=decisions).values_list("application", flat=True)
    list(Application.objects.select_for_update(of=("self",)).filter(pk__in=list(cases)).order_by("pk"))
    publication = compose(cycle, ready_decisions(cycle, decisions), terms, introduction)
    _require_unchanged(publication, decisions, checksum)
    if terms.first_day < now.astimezone(BEIJING).date():
        raise Changed(f"公示首日 {chinese_date(terms.first_day)} 已经过去，请重新选择。")
    messages = {message.application_id: message for message in publication.messages}
    for decision in sorted(publication.decisions, key=lambda each: each.application_id):
        application_id = decision.application_id
        apply_decision(application_id, actor=actor, at=now, message=messages[application_id])
    notice = _put_up(publication, actor, now) if publication.proposed else None
    _say(publication, notice, actor, now)
    return notice


def _require(actor: User, capability: Capability) -> None:
    if not may(actor, capability):
        raise Refused("您没有发布评选结果的权限。")


def _require_unchanged(publication: Publication, decisions: Collection[int], checksum: str) -> None:
    found = Decision.objects.filter(pk__in=decisions)
    if not publication.decisions and found and not found.filter(published_at=None).exists():
        at = max(found.values_list("published_at", flat=True))
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


def _say(publication: Publication, notice: PublicNotice | None, actor: User, now) -> None:
    """Journal the publication; tell recommenders and city staff (applicants were told by their own verb)."""
    about = notice or publication.cycle
    proposed = len(publication.proposed)
    row = record(
        "publish_results",
        about,
        at=now,
        actor=actor,
        label="发布评选结果",
        summary=f"拟列为试点 {proposed} 项，纳入项目库 {len(publication.decisions) - proposed} 项"
        + (f"；公示期 {publication.period}" if notice else ""),
        facts={
            "decisions": [each.pk for each in publication.decisions],
            "checksum": publication.checksum,
            "people": publication.people,
        },
        audience=Audience.CITY,
    )
    for number, message in enumerate(publication.messages):
        if message.kind != APPLICANTS:
            key, said = f"record:{row.pk}:{number}", (message.subject, message.body, message.link)
            tell(message.people, key=key, subject=said[0], body=said[1], link=said[2], at=now)


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
        record(
            "strike",
            item.notice,
            at=at,
            actor=actor,
            label="移出名单",
            summary=f"{item.number} {item.name}：{reason.strip()}",
            facts={"item": item.number},
            audience=Audience.CITY,
        )
        act.tell(
            User.objects.of(application.organisation),
            f"评选结果：{application.number} 移出拟认定名单",
            f"「{application.title}」在公示期间经核查，不再列入拟认定名单，继续保留在低碳试点项目库。\n\n"
            f"原因：{reason.strip()}",
            application.get_absolute_url(),
        )


@transaction.atomic
def confirm_list(notice_id: int, *, actor: User) -> PublicNotice:
    """Confirm the list of awards once the notice is over and every objection is handled.

    Not before two minutes after the end, longer than a request may live, so that every objection in time is there.

    Raises:
        Refused: the notice runs, an objection is open, nothing stands on the list, or it is confirmed already.
    """
    now = clock.now()
    _require(actor, Capability.PUBLISH)
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    if why := why_not_confirmed(notice, now):
        raise Refused(why)
    notice.confirmed_by, notice.confirmed_at = actor, now
    notice.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        "confirm_list",
        notice,
        at=now,
        actor=actor,
        label="确认认定名单",
        summary=f"公示期满，确认 {notice.items.standing().count()} 项",
        audience=Audience.CITY,
    )
    return notice


def why_not_confirmed(notice: PublicNotice, now) -> str:
    """Why the list cannot be confirmed now, as a sentence; "" when it can."""
    if notice.confirmed_at:
        return f"名单已于 {chinese_date(notice.confirmed_at)} 确认。"
    if now < notice.ends_at + GRACE:
        return f"公示期到 {cutoff_text(notice.ends_at)} 为止，期满后才能确认名单。"
    if left := notice.objections.open().count():
        return f"还有 {left} 件异议没有办结，办结后才能确认名单。"
    return "" if notice.items.standing().exists() else "名单上的项目已全部移出，不需要确认。"


@transaction.atomic
def begin_award(notice_id: int, *, actor: User) -> PublicNotice:
    """Decide that the confirmed list is awarded; ``award_items`` does it item by item.

    Raises:
        Refused: the list is not confirmed, the award has begun, or the actor published or confirmed the list.
    """
    now = clock.now()
    _require(actor, Capability.AWARD)
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    if notice.confirmed_at is None:
        raise Refused("名单还没有确认，不能认定。")
    if notice.awarded_at:
        raise Refused(f"已由{notice.awarded_by}于 {chinese_date(notice.awarded_at)} 认定。")
    if actor.pk in (notice.published_by_id, notice.confirmed_by_id):
        raise Refused("认定须由发布人、确认人以外的另一人办理。")
    notice.awarded_by, notice.awarded_at = actor, now
    notice.save(update_fields=["awarded_by", "awarded_at"])
    summary = f"认定 {notice.items.standing().count()} 项，开始逐项办理"
    record("award", notice, at=now, actor=actor, label="认定试点", summary=summary, audience=Audience.CITY)
    return notice
