"""Signing in. Apart from ``accounts.forms``, which allauth imports while its own forms are still loading."""

from allauth.account.forms import LoginForm as PlainLoginForm


class LoginForm(PlainLoginForm):
    """E-mail and password. The page links to the new password itself, after the fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
