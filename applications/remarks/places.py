"""The places of an application that a remark may stand at, in official words; writing remarks with a verb (REC-2, CUT-5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from applications.models import Application, Remark, Revision
from applications.requirements import materials_for
from journal.facts import Facts
from journal.workflow import Act, Refused
from programme.notice import Sheet, form_of
from sheets.answers import slots
from sheets.definitions import fill_year

GENERAL, CARBON = "", "carbon"
WHOLE = "整份申报"
MATERIAL, CONDITION = "material:", "condition:"
MOST = 60  # remarks of one verb: more than a form has fields


class Noted(NamedTuple):
    """A remark as a person wrote it: the key of a place and the text."""

    place: str
    text: str


@dataclass(frozen=True)
class PlaceGroup:
    """Places under one heading: (key, official label) in the order of the form."""

    name: str
    places: tuple[tuple[str, str], ...]


def place_groups(application: Application, answers: dict) -> list[PlaceGroup]:
    """Every place that a remark may stand at, grouped by the parts of the form, carbon figures, materials, conditions.

    The whole application, whose key is empty, is not among them.

    Args:
        answers: those of the revision that is read: they say how many blocks a repeatable part has.
    """
    form, sheet, year = application.form, Sheet(application.sheet), application.cycle.year
    groups = [
        PlaceGroup(
            fill_year(part.name, year),
            tuple((slot.path, slot.label) for slot, _ in slots(form, answers, (part,))),
        )
        for part in form.applicant_parts
    ]
    programme_form = form_of(sheet)
    if programme_form.carbon:
        title = programme_form.carbon.label
        groups.append(PlaceGroup(title, ((CARBON, title),)))
    materials = tuple((f"{MATERIAL}{line.key}", line.name) for line in materials_for(application))
    conditions = tuple(
        (f"{CONDITION}{condition.key}", condition.text) for condition in programme_form.conditions
    )
    return [*groups, PlaceGroup("申报材料", materials), PlaceGroup("申报条件", conditions)]


def labels_of(application: Application, answers: dict) -> dict[str, str]:
    """Key of every place, the empty one too → its official label."""
    groups = place_groups(application, answers)
    return {GENERAL: WHOLE} | {key: label for group in groups for key, label in group.places}


def worded(revision: Revision, remarks: Iterable[Remark | Noted]) -> list[str]:
    """One line for each remark, as letters and messages say it: 「项目名称」：请与批复一致。"""
    labels = labels_of(revision.application, revision.answers)
    return [f"「{labels.get(remark.place, remark.place)}」：{remark.text}" for remark in remarks]


@dataclass(frozen=True)
class RemarkFacts(Facts):
    """What the journal keeps of the remarks of a verb; the invariants hold the rows against it.

    Attributes:
        remarks: ``place``, ``label`` and ``text`` of each.
    """

    remarks: list[dict] = field(default_factory=list)


def write_remarks(act: Act, source: str, noted: Sequence[Noted]) -> list[str]:
    """Write the remarks on the current revision, inside the transaction of the verb, and into its journal facts.

    Args:
        source: one of ``Remark.Source``.

    Returns:
        One line for each remark, for the message to the applicant.

    Raises:
        Refused: a place is not one of this application, a text is empty, or there are too many.
    """
    revision = act.object.current_revision
    revision.application = act.object
    labels = labels_of(act.object, revision.answers)
    if any(each.place not in labels or not each.text.strip() for each in noted):
        raise Refused("有意见的位置或内容无效，请刷新页面后重新选择。")
    if len(noted) > MOST:
        raise Refused(f"逐处意见最多 {MOST} 条，请合并后再提交。")
    Remark.objects.bulk_create(
        Remark(revision=revision, place=each.place, text=each.text, source=source, by=act.actor, at=act.now)
        for each in noted
    )
    if noted:
        listed = [{"place": each.place, "label": labels[each.place], "text": each.text} for each in noted]
        act.facts |= RemarkFacts(listed).written()
    return worded(revision, noted)
