"""Remarks at places, as recommenders and screeners write them: rows of a place and a text (REC-2, CUT-5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property

from applications.models import Application
from applications.models.remark import TEXT_CHARACTERS
from applications.remarks.places import GENERAL, MOST, WHOLE, Noted, place_groups

PREFIX, MORE, WHOLE_KEY = "remark", "more_remarks", "whole"


class RemarkForm(forms.Form):
    """One remark. A row without place and text does not count."""

    use_required_attribute = False
    marks_optional = False

    place = forms.ChoiceField(label="意见对应的位置", error_messages={"required": "请选择意见对应的位置。"})
    text = forms.CharField(
        label="意见内容",
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明这一处的意见。"},
    )

    def __init__(self, *args, choices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = choices

    def clean_place(self) -> str:
        """The key of the place as ``Remark`` keeps it."""
        place = self.cleaned_data["place"]
        return GENERAL if place == WHOLE_KEY else place


class RemarkRows(forms.BaseFormSet):
    """The rows of one page. Sent with the button for one more row, they come back as typed, unjudged, with that row.

    Args:
        application: whose places are offered.
        answers: of the revision that is read.
        data: what was sent, or None.
        kept: what a page holds before anything is sent: typed earlier and kept as it was sent.
        begun: remarks that the page offers at first, to be changed or left out, when nothing is kept.
    """

    form, extra, can_order, can_delete, can_delete_extra = RemarkForm, 1, False, False, False
    renderer = forms.renderers.get_default_renderer()
    min_num, max_num, absolute_max = 0, MOST, MOST + 1
    validate_min, validate_max, edit_only = False, True, False

    def __init__(
        self,
        application: Application,
        answers: dict,
        data: Mapping[str, Any] | None = None,
        *,
        kept: Mapping[str, Any] | None = None,
        begun: Sequence[Noted] = (),
    ):
        groups = [(group.name, list(group.places)) for group in place_groups(application, answers)]
        choices = [("", "请选择"), (WHOLE_KEY, f"{WHOLE}（不针对某一栏）"), *groups]
        self.labels = {WHOLE_KEY: WHOLE} | {key: label for _, places in groups for key, label in places}
        self.wants_more = data is not None and MORE in data
        options = {"prefix": PREFIX, "form_kwargs": {"choices": choices}}
        if data is not None and not self.wants_more:
            super().__init__(data=_counted(data), **options)
        else:
            typed = _typed(data if self.wants_more else kept or {})
            proposed = [{"place": each.place or WHOLE_KEY, "text": each.text} for each in begun]
            super().__init__(initial=typed or proposed, **options)

    @cached_property
    def noted(self) -> list[Noted]:
        """The remarks of a valid page, without blank rows."""
        filled = (row.cleaned_data for row in self.forms if row.has_changed())
        return [Noted(row["place"], row["text"]) for row in filled]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(HTML id of the input, sentence) for the summary above the page."""
        if not self.is_bound:
            return []
        return [("remarks", message) for message in self.non_form_errors()] + [
            (row[name].auto_id, f"第 {number} 条逐处意见：{message}")
            for number, row in enumerate(self.forms, start=1)
            for name, messages in row.errors.items()
            for message in messages
        ]


def _total(data: Mapping[str, Any]) -> int:
    sent = str(data.get(f"{PREFIX}-TOTAL_FORMS", ""))
    return min(int(sent), MOST + 1) if sent.isdecimal() and len(sent) < 4 else 0


def _counted(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent with a count that holds; a page without the rows has none."""
    own = {name: data[name] for name in data if name.startswith(f"{PREFIX}-")}
    return own | {f"{PREFIX}-TOTAL_FORMS": str(_total(data)), f"{PREFIX}-INITIAL_FORMS": "0"}


def _typed(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows that hold something."""
    rows = [
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in ("place", "text")}
        for number in range(_total(data))
    ]
    return [row for row in rows if any(row.values())]
