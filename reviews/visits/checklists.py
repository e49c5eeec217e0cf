"""What is looked at on a site visit, by type: from the conditions of the notice and the aspects of the official forms.

The list is data of the programme with a version (``programme.notice``). A visit keeps the list that it was planned with
(``VisitCase.checklist``), so earlier visits stay as they were.
"""

from dataclasses import asdict

from applications.carbon import history, reduction
from applications.models import Revision
from programme.notice import CHECKLIST_VERSION, Carbon
from sheets.answers import display, slots, without_persons


def checklist_of(revision: Revision) -> dict:
    """The present list for an application, with the key figures that its revision states; plain data to be kept.

    Args:
        revision: with ``application`` and its cycle.
    """
    form = revision.application.programme_form
    return {
        "version": CHECKLIST_VERSION,
        "items": [asdict(item) for item in form.checklist],
        "figures": [*_stated(revision, form.figures), *_carbon(revision, form.carbon)],
    }


def _stated(revision: Revision, paths: tuple[str, ...]) -> list[dict]:
    """The figures by their labels. Visitors may be reviewers, so nothing that names a person is among them (REV-2)."""
    form = revision.application.form
    found = {slot.path: (slot, value) for slot, value in slots(form, without_persons(form, revision.answers))}
    return [
        _figure(path.rpartition("/")[2], found[path][0].label, display(found[path][0].leaf, found[path][1]))
        for path in paths
        if path in found and found[path][1] is not None
    ]


def _figure(key: str, label: str, stated: str) -> dict:
    return {"key": key, "label": label, "stated": stated}


def _carbon(revision: Revision, kind: Carbon | None) -> list[dict]:
    """What the carbon figures come to: the yearly reduction of a technology, the last year of a leader."""
    if not revision.carbon or kind is None:
        return []
    if kind == Carbon.CALCULATION:
        total = reduction.read(revision.carbon).figure
        return [] if total is None else [_figure("reduction", "年减排量", f"{total} tCO2e")]
    years = history.read(revision.carbon).by_year
    if not years:
        return []
    year = max(years)
    row = years[year]
    lines = [("emissions", f"{year} 年碳排放总量", row.value("emissions"), " tCO2")]
    lines.append(("intensity", f"{year} 年碳排放强度", row.intensity, ""))
    return [_figure(key, label, f"{value}{unit}") for key, label, value, unit in lines if value is not None]
