"""Where a file of the draft is to go."""

from django import forms

from applications.models import Attachment
from applications.requirements import materials_for

UP, DOWN = "up", "down"


class PlaceForm(forms.Form):
    """A step up or down, or a line of the material list with or without a place in it."""

    step = forms.ChoiceField(choices=[(UP, "上移"), (DOWN, "下移")], required=False)
    material = forms.ChoiceField(required=False)
    index = forms.IntegerField(min_value=0, required=False)

    def __init__(self, data, *, attachment: Attachment):
        super().__init__(data)
        self.attachment = attachment
        lines = materials_for(attachment.application)
        self.fields["material"].choices = [(line.key, line.name) for line in lines]

    def clean(self) -> dict:
        """One of both must be said."""
        cleaned = super().clean()
        if not cleaned.get("step") and not cleaned.get("material"):
            raise forms.ValidationError("请选择要移到的材料。")
        return cleaned

    @property
    def target(self) -> dict:
        """``material`` and ``index`` as ``actions_materials.place`` takes them."""
        step = self.cleaned_data["step"]
        if not step:
            return {"material": self.cleaned_data["material"], "index": self.cleaned_data["index"]}
        own = self.attachment
        line = list(own.application.attachments.filter(material=own.material))
        here = line.index(own)
        return {"material": own.material, "index": max(0, here + (-1 if step == UP else 1))}
