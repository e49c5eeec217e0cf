"""The cast of a whole season: three districts, thirty applications of all types, seven reviewers, two clerks of the city.

What a season has in numbers is done here by the acts of the portal; what makes it this season is clicked in the test.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from random import Random

from accounts.districts import District
from accounts.models import User
from applications.models import Application
from applications.recommending.actions import forward_prepared
from applications.states import State
from programme.models import Cycle
from programme.notice import PilotType, Sheet
from reviews.models import ScoreSheet, Screening
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, submit_sheet
from reviews.screening.actions import screen
from reviews.states import ScoreSheetState
from tests import factories

DISTRICTS = (District.HAIDIAN, District.CHAOYANG, District.TONGZHOU)
PLAN = (  # sheet, district of the bureau or None for the direct route, how many
    (Sheet.TECHNOLOGY, None, 7),
    (Sheet.TECHNOLOGY, District.HAIDIAN, 3),
    (Sheet.TECHNOLOGY, District.CHAOYANG, 2),
    (Sheet.LEADER, None, 6),
    (Sheet.PARK, District.HAIDIAN, 5),
    (Sheet.PARK, District.CHAOYANG, 2),
    (Sheet.PARK, District.TONGZHOU, 1),
    (Sheet.COMMUNITY, District.CHAOYANG, 2),
    (Sheet.COMMUNITY, District.TONGZHOU, 2),
)
REVIEWERS = 7


@dataclass
class Season:
    """Who takes part, and what was applied for."""

    clerks: dict[str, User]
    staff: tuple[User, User, User]
    reviewers: list[User]
    applications: list[Application] = field(default_factory=list)

    def of(self, *sheets: str, district: str | None = None) -> list[Application]:
        """The applications on these forms (and of that district), as they stand now."""
        ids = [application.pk for application in self.applications if application.sheet in sheets]
        applications = Application.objects.filter(pk__in=ids).order_by("pk")
        return list(applications.filter(recommender__district=district) if district else applications)


def make_season() -> Season:
    """Thirty submitted applications; those for recommenders are pre-checked and wait."""
    clerks = {district: factories.recommender(factories.bureau(district)) for district in DISTRICTS}
    season = Season(clerks, tuple(factories.staff() for _ in range(3)), [])
    for sheet, district, count in PLAN:
        for _ in range(count):
            bureau = clerks[district].organisations.get() if district else None
            made = factories.submitted(sheet, to=bureau, district=district or District.HAIDIAN)
            if bureau:
                factories.checked(made, by=clerks[district])
            season.applications.append(made)
    employer = season.of(Sheet.TECHNOLOGY)[0].organisation
    season.reviewers = [factories.reviewer() for _ in range(REVIEWERS - 1)]
    season.reviewers.insert(0, factories.person("reviewer", employer))
    return season


def forward_the_rest(season: Season) -> None:
    """Every bureau forwards what it has prepared and what still waits."""
    for application in season.of(*Sheet):
        if application.state == State.AT_RECOMMENDER:
            forward_prepared(application.pk, actor=season.clerks[application.recommender.district])


def accept(season: Season, *, but: set[int] = frozenset()) -> None:
    """Screening finds everything in order that waits for it, but for some."""
    for application in season.of(*Sheet):
        if application.state == State.RECEIVED and application.pk not in but:
            screen(
                application.pk,
                actor=season.staff[0],
                outcome=Screening.Outcome.ACCEPTED,
                findings=factories.met(application.sheet),
                compliance_reason="主管部门尚未函复。",
            )


def score_everything(seed: int) -> None:
    """Every open sheet is scored in half points, by chance but the same each time."""
    chance = Random(seed)
    for sheet in ScoreSheet.objects.exclude(state=ScoreSheetState.RECUSED).order_by("pk"):
        if sheet.state == ScoreSheetState.ASSIGNED:
            declare_no_conflict(sheet.pk, actor=sheet.reviewer)
        if sheet.state != ScoreSheetState.SUBMITTED:
            submit_sheet(
                sheet.pk,
                actor=sheet.reviewer,
                scores={str(each.pk): str(chance.randint(8, 20) / 2) for each in _rubric(sheet)},
                remarks="示例意见。",
            )


def _rubric(sheet: ScoreSheet) -> list:
    return rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)


def ranked_by_hand(cycle: Cycle, pilot_type: PilotType) -> dict[str, tuple[int, str]]:
    """Number → (rank, mean) of every reviewed application, calculated from the raw scores alone (REV-3)."""
    means = {}
    for application in Application.objects.filter(cycle=cycle, state=State.IN_REVIEW):
        if application.pilot_type != pilot_type:
            continue
        totals = []
        for sheet in application.score_sheets.filter(state=ScoreSheetState.SUBMITTED):
            parts = [Fraction(sheet.scores[str(c.pk)]) * c.weight / c.scale for c in _rubric(sheet)]
            totals.append(floor(sum(parts) * 100 + Fraction(1, 2)))
        totals.sort()
        counted = totals[1:-1] if len(totals) >= 5 else totals
        if len(totals) >= 3:
            means[application.number] = floor(Fraction(sum(counted), len(counted)) + Fraction(1, 2))
    return {
        number: (1 + sum(other > mean for other in means.values()), f"{mean // 100}.{mean % 100:02d}")
        for number, mean in means.items()
    }
