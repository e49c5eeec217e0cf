"""Beginning an application: a new one, or a copy."""

from django import forms

from accounts.forms import OrganisationChoice
from accounts.models import Organisation
from programme.notice import Sheet


class StartForm(forms.Form):
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


class CopyForm(forms.Form):
    """Whether the files come along when an application is copied."""

    with_files = forms.BooleanField(label="一并带入附件", required=False)
