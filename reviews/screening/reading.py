"""What a screener reads at each condition: the applicant's word, the pre-check, reasons, compliance. No writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.forms import BoundField

from applications.dossier.revision import norms_of
from applications.models import PreCheck, Revision
from applications.recommending.precheck.lines import Shown, shown
from programme.notice import Condition
from reviews.compliance.table import Compliance
from reviews.models import ScreeningDraft
from reviews.screening.carry_over import CONDITION_OF_NORM, Earlier
from reviews.screening.forms import ScreeningForm


@dataclass(frozen=True)
class ConditionRow:
    """One condition with everything that is known about it, beside the screener's own finding.

    ``earlier``: what the screening of an earlier version found, until the person answers otherwise.
    """

    condition: Condition
    confirmed: bool
    precheck: Shown | None
    reasons: list[tuple[str, str]]
    compliance: list[str]
    met: BoundField
    remark: BoundField
    earlier: Earlier | None

    @property
    def carried(self) -> bool:
        """Whether the answer on the page is the one carried over."""
        before = self.earlier
        return bool(
            before
            and before.carried
            and self.met.value() == "yes"
            and (self.remark.value() or "") == before.remark
        )


@dataclass(frozen=True)
class Reading:
    """The rows of the sheet; ``lines``: the whole pre-check; ``others``: reasons that belong to no condition.

    ``checked``: number of the revision that was pre-checked when it is an earlier one; a correction goes straight to the city.
    """

    rows: list[ConditionRow]
    precheck: PreCheck | None
    lines: list[Shown] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    checked: int | None = None

    @property
    def materials(self) -> list[Shown]:
        """The pre-check of the materials."""
        return [line for line in self.lines if line.line.kind == "materials"]

    @property
    def carried(self) -> int:
        """How many conditions show the finding of the version before."""
        return sum(row.carried for row in self.rows)


def precheck_of(revision: Revision) -> PreCheck | None:
    """The pre-check that the recommender forwarded this version with, or the last one before it (REC-2)."""
    forwarded = PreCheck.objects.filter(
        revision__application_id=revision.application_id,
        revision__number__lte=revision.number,
        revision__opinion__outcome="forwarded",
    )
    found = forwarded.select_related("revision", "by", "recommender").order_by("-revision__number").first()
    if found:
        found.revision.application = revision.application
    return found


def reading_of(
    revision: Revision, form: ScreeningForm, compliance: Compliance, earlier: Mapping[str, Earlier]
) -> Reading:
    """What stands side by side on the sheet of a revision.

    Args:
        earlier: what the screening before found, by condition.
    """
    precheck = precheck_of(revision)
    lines = shown(precheck, precheck.revision) if precheck else []
    checked = {line.line.key: line for line in lines if line.line.kind == "findings"}
    reasons: dict[str, list] = {}
    for norm, reason in norms_of(revision):
        reasons.setdefault(CONDITION_OF_NORM.get(norm.key, ""), []).append((norm.text, reason))
    rows = [
        ConditionRow(
            condition,
            condition.key in revision.confirmed_conditions,
            checked.get(condition.key),
            reasons.pop(condition.key, []),
            compliance.of_condition(condition.key),
            met,
            remark,
            earlier.get(condition.key),
        )
        for condition, met, remark in form.checks
    ]
    left = [pair for pairs in reasons.values() for pair in pairs]
    before = precheck.revision.number if precheck and precheck.revision_id != revision.pk else None
    return Reading(rows, precheck, lines, left, before)


def differences(form: ScreeningForm, draft: ScreeningDraft, typed: Mapping[str, str]) -> list[tuple]:
    """(label, kept, typed) of what a colleague kept otherwise than what was typed on an older page."""
    labels = {name: bound.label for name, bound in form.fields.items()}
    found = []
    for name in sorted({*draft.data, *typed}, key=lambda name: (name not in labels, name)):
        kept, own = draft.data.get(name, "").strip(), typed.get(name, "").strip()
        if kept != own and (name in labels or name.endswith(("-text", "-place"))):
            found.append((labels.get(name, "逐处意见"), _said(form, name, kept), _said(form, name, own)))
    return found


def typed_lines(form: ScreeningForm, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, words) of what a person typed on a sheet that takes nothing any more, to be copied."""
    names = [*form.fields, *(name for name in typed if name.endswith(("-place", "-text")))]
    said = [(name, typed.get(name, "").strip()) for name in names]
    return [
        (form.fields[name].label if name in form.fields else "逐处意见", _said(form, name, value))
        for name, value in said
        if value
    ]


def _said(form: ScreeningForm, name: str, value: str) -> str:
    if name.endswith("-place"):
        return form.placed.labels.get(value, value)
    choices = getattr(form.fields.get(name), "choices", [])
    return dict(choices).get(value, value)
