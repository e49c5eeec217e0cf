"""Signing in. Apart from ``accounts.forms``, which allauth imports while its own forms are still loading."""

from allauth.account.forms import ChangePasswordForm as PlainChangePasswordForm
from allauth.account.forms import LoginForm as PlainLoginForm
from allauth.account.forms import ResetPasswordKeyForm as PlainResetPasswordKeyForm
from allauth.account.forms import SignupForm as PlainSignupForm
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.models import User


class LoginForm(PlainLoginForm):
    """E-mail and password. The page links to the new password itself, after the fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AllFaults:
    """A password that is refused and repeated differently has both faults told at once."""

    def clean(self) -> dict:
        """Compare what was typed: allauth compares only a password that was not refused."""
        cleaned = super().clean()
        first, second = (self.data.get(self.add_prefix(name), "") for name in ("password1", "password2"))
        if first and second and first != second and not self.has_error("password2"):
            self.add_error("password2", gettext("You must type the same password each time."))
        return cleaned


class SignupForm(AllFaults, PlainSignupForm):
    """Of a new account; what it asks besides is in ``accounts.forms.SignupForm``."""

    def save(self, request: HttpRequest) -> User:
        """Make the account whole or not at all: nobody is left without a role."""
        with transaction.atomic():
            return super().save(request)


class ResetPasswordKeyForm(AllFaults, PlainResetPasswordKeyForm):
    """Of somebody who forgot the old one."""


class ChangePasswordForm(AllFaults, PlainChangePasswordForm):
    """Of somebody who is signed in."""
