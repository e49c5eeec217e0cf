"""The name of a saved view."""

from django import forms


class ViewNameForm(forms.Form):
    """A name under which a person keeps the conditions of the list."""

    name = forms.CharField(
        label="视图名称",
        max_length=30,
        error_messages={"required": "请填写视图名称。", "max_length": "视图名称最多 30 个字。"},
    )
