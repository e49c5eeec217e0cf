"""The fields of one authority."""

from django import forms

from programme.authorities.actions import OPTIONAL_FIELDS


class FieldsForm(forms.Form):
    """Of which fields and sectors an authority is in charge (REC-1)."""

    fields_in_charge = forms.MultipleChoiceField(
        label="主管领域",
        choices=[(field.value, field.label) for field in OPTIONAL_FIELDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
