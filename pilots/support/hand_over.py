"""What goes to another office: fiscal support to the finance bureau, projects to the green project library (AWD-1).

Each list says what it leaves out, and why.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from applications.carbon import reduction
from pilots.models import SupportMeasure
from pilots.rules import application_of, pilot_of
from pilots.states import PilotState
from programme.models import LibraryEntry
from programme.notice import Carbon, Support
from programme.states import LibraryState

TO_COME = "评选尚未结束"
NOT_HANDED_OVER = {
    LibraryState.RECEIVED: TO_COME,
    LibraryState.ELIGIBLE: TO_COME,
    LibraryState.PROPOSED: TO_COME,
    LibraryState.NOT_ELIGIBLE: "不符合条件",
    LibraryState.WITHDRAWN: "申报单位已撤回",
    LibraryState.NATIONAL: "国家组织的试点，不由本市移交",
}


@dataclass(frozen=True)
class LeftOut:
    """An entry that does not stand on a list, and why."""

    entry: LibraryEntry
    why: str


@dataclass(frozen=True)
class Fiscal:
    """What the finance bureau is told: measures of fiscal support of pilots and kept entries."""

    measures: list[SupportMeasure]
    left_out: list[LeftOut]

    @property
    def total(self) -> Decimal:
        """Sum of what has an amount, in 10⁴ yuan."""
        return sum((measure.amount_wan or Decimal(0) for measure in self.measures), Decimal(0))

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.measures)

    @property
    def remarks(self) -> list[str]:
        """What to look at before it is handed over."""
        without_amount = [measure.entry for measure in self.measures if measure.amount_wan is None]
        without_code = [measure.entry for measure in self.measures if not measure.entry.organisation_code]
        return [
            *_remark("没有登记金额，金额栏空白", without_amount),
            *_remark("没有统一社会信用代码", without_code),
        ]


@dataclass(frozen=True)
class Project:
    """A line of the list for the green project library.

    Attributes:
        reduction: tCO2e a year by the carbon sheet; None where it does not say it.
        included_on: when its inclusion was recorded; None when it was not.
    """

    entry: LibraryEntry
    reduction: Decimal | None
    included_on: date | None


@dataclass(frozen=True)
class GreenProjects:
    """What the green project library may take in: pilots and kept entries."""

    projects: list[Project]
    left_out: list[LeftOut]

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.projects)

    @property
    def remarks(self) -> list[str]:
        """What to look at before it is handed over."""
        return _remark("已登记纳入", [project.entry for project in self.projects if project.included_on])


def why_left_out(entry: LibraryEntry) -> str:
    """Why an entry is not handed over to anybody, in words; "" for pilots and what was kept (AWD-1)."""
    pilot = pilot_of(entry)
    if pilot and pilot.state == PilotState.WITHDRAWN:
        return "称号已撤销" if pilot.title_withdrawn else "已取消试点资格"
    return NOT_HANDED_OVER.get(LibraryState(entry.state), "")


def fiscal(entries: QuerySet[LibraryEntry]) -> Fiscal:
    """Fiscal support that was given to some of these entries, by number."""
    measures = SupportMeasure.objects.standing().filter(kind=Support.FISCAL, entry__in=entries)
    measures = measures.select_related("entry__cycle", "entry__pilot").order_by("entry__number", "granted_on")
    fit: list[SupportMeasure] = []
    left_out: list[LeftOut] = []
    for measure in measures:
        if why := why_left_out(measure.entry):
            left_out.append(LeftOut(measure.entry, why))
        else:
            fit.append(measure)
    return Fiscal(fit, left_out)


def green_projects(entries: QuerySet[LibraryEntry]) -> GreenProjects:
    """These entries as far as the green project library may take them in, by number."""
    included = dict(
        SupportMeasure.objects.standing()
        .filter(kind=Support.LIBRARY, entry__in=entries)
        .order_by("-granted_on")
        .values_list("entry", "granted_on")
    )
    rows = entries.select_related("cycle", "pilot", "application__current_revision")
    rows = rows.defer("application__current_revision__answers", "pilot__remarks").order_by("number", "pk")
    projects: list[Project] = []
    left_out: list[LeftOut] = []
    for entry in rows:
        if why := why_left_out(entry):
            left_out.append(LeftOut(entry, why))
        else:
            projects.append(Project(entry, _reduction(entry), included.get(entry.pk)))
    return GreenProjects(projects, left_out)


def reasons(left_out: Iterable[LeftOut]) -> str:
    """How many are left out for which reason, in words."""
    counted = Counter(line.why for line in left_out)
    return "、".join(f"{why} {count} 项" for why, count in counted.items())


def _reduction(entry: LibraryEntry) -> Decimal | None:
    """Tonnes CO2e a year as the last submitted carbon sheet has it; None without a complete one."""
    application = application_of(entry)
    if application is None or application.programme_form.carbon != Carbon.CALCULATION:
        return None
    revision = application.current_revision
    return reduction.read(revision.carbon).figure if revision else None


def _remark(what: str, entries: list[LibraryEntry]) -> list[str]:
    numbers = "、".join(dict.fromkeys(entry.called for entry in entries))
    return [f"{what}：{numbers}。"] if entries else []
