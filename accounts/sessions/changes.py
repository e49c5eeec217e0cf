"""What follows when the password or the e-mail address of an account changes, as allauth announces it.

The other sessions end (ASVS 7.4.3), and the person is told; of a new address the old one is told as well, so that whose
account was taken over hears of it.
"""

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from accounts.models import User
from accounts.sessions.actions import end_other_sessions
from face.wording import chinese_datetime
from journal import clock
from journal.recording import tell, write_to

NOT_ME = "如果不是您本人操作，请立即用「忘记密码」重设密码，并联系平台管理单位。"


def on_password(sender: type, request: HttpRequest, user: User, **rest: object) -> None:
    """A password was changed, set or reset."""
    signed_in = request.user.is_authenticated and request.user.pk == user.pk
    end_other_sessions(user, but=request.session.session_key if signed_in else None)
    now = clock.now()
    tell(
        [user],
        key=f"password:{user.pk}:{now.isoformat()}",
        subject="您的登录密码已修改",
        body=f"您的账号于 {chinese_datetime(now)} 修改了登录密码，其他设备上的登录已全部退出。{NOT_ME}",
        at=now,
    )


def on_email(
    sender: type,
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **rest: object,
) -> None:
    """The address that one signs in with was changed."""
    end_other_sessions(user, but=request.session.session_key)
    now, new = clock.now(), to_email_address.email
    old = from_email_address.email if from_email_address else ""
    body = f"您的账号于 {chinese_datetime(now)} 把登录邮箱改为 {new}，其他设备上的登录已全部退出。{NOT_ME}"
    said = {"subject": "您的登录邮箱已更改", "body": body, "at": now}
    user.email = new
    tell([user], key=f"email:{user.pk}:{now.isoformat()}", **said)
    if old and old != new:
        write_to(old, key=f"email:{user.pk}:{now.isoformat()}:old", **said)
