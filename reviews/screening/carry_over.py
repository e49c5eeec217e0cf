"""What the screening of the version before a correction says of the new one: where a screener may start. No writing (REV-1).

A condition that was met is carried over while nothing that bears on it changed or was remarked on. It only fills in the sheet:
the outcome is the screener's act, and every condition stays open to another answer. When in doubt a condition is not
carried: a place that ``BEARS_ON`` does not know bears on all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.dossier.changes import changes
from applications.dossier.revision import files_under, norms_of
from applications.models import Remark, Revision
from applications.remarks.places import CARBON, CONDITION, GENERAL, MATERIAL
from programme.notice import Sheet, form_of
from reviews.compliance.table import CONDITION_OF, Compliance, snapshot
from reviews.models import Screening

CONDITION_OF_NORM = {"park_area": "inside_city", "period": "mature", "market": "allowances"}
WHO = frozenset({"registered", "applicant", "clean_record", "responsible"})
WHERE = frozenset({"inside_city"})
HOW = frozenset({"inside_city", "reduction", "mature", "foundation", "organisation", "model"})
GAIN = frozenset({"reduction", "intensity", "foundation"})
RIPE = frozenset({"mature"})
BEARS_ON: dict[str, frozenset[str]] = {
    GENERAL: frozenset(),
    **dict.fromkeys(["contact_name", "contact_phone", "contact_email", "wants_finance"], frozenset()),
    **dict.fromkeys(["applicant_name", "applicant_nature", "legal_representative", "pilot_type"], WHO),
    **dict.fromkeys(["address", "profile", f"{MATERIAL}licence"], WHO),
    **dict.fromkeys(["district", "project_name", "project_location", "location", "area_km2"], WHERE),
    **dict.fromkeys(["project_goal", "project_content", "goals_and_tasks", "planning"], HOW),
    **dict.fromkeys(["performance", "technologies"], GAIN | RIPE),
    **dict.fromkeys([CARBON, f"{MATERIAL}carbon"], GAIN),
    **dict.fromkeys(["construction_period", "total_investment", "fixed_investment", "has_proposal"], RIPE),
    **dict.fromkeys(["public_funding", f"{MATERIAL}approval", f"{MATERIAL}study"], RIPE),
}


@dataclass(frozen=True)
class Earlier:
    """What the screening before said of one condition.

    Attributes:
        number: of the revision that was screened then.
        open_because: why the screener looks anew, in words; empty when the finding is carried over.
    """

    number: int
    met: bool
    remark: str
    open_because: str

    @property
    def carried(self) -> bool:
        """Whether the sheet may begin with it."""
        return not self.open_because


def earlier_findings(revision: Revision, compliance: Compliance) -> dict[str, Earlier]:
    """Condition → what the last screening before this revision found; empty where there was none.

    Args:
        compliance: of the applicant, as it is known now.
    """
    if revision.number == 1:
        return {}
    screenings = Screening.objects.filter(
        revision__application_id=revision.application_id, revision__number__lt=revision.number
    )
    last = screenings.select_related("revision").order_by("-revision__number").first()
    if last is None:
        return {}
    last.revision.application = revision.application
    reasons = _reasons(last, revision, compliance)
    return {
        key: Earlier(
            last.revision.number,
            finding["met"],
            finding.get("remark", ""),
            reasons.get(key, "") if finding["met"] else "当时不符合",
        )
        for key, finding in last.findings.items()
    }


def carried_over(earlier: dict[str, Earlier]) -> dict[str, str]:
    """The inputs that a new sheet begins with, by name."""
    values = {}
    for key, each in earlier.items():
        if each.carried:
            values |= {f"{key}_met": "yes", f"{key}_remark": each.remark}
    return values


def _reasons(last: Screening, revision: Revision, compliance: Compliance) -> dict[str, str]:
    """Condition → why a finding of it is not carried over; the strongest word wins."""
    sheet, old = Sheet(revision.application.sheet), last.revision
    remarked = old.remarks.filter(source=Remark.Source.CORRECTION).values_list("place", flat=True)
    looked_up = set(CONDITION_OF.values()) if snapshot(compliance) != last.compliance else set()
    found = dict.fromkeys(looked_up, "近三年记录有新的登记")
    found |= dict.fromkeys(_conditions(sheet, _changed(old, revision)), "相关内容已修改")
    found |= dict.fromkeys(_said_otherwise(old, revision), "申报单位的说明已修改")
    return found | dict.fromkeys(_conditions(sheet, remarked), "相关内容有补正意见")


def _changed(old: Revision, new: Revision) -> set[str]:
    """The places of the form, the materials and the carbon figures that differ."""
    kinds = {file["material"] for each in (old, new) for file in each.attachments}
    files = {f"{MATERIAL}{kind}" for kind in kinds if files_under(old, kind) != files_under(new, kind)}
    figures = {CARBON} if old.carbon != new.carbon else set()
    return {change.place for change in changes(old, new) if change.place} | files | figures


def _said_otherwise(old: Revision, new: Revision) -> set[str]:
    """Conditions that were confirmed in one revision only, or whose reason outside a principle differs."""
    norms = [{(norm.key, reason) for norm, reason in norms_of(each)} for each in (old, new)]
    reasons = {CONDITION_OF_NORM[key] for key, _ in norms[0] ^ norms[1] if key in CONDITION_OF_NORM}
    return reasons | (set(old.confirmed_conditions) ^ set(new.confirmed_conditions))


def _conditions(sheet: Sheet, places: Iterable[str]) -> set[str]:
    """The conditions of a type that places bear on."""
    every = frozenset(condition.key for condition in form_of(sheet).conditions)
    touched: set[str] = set()
    for place in places:
        if place.startswith(CONDITION):
            touched.add(place.removeprefix(CONDITION))
        else:
            touched |= BEARS_ON.get(place if place.startswith(MATERIAL) else place.split("/")[0], every)
    return touched
