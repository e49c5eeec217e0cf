"""What differs between two revisions of an application."""

from dataclasses import dataclass

from applications.carbon.figures import lines_of
from applications.dossier.revision import confirmed_of, draft_revision, files_under, names_of
from applications.models import Application, Revision
from programme.notice import material_names
from sheets.answers import diff
from sheets.merging.difference import Piece, difference
from sheets.merging.merge import aligned

BASICS = {"field": "所属领域", "district": "所在区", "route": "申报途径", "recommender": "推荐单位"}

CONFIRMED = {True: "已确认", False: "未确认"}


@dataclass(frozen=True)
class Change:
    """One place that differs between two revisions; ``place`` is its key path when it is a field or a choice."""

    label: str
    before: str
    after: str
    place: str = ""

    @property
    def pieces(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Both texts in pieces, marked where they differ."""
        return difference(self.before, self.after)


def changes(old: Revision, new: Revision) -> list[Change]:
    """What differs between two revisions of an application, in the order of its pages: where it belongs and goes,
    answers, files, carbon figures, confirmed conditions, reasons.
    """
    found = _changed_basics(old, new) if old.route else []  # not kept with the revisions of old
    found += _changed_content(old, new)
    return found + _changed_statements(old, new)


def unchanged(application: Application) -> bool:
    """Whether the draft holds just what its current revision holds, on the same form.

    Reads ``application.attachments`` with their files; fetch them before.
    """
    before = application.current_revision
    if before is None or before.definition_checksum != application.definition_checksum:
        return False
    return not changes(before, draft_revision(application))


def _changed_basics(old: Revision, new: Revision) -> list[Change]:
    said = [
        {
            "field": each.get_field_display(),
            "district": each.get_district_display(),
            "route": each.get_route_display(),
            "recommender": str(each.recommender or ""),
        }
        for each in (old, new)
    ]
    return [
        Change(label, said[0][key], said[1][key], key)
        for key, label in BASICS.items()
        if said[0][key] != said[1][key]
    ]


def _changed_content(old: Revision, new: Revision) -> list[Change]:
    form, sheet = new.application.form, new.application.sheet
    rows = diff(form, aligned(form, old.answers, new.answers), new.answers)
    found = [Change(slot.label, before, after, slot.path) for slot, before, after in rows]
    for key, name in material_names(sheet).items():
        before, after = files_under(old, key), files_under(new, key)
        if before != after:
            found.append(Change(f"附件 · {name}", names_of(before), names_of(after)))
    figures = [lines_of(sheet, each.carbon) for each in (old, new)]
    if figures[0] != figures[1]:
        found.append(Change("碳排放数据", *figures))
    return found


def _changed_statements(old: Revision, new: Revision) -> list[Change]:
    found = [
        Change(f"申报条件 · {text}", CONFIRMED[before], CONFIRMED[after])
        for (text, _, before), (_, _, after) in zip(confirmed_of(old), confirmed_of(new), strict=True)
        if before != after
    ]
    for key in sorted({*old.norm_reasons, *new.norm_reasons}):
        before, after = old.norm_reasons.get(key, ""), new.norm_reasons.get(key, "")
        if before != after:
            found.append(Change("申报单位说明的理由", before, after))
    return found
