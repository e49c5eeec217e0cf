"""Web inputs that Django does not have: groups of boxes with a text, and a period of months."""

import re
from typing import Any

from django import forms

from sheets.wordcount import count


class LimitedText(forms.Textarea):
    """A long text of at most ``limit`` 字, with the number written so far."""

    template_name = "sheets/widgets/limited_text.html"

    def __init__(self, limit: int, attrs: dict) -> None:
        self.limit = limit
        super().__init__({"data-limit": limit} | attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict:
        """Add the limit and the count."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"limit": self.limit, "written": count(str(value or ""))}
        return context


class RadioOptions(forms.RadioSelect):
    """Radio buttons inside a larger input; those that stand alone are Django's."""

    template_name = "sheets/widgets/options.html"


class OptionsWithText(forms.MultiWidget):
    """Radio buttons and a text that belongs to one of them; the entry is a dict with two keys."""

    template_name = "sheets/widgets/with_text.html"
    use_fieldset = True

    def __init__(self, keys: tuple[str, str], options: list[tuple[str, str]], text_label: str) -> None:
        self.keys, self.text_label = keys, text_label
        text = forms.TextInput(attrs={"class": "form-control"})
        super().__init__({"": RadioOptions(choices=options), keys[1]: text})

    def decompress(self, value: Any) -> list:
        """Return the two inputs of an entry."""
        return [value.get(key) for key in self.keys] if isinstance(value, dict) else [None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        """Return the entry."""
        return dict(zip(self.keys, super().value_from_datadict(data, files, name), strict=True))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict:
        """Add the label of the text."""
        context = super().get_context(name, value, attrs)
        context["widget"]["text_label"] = self.text_label
        return context


class MonthInputs(forms.MultiWidget):
    """Two month inputs; the entry is a list of two texts such as ``2025-03``."""

    template_name = "sheets/widgets/months.html"
    use_fieldset = True

    def __init__(self) -> None:
        attrs = {"class": "form-control", "type": "month", "placeholder": "2025-03"}
        super().__init__([forms.TextInput(attrs=dict(attrs)), forms.TextInput(attrs=dict(attrs))])

    def decompress(self, value: Any) -> list:
        """Return the two inputs of an entry."""
        return list(value) if value else [None, None]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict:
        """Show what a browser would not show in a month input in a text input, so that it is not lost."""
        context = super().get_context(name, value, attrs)
        for month in context["widget"]["subwidgets"]:
            if month["value"] and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month["value"]):
                month["type"] = "text"
        return context
