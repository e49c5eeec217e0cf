"""The record of an applicant as a clerk fills it in: topic by topic, year by year (ELI-*)."""

from django import forms

from face.fields import DayInput, today
from reviews.compliance.actions import Found
from reviews.compliance.table import Cell, Compliance
from reviews.models.compliance import ADVERSE, CLEAN_RESULTS, CLEAN_TOPICS, MARKET_RESULTS, Topic

SOURCES = {
    Topic.PENALTY: "如：市生态环境局行政处罚公示系统",
    Topic.INCIDENT: "如：市环境应急部门函复",
    Topic.SAFETY: "如：市应急管理局函复",
}
MARKET_SOURCE = "如：碳市场管理平台"


class ComplianceForm(forms.Form):
    """All cells of the table. Where and when may be said once for a topic; a cell may say otherwise.

    A cell that was noted before cannot be emptied: a mistake is put right by the right result.
    """

    marks_optional = False
    use_required_attribute = False

    def __init__(self, *args, compliance: Compliance, **kwargs):
        super().__init__(*args, **kwargs)
        self.compliance = compliance
        for topic, cells in compliance.rows:
            self.fields[f"{topic.value}_source"] = forms.CharField(
                label=f"{topic.label}：查询来源",
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": SOURCES.get(topic, MARKET_SOURCE)}),
            )
            self.fields[f"{topic.value}_day"] = forms.DateField(
                label=f"{topic.label}：查询日期", required=False, widget=DayInput, initial=today
            )
            for cell in cells:
                self._add(cell)

    def _add(self, cell: Cell) -> None:
        name, entry = f"{cell.year} 年{cell.topic.label}", cell.entry
        results = CLEAN_RESULTS if cell.topic in CLEAN_TOPICS else MARKET_RESULTS
        self.fields[f"{cell.key}_result"] = forms.ChoiceField(
            label=f"{name}：结果",
            choices=[("", "未查询"), *((result.value, result.label) for result in results)],
            required=False,
            initial=entry.result if entry else "",
        )
        self.fields[f"{cell.key}_detail"] = forms.CharField(
            label=f"{name}：说明", max_length=300, required=False, initial=entry.detail if entry else ""
        )
        self.fields[f"{cell.key}_source"] = forms.CharField(
            label=f"{name}：查询来源", max_length=120, required=False, initial=entry.source if entry else ""
        )
        self.fields[f"{cell.key}_day"] = forms.DateField(
            label=f"{name}：查询日期",
            required=False,
            widget=DayInput,
            initial=entry.looked_up_on if entry else None,
        )

    @property
    def blocks(self) -> list[tuple]:
        """(topic, its source, its day, [(cell, result, detail, source, day)]) for the page."""
        return [
            (
                topic,
                self[f"{topic.value}_source"],
                self[f"{topic.value}_day"],
                [
                    (cell, *(self[f"{cell.key}_{part}"] for part in ("result", "detail", "source", "day")))
                    for cell in cells
                ],
            )
            for topic, cells in self.compliance.rows
        ]

    def clean(self) -> dict:
        """Hold every cell that has a result against what it needs."""
        data = super().clean()
        for cell in self.compliance.cells:
            self._check(cell, data)
        return data

    def _check(self, cell: Cell, data: dict) -> None:
        result = data.get(f"{cell.key}_result")
        if not result:
            if cell.entry and f"{cell.key}_result" not in self.errors:
                self.add_error(f"{cell.key}_result", "已登记的结果不能清空，请改为正确的结果。")
            return
        day = self._day(cell, data)
        if not self._source(cell, data):
            self.add_error(f"{cell.key}_source", "请填写查询来源，或在本项上方统一填写。")
        if day is None:
            self.add_error(f"{cell.key}_day", "请填写查询日期，或在本项上方统一填写。")
        elif day > today():
            self.add_error(f"{cell.key}_day", "查询日期不能晚于今天。")
        elif day.year < cell.year:
            self.add_error(f"{cell.key}_day", f"查询日期不能早于所查的 {cell.year} 年，请核对。")
        if result in ADVERSE and not data.get(f"{cell.key}_detail"):
            self.add_error(f"{cell.key}_detail", "请写明查到的情况。")

    def _source(self, cell: Cell, data: dict) -> str:
        return data.get(f"{cell.key}_source") or data.get(f"{cell.topic.value}_source") or ""

    def _day(self, cell: Cell, data: dict):
        return data.get(f"{cell.key}_day") or data.get(f"{cell.topic.value}_day")

    @property
    def found(self) -> list[Found]:
        """The cells with a result, as ``reviews.compliance.actions.note_compliance`` takes them."""
        data = self.cleaned_data
        return [
            Found(
                topic=cell.topic.value,
                year=cell.year,
                result=data[f"{cell.key}_result"],
                detail=data[f"{cell.key}_detail"],
                source=self._source(cell, data),
                looked_up_on=self._day(cell, data),
            )
            for cell in self.compliance.cells
            if data[f"{cell.key}_result"]
        ]
