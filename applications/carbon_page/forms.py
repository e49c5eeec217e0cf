"""Web forms of the carbon figures: rows of plain texts that are saved as they are, each fault at its entry."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django import forms

from applications.carbon import history, reduction
from applications.carbon.numbers import words
from applications.carbon.reduction import FACTOR_KEY, Fault
from programme.factors.kept import settled
from programme.factors.register import choices

NUMBERS = ("baseline", "project", "factor", "energy_saved", "emissions", "output", "allocated", "verified")
NUMBERS += ("surrendered",)
HINTS = {
    "boundary": "核算包括哪些设施和排放源，不包括哪些，按哪一年计。",
    "method": "基准情景怎样确定，数据从哪里来，计算中作了哪些假定。",
    "energy_saved": "填写后一并写入核算说明，用于核对减排量与节能量的比例。可以不填。",
    "measure": "同一措施有几种能源的，分几行填写，措施名称相同的自动小计。",
    "activity": "例如外购电、天然气。",
    "unit": "如 MWh、万m³、t。",
    "baseline": "如果不做这个项目，一年的数量。",
    "project": "项目实施后，一年的数量；外供、抵扣填负数。",
    "factor_unit": "如 tCO2/MWh、tCO2/t。",
    "factor": "您采用的数值。",
    "source": "文件或报告的名称、文号。",
    "output_unit": "计算强度用的产出或规模，例如 万元产值、万平方米。",
    "standing": "例如在同行业中的排名或与先进值的比较，将写入合成的文字。",
}
FACTOR_WAS = "factor_was"  # the choice that the page showed: another one now takes its texts over
LISTS = {"unit": "carbon-units", "factor_unit": "carbon-factor-units"}


class Entries(forms.Form):
    """Texts as they were typed, with what is wrong shown at each; never refuses to be saved."""

    marks_optional = False
    use_required_attribute = False

    def __init__(
        self,
        labels: Mapping[str, str],
        entries: Mapping[str, str],
        prefix: str,
        found: Iterable[Fault],
        limit: int,
    ) -> None:
        super().__init__({f"{prefix}-{key}": text for key, text in entries.items()}, prefix=prefix)
        self.found = list(found)
        for key, label in labels.items():
            self.fields[key] = forms.CharField(
                required=False, label=label, help_text=HINTS.get(key, ""), widget=_widget(key, limit)
            )

    def full_clean(self) -> None:
        """Put the faults at their entries."""
        super().full_clean()
        for fault in self.found:
            self.add_error(fault.field, fault.message)


class LineEntries(Entries):
    """A row of the calculation sheet: its texts, and the choice of its factor from the register."""

    def __init__(self, line: reduction.Line, prefix: str, check: bool, on: date) -> None:
        chosen = {FACTOR_KEY: line.factor_key, FACTOR_WAS: line.factor_key}
        faults = line.faults + (line.gaps if check and not line.blank else [])
        super().__init__(reduction.LABELS, line.entries | chosen, prefix, faults, reduction.TEXT_LIMIT)
        self.fields[FACTOR_KEY] = forms.ChoiceField(
            required=False,
            label="选用因子",
            help_text="从因子库选用，数值、单位、年份和来源一并填入；库中没有的自填，并写明来源。",
            choices=choices(on, line.factor_key),
            widget=forms.Select(attrs={"data-pick": ""}),
        )
        self.fields[FACTOR_WAS] = forms.CharField(required=False, widget=forms.HiddenInput)


def _widget(key: str, limit: int) -> forms.Widget:
    if key in ("boundary", "method"):
        return forms.Textarea(attrs={"rows": 4, "maxlength": limit})
    if key == "on_time":
        return forms.Select(choices=[("", "请选择"), ("是", "是"), ("否", "否")])
    attrs = {"autocomplete": "off", "maxlength": limit, "data-entry": key}
    if key in NUMBERS:
        attrs["inputmode"] = "decimal"
    if key == "year":
        attrs["inputmode"] = "numeric"
    return forms.TextInput(attrs=attrs | ({"list": LISTS[key]} if key in LISTS else {}))


def sent_rows(data: Mapping[str, str], name: str, labels: Iterable[str], most: int) -> list[dict[str, str]]:
    """Return the rows that a POST holds, after its ``add-NAME`` or ``remove-NAME-N`` (N counts from 0)."""
    sent = str(data.get(f"{name}-count", ""))
    total = min(int(sent), most) if sent.isascii() and sent.isdecimal() and len(sent) < 4 else 0
    rows = [{key: words(data.get(f"{name}-{index}-{key}", "")) for key in labels} for index in range(total)]
    gone = next((index for index in range(total) if f"remove-{name}-{index}" in data), None)
    if gone is not None:
        rows.pop(gone)
    elif f"add-{name}" in data and total < most:
        rows.append(dict.fromkeys(labels, ""))
    return rows


def sent_head(data: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return the texts above the rows."""
    return {key: words(data.get(f"head-{key}", "")) for key in labels}


def sent_calculation(data: Mapping[str, str]) -> dict:
    """Return the JSON of the calculation sheet that a POST holds."""
    sent = (*reduction.LABELS, FACTOR_KEY, FACTOR_WAS)
    lines = sent_rows(data, "lines", sent, reduction.MAX_LINES)
    sheet = reduction.read(sent_head(data, reduction.HEAD_LABELS) | {"lines": lines})
    chosen = [
        line.with_factor(settled(line.factor, row[FACTOR_WAS]))
        for line, row in zip(sheet.lines, lines, strict=True)
    ]
    return reduction.stored(replace(sheet, lines=tuple(chosen)))


def sent_history(data: Mapping[str, str]) -> dict:
    """Return the JSON of a leader's figures that a POST holds."""
    tables = {
        "years": sent_rows(data, "years", history.YEAR_LABELS, history.MAX_ROWS),
        "allowances": sent_rows(data, "allowances", history.ALLOWANCE_LABELS, history.MAX_ROWS),
    }
    return history.stored(history.read(sent_head(data, history.HEAD_LABELS) | tables))


def calculation_forms(carbon: dict, check: bool, on: date) -> dict:
    """Return the forms of the calculation sheet for its page.

    Args:
        check: show also what is still missing.
        on: the day whose factors are offered.
    """
    sheet = reduction.read(carbon)
    lines = sheet.lines or (reduction.read({"lines": [{}]}).lines[0],)
    head = {key: getattr(sheet, key) for key in reduction.HEAD_LABELS}
    found = sheet.head_faults + (sheet.head_gaps if check else [])
    return {
        "sheet": sheet,
        "head": Entries(reduction.HEAD_LABELS, head, "head", found, reduction.LONG_LIMIT),
        "lines": [
            (
                LineEntries(line, f"lines-{index}", check, on),
                line.sums,
            )
            for index, line in enumerate(lines)
        ],
        "can_add": len(lines) < reduction.MAX_LINES,
    }


def history_forms(carbon: dict, year: int) -> dict:
    """Return the forms of a leader's figures; an empty table begins with the years that the form asks about.

    Args:
        year: the year of the cycle; the form asks for the one before.
    """
    figures = history.read(carbon)
    starts = {"years": (*history.BASE_YEARS, year - 1), "allowances": (year - 3, year - 2, year - 1)}
    tables = {}
    for name, labels in (("years", history.YEAR_LABELS), ("allowances", history.ALLOWANCE_LABELS)):
        begun = [{"year": str(start)} for start in starts[name]]
        rows = getattr(figures, name) or getattr(history.read({name: begun}), name)
        tables[name] = [
            (Entries(labels, row.entries, f"{name}-{index}", row.faults, 60), row, figures.drops(row))
            for index, row in enumerate(rows)
        ]
    head = {key: getattr(figures, key) for key in history.HEAD_LABELS}
    return tables | {
        "figures": figures,
        "head": Entries(history.HEAD_LABELS, head, "head", [], history.TEXT_LIMIT),
    }
