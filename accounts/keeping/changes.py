"""What changes an account, inside a running act that has locked it. Nobody calls these but acts of the room."""

from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import Membership, Organisation, User
from journal.acts import Act, Refused
from journal.recording import write_to

HOW_TO_SET = "请打开链接，填写本邮箱，按收到的邮件设置密码后登录。"


def open_account(
    email: str, *, name: str, phone: str, roles: list[str], organisation: Organisation | None
) -> User:
    """Make an account without a password: whoever reads the mailbox sets one, so that no administrator knows it.

    Raises:
        Refused: there is an account with this address.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Refused(f"已有账号使用 {email}，请直接调整该账号的角色。")
    person = User.objects.create_user(email, None, roles=roles, name=name, phone=phone)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if organisation:
        Membership.objects.create(user=person, organisation=organisation)
    return person


def move_address(person: User, email: str) -> None:
    """Give an account another address to sign in with; its sessions end, other addresses of it go.

    Raises:
        Refused: the address is taken.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Refused(f"已有账号使用 {email}。")
    EmailAddress.objects.filter(user=person).delete()
    person.email = email
    person.save(update_fields=["email"])
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    person.sessions.all().delete()


def drop_credentials(person: User) -> None:
    """Take the password away, which ends every session; the person sets a new one by e-mail."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    person.sessions.all().delete()


def set_active(person: User, active: bool) -> None:
    """Open or close an account; a closed one is signed out at once."""
    person.is_active = active
    person.save(update_fields=["is_active"])
    person.sessions.all().delete()


def link_to_set_password() -> str:
    """Where a person asks for the e-mail that sets a password."""
    return reverse("account_reset_password")


def write_to_old_address(address: str, body: str, act: Act) -> None:
    """Write to an address that is no longer that of the account, so that a theft is noticed."""
    key = f"old-address:{act.object.pk}:{act.now.isoformat()}"
    write_to(address, key=key, subject="您的登录邮箱已更改", body=body, at=act.now)
