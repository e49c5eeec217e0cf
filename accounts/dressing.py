"""Gives the widgets of any form the classes and words of the face, so that forms need not know it."""

from django.forms import BoundField, CheckboxInput, Field, Select, SelectMultiple

UNNAMED = "---------"


def dress(bound: BoundField, blank: str) -> BoundField:
    """Give the widget of a field the classes of the face; ``blank`` names the empty choice of a list."""
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput) or bound.use_fieldset:
        name = "form-check-input"
    else:
        name = "form-select" if isinstance(widget, Select | SelectMultiple) else "form-control"
    classes = widget.attrs.get("class", "").split()
    wanted = [name, "is-invalid"] if bound.errors else [name]
    widget.attrs["class"] = " ".join(classes + [each for each in wanted if each not in classes])
    if name == "form-select":
        _name_blank(bound.field, blank)
    return bound


def _name_blank(field: Field, blank: str) -> None:
    """Say ``blank`` where Django shows dashes."""
    if getattr(field, "empty_label", None) == UNNAMED:
        field.empty_label = blank
    if ("", UNNAMED) in list(field.choices):
        field.choices = [(value, blank if value == "" else label) for value, label in field.choices]
