"""What is written on a visit's form: its fields by name, from the checklist that the visit keeps. No writing.

Names: ``item_KEY`` (yes, no, unseen), ``remark_KEY``, ``site_KEY`` (the figure on site), ``note_KEY``, ``findings``,
``conclusion``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reviews.models import VisitCase
from reviews.states import Conclusion

ANSWERS = [("yes", "是"), ("no", "否"), ("unseen", "未看到")]
ANSWER_WORDS = dict(ANSWERS)
FINDINGS, CONCLUSION = "findings", "conclusion"
CONCLUSION_WORDS = dict(Conclusion.choices)
LENGTHS = {"remark": 300, "site": 100, "note": 300, FINDINGS: 4000}


@dataclass(frozen=True)
class Fields:
    """The fields of a checklist, as they are saved (``sheets.merging.saving``)."""

    checklist: Mapping

    @cached_property
    def labels(self) -> dict[str, str]:
        """Name → label of every field, in the order of the page."""
        labels = {}
        for item in self.checklist["items"]:
            labels[f"item_{item['key']}"] = item["text"]
            labels[f"remark_{item['key']}"] = f"{item['text']}：说明"
        for figure in self.checklist["figures"]:
            labels[f"site_{figure['key']}"] = f"{figure['label']}：现场核实"
            labels[f"note_{figure['key']}"] = f"{figure['label']}：说明"
        return labels | {FINDINGS: "调研情况", CONCLUSION: "结论"}

    def taken(self, data: Mapping) -> dict[str, str]:
        """What was sent, cleaned: unknown choices are blank, texts have their length."""
        return {name: _clean(name, str(data[name])) for name in self.labels if name in data}

    def words(self, name: str, text: str) -> str:
        """An entry as people read it."""
        return words(name, text)


def _clean(name: str, text: str) -> str:
    kind = name.partition("_")[0]
    if kind == "item":
        return text if text in ANSWER_WORDS else ""
    if name == CONCLUSION:
        return text if text in CONCLUSION_WORDS else ""
    text = "".join(char for char in text.replace("\r\n", "\n") if char == "\n" or char.isprintable())
    return text.strip()[: LENGTHS[kind]]


def words(name: str, text: str) -> str:
    """An entry as people read it."""
    if name.startswith("item_"):
        return ANSWER_WORDS.get(text, "")
    return CONCLUSION_WORDS.get(text, text) if name == CONCLUSION else text


def missing(case: VisitCase) -> Iterator[tuple[str, str]]:
    """(name, message) of everything that a record lacks before it is handed in (REV-1)."""
    for item in case.checklist["items"]:
        answer = case.entries.get(f"item_{item['key']}", "")
        if not answer:
            yield f"item_{item['key']}", "请选择是、否或未看到。"
        elif answer == "no" and not case.entries.get(f"remark_{item['key']}"):
            yield f"remark_{item['key']}", "选择「否」的，请说明现场的情况。"
    if not case.entries.get(FINDINGS):
        yield FINDINGS, "请写明调研情况。"
    if not case.entries.get(CONCLUSION):
        yield CONCLUSION, "请选择结论。"
    if case.entries.get(CONCLUSION) == Conclusion.CONSISTENT and list(said_no(case)):
        yield CONCLUSION, "有选择「否」的项目，结论不能是「与申报一致」。"


def said_no(case: VisitCase) -> Iterator[dict]:
    """Items that were answered 否."""
    return (item for item in case.checklist["items"] if case.entries.get(f"item_{item['key']}") == "no")


def unseen(case: VisitCase) -> Iterator[dict]:
    """Items that were not seen."""
    return (item for item in case.checklist["items"] if case.entries.get(f"item_{item['key']}") == "unseen")
