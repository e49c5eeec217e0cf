"""What people are told around a cutoff: reminders (CUT-6), a cutoff that was moved (CUT-2), corrections that run out (CUT-5).

The sweep runs every minute. A row (``Reminder``, ``CutoffChange``) says when everybody has been told, so that a minute
in which nothing is due costs a few queries. Each organisation is told in a transaction of its own, under a key
that is unique per row, organisation and person; a sweep that was killed half way goes on where it stopped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.models import Organisation, User
from applications.models import Application
from applications.states import State
from applications.year.progress import CLOSE
from face.wording import cutoff_text, time_left
from journal import clock
from journal.models import Message
from journal.recording import tell
from programme.models import CutoffChange, Cycle, Reminder
from programme.notice import Sheet, programme_of

DAYS = (1, 7, 30)  # CUT-6, the latest first
CORRECTION_NOTICE = timedelta(days=3)
TO_SUBMIT = (State.DRAFT, State.RETURNED)
OPTIONAL = tuple(
    sheet for sheet in Sheet if not programme_of(sheet.pilot_type).must_be_recommended
)  # routes may be changed (REC-4)
LISTED = 20


@dataclass(frozen=True)
class Announcement:
    """What is said to everybody whom a cutoff concerns.

    Attributes:
        key: unique per announcement. opening: the first paragraph. waiting: forms whose applicants hear of what
            waits at a recommender. begun_by: drafts begun, and what came to a recommender, later are left out.
    """

    key: str
    cycle: Cycle
    subject: str
    opening: str
    waiting: tuple[Sheet, ...]
    begun_by: datetime | None = None


def tell_what_is_due(at: datetime | None = None) -> None:
    """Send every reminder and announcement that is due; harmless at any time, any number of times.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    for change in CutoffChange.objects.filter(done_at=None).select_related("cycle").order_by("pk"):
        _tell_change(change, now)
    cycle = Cycle.objects.open().filter(cutoff__gt=now).order_by("cutoff").first()
    reminder = cycle and _due_reminder(cycle, now)
    if reminder and not reminder.done_at:
        _remind(reminder, now)
    _remind_of_corrections(now)


def _due_reminder(cycle: Cycle, now: datetime) -> Reminder | None:
    """The latest reminder that is due; older ones that were missed are skipped.

    A moved cutoff is announced with the time left: that takes the place of a reminder due before it.
    """
    days = next((days for days in DAYS if cycle.cutoff - timedelta(days=days) <= now), None)
    if days is None:
        return None
    due = cycle.cutoff - timedelta(days=days)
    if cycle.cutoff_changes.filter(after=cycle.cutoff, at__gte=due).exists():
        return None
    key = {"cycle": cycle, "days": days, "cutoff": cycle.cutoff}
    return Reminder.objects.get_or_create(**key, defaults={"begun_at": now})[0]


def _remind(reminder: Reminder, now: datetime) -> None:
    cycle, left = reminder.cycle, time_left(reminder.cutoff, now)
    announcement = Announcement(
        key=f"reminder:{reminder.pk}",
        cycle=cycle,
        subject=f"{cycle.year} 年度申报{left}截止",
        opening=f"{cycle.year} 年度申报将于 {cutoff_text(cycle.cutoff)} 截止，{left}。",
        waiting=OPTIONAL if reminder.days < max(DAYS) else (),
        begun_by=reminder.due,
    )
    _announce(announcement, now)
    _finish(reminder, announcement, now)


def _tell_change(change: CutoffChange, now: datetime) -> None:
    cycle = change.cycle
    verb = f"{change.word}至"
    announcement = Announcement(
        key=f"cutoff:{change.pk}",
        cycle=cycle,
        subject=f"{cycle.year} 年度申报截止时刻{verb} {cutoff_text(change.after)}",
        opening=f"{cycle.year} 年度申报截止时刻由 {cutoff_text(change.before)} {verb} {cutoff_text(change.after)}，"
        f"{time_left(change.after, now)}。" + (f"理由：{change.reason}" if change.reason else ""),
        waiting=tuple(Sheet),
    )
    if cycle.cutoff == change.after and now < change.after:
        _announce(announcement, now)
    _finish(change, announcement, now)


def _finish(row: Reminder | CutoffChange, announcement: Announcement, now: datetime) -> None:
    row.told = Message.objects.filter(key__startswith=f"{announcement.key}:").count()
    row.done_at = now
    row.save(update_fields=["told", "done_at"])


def _announce(announcement: Announcement, now: datetime) -> None:
    """Tell each applicant organisation and each recommender that the announcement concerns."""
    mine, waiting, pending = _concerned(announcement)
    for pk in sorted(_ids(mine, "organisation") | _ids(waiting, "organisation")):
        drafts, sent = list(mine.filter(organisation=pk)), list(waiting.filter(organisation=pk))
        _tell(announcement, pk, _to_applicant(announcement, drafts, sent, now), [*drafts, *sent], now)
    for pk in sorted(_ids(pending, "recommender")):
        received = list(pending.filter(recommender=pk))
        _tell(announcement, pk, _to_recommender(announcement, received), received, now)


def _ids(found: QuerySet, side: str) -> set[int]:
    return set(found.order_by().values_list(side, flat=True))


def _concerned(announcement: Announcement) -> tuple[QuerySet, QuerySet, QuerySet]:
    """Drafts of applicants, what waits at recommenders and is said to applicants, what waits at recommenders."""
    standing = Application.objects.not_received().filter(cycle=announcement.cycle).order_by("pk")
    drafts = standing.filter(state__in=TO_SUBMIT)
    pending = standing.filter(state=State.AT_RECOMMENDER).select_related("recommender", "organisation")
    if announcement.begun_by:
        drafts = drafts.filter(begun_at__lte=announcement.begun_by)
        pending = pending.filter(state_since__lte=announcement.begun_by)
    return drafts, pending.filter(sheet__in=announcement.waiting), pending


def _to_applicant(
    announcement: Announcement, drafts: list[Application], sent: list[Application], now: datetime
) -> str:
    year = announcement.cycle.year
    text = (
        f"以市生态环境局收到申报的时刻为准：此前收到的参加 {year} 年度评选，"
        f"未收到的转入 {year + 1} 年度，填写的内容全部保留。"
    )
    if drafts:
        lines = [f"「{draft.title}」（{draft.get_state_display()}）" for draft in drafts]
        text += "\n\n尚未提交的申报：\n" + _listing(lines)
    if sent:
        lines = [f"「{each.title}」（{each.recommender}）" for each in sent]
        text += "\n\n推荐单位尚未报送的申报：\n" + _listing(lines)
    if announcement.cycle.cutoff - now <= CLOSE and any(each.sheet in OPTIONAL for each in sent):
        text += (
            "\n如担心错过截止，可以取回后直接提交：打开该申报的页面，点「取回并改为自主申报」，核对后提交。"
        )
    return text


def _to_recommender(announcement: Announcement, pending: list[Application]) -> str:
    year = announcement.cycle.year
    lines = [f"「{each.title}」（{each.organisation}）" for each in pending]
    return (
        f"截止前推荐报送的，参加 {year} 年度评选；之后报送的，参加 {year + 1} 年度。\n\n"
        f"贵单位待初审的申报共 {len(pending)} 项：\n{_listing(lines)}"
    )


def _listing(lines: list[str]) -> str:
    more = [f"……共 {len(lines)} 项"] if len(lines) > LISTED else []
    return "\n".join(lines[:LISTED] + more)


@transaction.atomic
def _tell(
    announcement: Announcement, organisation: int, body: str, about: list[Application], now: datetime
) -> None:
    tell(
        User.objects.of(Organisation.objects.get(pk=organisation)),
        key=f"{announcement.key}:{organisation}",
        subject=announcement.subject,
        body=f"{announcement.opening}\n\n{body}",
        link=about[0].get_absolute_url() if len(about) == 1 else reverse("home"),
        at=now,
    )


def _remind_of_corrections(now: datetime) -> None:
    """Three days before a correction runs out its applicant is told, once; not when it was asked for later (CUT-5)."""
    due = Application.objects.filter(
        state=State.CORRECTION,
        correction_due__gt=now,
        correction_due__lte=now + CORRECTION_NOTICE,
        state_since__lte=F("correction_due") - CORRECTION_NOTICE,
    )
    for application in due.select_related("organisation", "cycle").order_by("pk"):
        key = f"correction:{application.pk}:{application.correction_due:%Y%m%d%H%M}"
        if not Message.objects.filter(key__startswith=f"{key}:").exists():
            _tell_correction(application, key, now)


@transaction.atomic
def _tell_correction(application: Application, key: str, now: datetime) -> None:
    due, year = application.correction_due, application.cycle.year
    tell(
        User.objects.of(application.organisation),
        key=key,
        subject=f"补正{time_left(due, now)}到期：{application.number}",
        body=f"「{application.title}」的补正期限为 {cutoff_text(due)}，{time_left(due, now)}。期限内补正并提交的，"
        f"仍按 {year} 年度评选；逾期的，按提交补正时尚未截止的年度评选，编号不变。",
        link=application.get_absolute_url(),
        at=now,
    )
