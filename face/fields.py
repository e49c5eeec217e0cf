"""Fields that forms of several rooms have: days, telephone numbers, several files at once."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from journal import clock
from journal.clock import day_of


def today() -> date:
    """The present day in Beijing, by the one clock."""
    return day_of(clock.now())


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


def not_in_future(day: date, name: str) -> date:
    """Return the day; ``name`` is what the form calls it.

    Raises:
        ValidationError: it lies in the future.
    """
    if day > today():
        raise ValidationError(f"{name}不能晚于今天。")
    return day


PHONE = re.compile(r"\+?[ -]*(?:[0-9][ -]*){7,}")


def checked_phone(typed: str) -> str:
    """Return the number without spaces around it; nothing typed is left to the field.

    Raises:
        ValidationError: it cannot be dialled.
    """
    phone = typed.strip()
    if phone and not PHONE.fullmatch(phone):
        raise forms.ValidationError("请填写正确的电话号码，至少 7 位数字，可以有空格、“-”和“+”。")
    return phone


class FilesInput(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files; what each is, ``files.inspection`` finds out."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list:
        """The files that were chosen, at least one where it is required; empty ones are refused by name later."""
        if not data and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return list(data or [])
