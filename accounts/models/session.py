"""Sessions as rows that know whose they are, and their store (the setting ``SESSION_ENGINE`` names this module).

So a person can see and end the own sessions, and one that was idle too long ends without a statement more than the
one that reads it (ASVS 7.3.1).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

WRITTEN = timedelta(minutes=5)  # last activity is written at most that often


class UserSession(AbstractBaseSession):
    """A browser that somebody uses; signed in when it has a person."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, related_name="sessions", verbose_name="人员"
    )
    began_at = models.DateTimeField("登录时间", default=timezone.now)
    seen_at = models.DateTimeField("最近操作时间", default=timezone.now)
    address = models.CharField("网络地址", max_length=45, blank=True)
    device = models.CharField("设备", max_length=300, blank=True)

    PERSONAL = ("address", "device")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = verbose_name_plural = "登录会话"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """The store below."""
        return SessionStore


def idle_time() -> timedelta:
    """After how long without activity a session ends (``SESSION_IDLE_MINUTES``)."""
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def idle_warning() -> int:
    """Seconds before the end at which the person is warned."""
    return int(min(timedelta(minutes=3), idle_time() / 2).total_seconds())


class SessionStore(DatabaseStore):
    """The session of a request. Time is that of the machine: the demo's clock ends no session.

    Attributes:
        began_at: when the person signed in; of a session that is about to be made, now.
        seen_at: the last activity that was written.
        address, device: from where the person signed in.
    """

    def __init__(self, session_key: str | None = None):
        super().__init__(session_key)
        self._whose: str | None = None
        self.began_at = self.seen_at = timezone.now()
        self.address = self.device = ""

    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        """The table."""
        return UserSession

    def _get_session_from_db(self) -> UserSession | None:
        """The row, unless its time is over; a row without a person has no idle end."""
        row = super()._get_session_from_db()
        if row and row.user_id and row.seen_at <= timezone.now() - idle_time():
            row.delete()
            self._session_key = None
            return None
        if row:
            self._whose = str(row.user_id) if row.user_id else None
            self.began_at, self.seen_at = row.began_at, row.seen_at
            self.address, self.device = row.address, row.device
        return row

    def create_model_instance(self, data: dict) -> UserSession:
        """The row to be saved. A session begins anew when another person is in it than before."""
        row = super().create_model_instance(data)
        now = timezone.now()
        whose = data.get(SESSION_KEY)
        if whose != self._whose:
            self._whose, self.began_at, self.seen_at = whose, now, now
        row.user_id, row.began_at, row.seen_at = (int(whose) if whose else None), self.began_at, self.seen_at
        row.address, row.device = self.address, self.device
        return row

    def is_due(self) -> bool:
        """Whether activity that happens now has to be written."""
        return timezone.now() - self.seen_at >= min(WRITTEN, idle_time() / 6)

    def touch(self) -> None:
        """Write that the person did something now: one statement, and nothing else of the session."""
        self.seen_at = timezone.now()
        UserSession.objects.filter(pk=self.session_key).update(seen_at=self.seen_at)

    @property
    def ends_at(self) -> datetime:
        """When the session ends without further activity."""
        return self.seen_at + idle_time()
