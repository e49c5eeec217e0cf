"""How long personal data are kept, and how they are taken off afterwards (PIPL §19, §47).

Each row of ``RETENTION`` is a promise of the privacy notice, which prints this table. What belongs to a decision of the
city is kept with the case as records of an authority; what served to reach a person goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import Guess, Invitation, User, UserSession
from journal.blanking import MESSAGES_BEFORE, blank_messages, old_messages
from reviews.models import Objection
from reviews.states import HANDLED

CLEARED = "（已按期限清除）"
NOBODY = "cleared.invalid"  # no address of this domain can exist (RFC 2606)


@dataclass(frozen=True)
class Rule:
    """One kind of data, how long it is kept, and what clears it.

    Attributes:
        data: what is kept, and of whom. period: how long, in words.
        days: after how many days it is cleared; 0 when the data are kept with the case.
        due: the rows older than an instant that are still to be cleared.
        clear: clears those rows and returns of how many.
        fact: under which name the act keeps the instant, when an audit asks for it.
    """

    key: str
    data: str
    period: str
    days: int = 0
    due: Callable[[datetime], QuerySet] | None = None
    clear: Callable[[datetime], int] | None = None
    fact: str = "before"

    def before(self, now: datetime) -> datetime:
        """Rows older than this are due."""
        return now - timedelta(days=self.days)


def _invitations(before: datetime) -> QuerySet[Invitation]:
    unanswered = Invitation.objects.filter(accepted_at=None, expires_at__lt=before)
    return unanswered.exclude(email__endswith=NOBODY)


def _clear_invitations(before: datetime) -> int:
    return _invitations(before).update(email=f"invited@{NOBODY}")


def _objections(before: datetime) -> QuerySet[Objection]:
    return Objection.objects.filter(state__in=HANDLED, closed_at__lt=before).exclude(phone=CLEARED)


def _clear_objections(before: datetime) -> int:
    return _objections(before).update(name=CLEARED, phone=CLEARED, email="", organisation="")


def _closed_accounts(before: datetime) -> QuerySet[User]:
    used = Greatest(F("date_joined"), Coalesce("last_login", "date_joined"))
    closed = User.objects.filter(is_active=False).annotate(used=used).filter(used__lt=before)
    return closed.exclude(Q(email__endswith=NOBODY) & Q(phone=""))


def _clear_closed_accounts(before: datetime) -> int:
    """The name stays: what the person decided or submitted names it."""
    cleared = 0
    for person in _closed_accounts(before):
        person.email, person.phone = f"closed-{person.pk}@{NOBODY}", ""
        person.set_unusable_password()
        person.save(update_fields=["email", "phone", "password"])
        person.emailaddress_set.all().delete()
        cleared += 1
    return cleared


def _sessions(before: datetime) -> QuerySet[UserSession]:
    """Those that are over by the clock of the machine, which alone ends a session."""
    return UserSession.objects.filter(expire_date__lt=timezone.now() - timedelta(days=1))


def _guesses(before: datetime) -> QuerySet[Guess]:
    return Guess.objects.filter(at__lt=before)


RETENTION = (
    Rule(
        "cases",
        "申报、推荐、审查、评审、决定、试点管理的材料中的姓名和联系方式",
        "随案卷保存，期限按机关文件归档的规定确定",
    ),
    Rule(
        "access",
        "登录、查看联系方式、下载、导出和被拒绝的访问：账号、时间、网络地址、浏览器",
        f"为网络安全记录，{settings.ACCESS_LOG_DAYS} 天后按日清除",
    ),
    Rule("journal", "日志中的办理人、办理时间和事项", "随案卷保存；依法应当删除的，逐条删除并留下删除的记录"),
    Rule(
        "objections",
        "提出异议的人的姓名、电话、邮箱、单位",
        "办结后三年清除，异议内容和答复随案卷保存",
        3 * 365,
        _objections,
        _clear_objections,
    ),
    Rule(
        "accounts",
        "停用的账号的邮箱、电话、密码",
        "停用且三年没有登录后清除，姓名随办理过的事项保存",
        3 * 365,
        _closed_accounts,
        _clear_closed_accounts,
    ),
    Rule(
        "messages",
        "平台消息和邮件的收件邮箱、标题、正文",
        "三年后清除",
        3 * 365,
        old_messages,
        blank_messages,
        MESSAGES_BEFORE,
    ),
    Rule(
        "invitations",
        "没有接受的成员邀请的邮箱",
        "失效后 90 天清除",
        90,
        _invitations,
        _clear_invitations,
    ),
    Rule(
        "sessions",
        "登录会话的网络地址和设备",
        "退出登录时删除，过期的一天后清除",
        1,
        _sessions,
        lambda before: _sessions(before).delete()[0],
    ),
    Rule(
        "guesses",
        "登录失败等没有成功的尝试的网络地址",
        "一天后清除",
        1,
        _guesses,
        lambda before: _guesses(before).delete()[0],
    ),
)
