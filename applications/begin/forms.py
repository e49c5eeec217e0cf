"""Beginning an application: a new one, or a copy."""

from uuid import uuid4

from django import forms

from accounts.forms import OrganisationChoice
from accounts.models import Organisation
from programme.notice import Sheet

TOKEN_LENGTH = 32


def _token() -> str:
    return uuid4().hex


class OnceForm(forms.Form):
    """The token by which the same press is known again (``once.once_only``); each page that is opened has another."""

    once = forms.CharField(
        required=False,
        max_length=TOKEN_LENGTH,
        initial=_token,
        widget=forms.HiddenInput(attrs={"autocomplete": "off", "id": False}),
    )


class StartForm(OnceForm):
    """Which form, for which of the person's organisations."""

    sheet = forms.ChoiceField(choices=Sheet)
    organisation = OrganisationChoice(
        label="申报单位", queryset=Organisation.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]
            self.fields["organisation"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> tuple[Organisation, str]:
        """As ``actions.start`` takes them."""
        return self.cleaned_data["organisation"], self.cleaned_data["sheet"]


class CopyForm(OnceForm):
    """Whether the files come along when an application is copied."""

    with_files = forms.BooleanField(label="一并带入附件", required=False)
