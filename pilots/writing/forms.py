"""A layout as a form: its places as fields, what is lacking said at them."""

from collections.abc import Iterable, Mapping

from django import forms

from face.fields import DayInput
from pilots.writing.layout import Group, Layout, Place, PlaceKind

MOST_RADIOS = 4


class LayoutForm(forms.Form):
    """A page that is written; incomplete until it is handed in. What it lacks is added from outside (``say``)."""

    marks_optional = False

    def __init__(self, data: Mapping | None = None, *, layout: Layout, content: Mapping[str, str]):
        super().__init__(data, initial=content)
        self.layout = layout
        for place in layout.places.values():
            self.fields[place.name] = _field(place)

    def say(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put sentences at their places; one without a place stands above all."""
        self.is_valid()
        for name, sentence in faults:
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def groups(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """Groups with their fields, in the order of the page."""
        return [(group, [self[place.name] for place in group.places]) for group in self.layout.groups]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything that is wrong, with the whole name of the place, for the summary."""
        labels = self.layout.labels
        return [
            (self[name].auto_id, f"{labels[name]}：{message}") if name in labels else ("", str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]


def _field(place: Place) -> forms.Field:
    common = {"label": place.label, "help_text": place.hint, "required": False}
    if place.kind is PlaceKind.CHOICE:
        if len(place.choices) <= MOST_RADIOS:
            return forms.ChoiceField(choices=place.choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", "请选择"), *place.choices], **common)
    if place.kind is PlaceKind.LONG:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 3})
    elif place.kind is PlaceKind.DAY:
        widget = DayInput()
    elif place.kind is PlaceKind.NUMBER:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
    else:
        widget = forms.TextInput()
    return forms.CharField(max_length=place.most, widget=widget, **common)
