"""The doors of the portal and how often each may be tried (ASVS 6.3.1, 等保 8.1.4.1).

No number here lets a stranger lock somebody out: attempts of a device that the account knows count apart from all
others (OWASP, "Slow down online guessing attacks with device cookies"), and a new password by e-mail makes a device known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase


@dataclass(frozen=True)
class Limit:
    """So many attempts in a period."""

    amount: int
    period: timedelta


OF_DEVICE = Limit(
    10, timedelta(minutes=5)
)  # of a known device at one account; then it counts as a strange one


def is_typed(request: HttpRequest) -> str:
    """The e-mail address in the form."""
    typed = request.POST.get("login") or request.POST.get("email") or ""
    return typed.replace("\0", "").lstrip(
        "#"
    )  # no database takes the one, and the other names an account by number


def is_signed_in(request: HttpRequest) -> str:
    """The person of the session."""
    return getattr(request.user, "email", "")


def is_half_signed_in(request: HttpRequest) -> str:
    """Whose password was right and whose second factor is asked for: the number of the account."""
    pending = request.session.get("account_login")
    return f"#{pending.get('user_pk')}" if isinstance(pending, dict) else ""


def is_nobody(request: HttpRequest) -> str:
    """What is tried belongs to no account."""
    return ""


def was_sent_away(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whoever gets through a form is led on; who fails sees it again."""
    return 300 <= answer.status_code < 400


def was_found(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """What was asked for is there."""
    return answer.status_code != 404


def is_never_free(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Each attempt counts: it writes an e-mail or a row."""
    return False


def was_old_password(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """The old password was right, whatever is wrong with the new one."""
    form = (getattr(answer, "context_data", None) or {}).get("form")
    return form is None or "oldpassword" not in form.errors


def was_no_bad_link(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """The link of an e-mail is one of ours."""
    said = getattr(answer, "context_data", None) or {}
    return not said.get("token_fail") and said.get("confirmation", True) is not None


@dataclass(frozen=True)
class Door:
    """One door, perhaps with several addresses.

    Attributes:
        name: attempts at doors of one name count together.
        whom: at whom an attempt is aimed.
        passed: whether an attempt did not count after all.
        methods: requests that are attempts.
        pair: attempts at one account from one address. whom_all: at one account from all strange devices together.
        source: attempts from one address at whomever.
    """

    name: str
    whom: Callable[[HttpRequest], str]
    source: tuple[Limit, ...]
    passed: Callable[[HttpRequest, HttpResponseBase], bool] = was_sent_away
    methods: frozenset[str] = frozenset({"POST"})
    pair: Limit | None = None
    whom_all: Limit | None = None


def _guessing(name: str, whom: Callable, passed: Callable = was_sent_away) -> Door:
    return Door(
        name,
        whom,
        (Limit(40, timedelta(minutes=10)),),
        passed,
        pair=Limit(5, timedelta(minutes=5)),
        whom_all=Limit(30, timedelta(hours=1)),
    )


_LINK = Door(
    "link",
    is_nobody,
    (Limit(30, timedelta(minutes=10)),),
    was_no_bad_link,
    frozenset({"GET", "POST", "HEAD"}),
)
INVITATION = Door(
    "link", is_nobody, (Limit(30, timedelta(minutes=10)),), was_found, frozenset({"GET", "POST", "HEAD"})
)
VERIFICATION = Door("verify", is_nobody, (Limit(30, timedelta(minutes=1)),), is_never_free)
VERIFICATION_CODE = Door(
    "verify", is_nobody, (Limit(30, timedelta(minutes=1)),), was_found, frozenset({"GET", "HEAD"})
)
OBJECTION = Door(
    "object", is_nobody, (Limit(10, timedelta(minutes=1)), Limit(30, timedelta(hours=1))), is_never_free
)
RECEIPT = Door(
    "receipt", is_nobody, (Limit(30, timedelta(minutes=1)),), was_found, frozenset({"GET", "HEAD"})
)

ADDRESSES = {
    "account_login": _guessing("password", is_typed),
    "account_reauthenticate": _guessing("password", is_signed_in),
    "account_change_password": _guessing("password", is_signed_in, was_old_password),
    "mfa_authenticate": _guessing("code", is_half_signed_in),
    "mfa_reauthenticate": _guessing("code", is_signed_in),
    "mfa_reauthenticate_webauthn": _guessing("code", is_signed_in),
    "mfa_login_webauthn": Door("code", is_nobody, (Limit(40, timedelta(minutes=10)),)),
    "account_reset_password": Door(
        "reset",
        is_typed,
        (Limit(40, timedelta(hours=1)),),
        is_never_free,
        pair=Limit(5, timedelta(minutes=15)),
        whom_all=Limit(20, timedelta(hours=1)),
    ),
    "account_reset_password_from_key": _LINK,
    "account_confirm_email": _LINK,
    "account_signup": Door("signup", is_nobody, (Limit(40, timedelta(hours=1)),), is_never_free),
}  # of the pages that allauth brings; views of our own carry their door (``at_door``)
