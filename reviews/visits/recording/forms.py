"""The record of a visit, by the checklist that the visit keeps."""

import re

from django import forms

from reviews.models import VisitCase
from reviews.states import Conclusion
from reviews.visits.recording.entries import ANSWERS, CONCLUSION, FINDINGS, LENGTHS, Fields

NUMBER = re.compile(r"[^\s,，、；;]+")


class RecordForm(forms.Form):
    """What is found on site, by the checklist that the visit keeps; incomplete until it is handed in."""

    marks_optional = False

    def __init__(self, *args, case: VisitCase, **kwargs):
        super().__init__(*args, initial=case.entries, **kwargs)
        self.checklist = case.checklist
        for name, label in Fields(case.checklist).labels.items():
            self.fields[name] = _field(name, label)

    @property
    def groups(self) -> list[tuple[str, list[tuple]]]:
        """(aspect, [(item, answer, remark)]) in the order of the list."""
        found: dict[str, list[tuple]] = {}
        for item in self.checklist["items"]:
            key = item["key"]
            row = item, self[f"item_{key}"], self[f"remark_{key}"]
            found.setdefault(item["aspect"], []).append(row)
        return list(found.items())

    @property
    def figures(self) -> list[tuple]:
        """(figure, value on site, remark) in the order of the list."""
        return [
            (each, self[f"site_{each['key']}"], self[f"note_{each['key']}"])
            for each in self.checklist["figures"]
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything that is wrong, with the whole name of the place, for the summary."""
        labels = Fields(self.checklist).labels
        return [
            (self[name].auto_id, f"{labels[name]}：{message}")
            for name, messages in self.errors.items()
            for message in messages
        ]


def _field(name: str, label: str) -> forms.Field:
    kind = name.partition("_")[0]
    if kind == "item":
        return forms.ChoiceField(label=label, choices=ANSWERS, required=False, widget=forms.RadioSelect)
    if name == CONCLUSION:
        choices = Conclusion.choices
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    if name == FINDINGS:
        area = forms.Textarea(attrs={"rows": 6})
        return forms.CharField(label=label, required=False, max_length=LENGTHS[FINDINGS], widget=area)
    return forms.CharField(
        label="说明" if kind in ("remark", "note") else "现场核实", required=False, max_length=LENGTHS[kind]
    )
