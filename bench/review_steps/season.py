"""A season in bulk: what the city received, two thousand before panels with seven sheets each, a bureau's work list.

Organisations and people are real rows; the applications share the answers of one that went through the real acts, so
that pages find in them what they look for.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Membership, Organisation, RoleGrant, User
from applications.models import Application, Opinion, PaperReceipt, Revision
from applications.states import Route, State
from bench.review_steps.meeting import decide
from journal import clock
from programme.cycles.frozen import checksum, list_text
from programme.models import Cycle, FrozenLine, LibraryEntry
from programme.notice import PilotType, Sheet, form_of
from programme.states import LibraryState
from reviews.models import Panel, ScoreSheet
from reviews.panels.seats import join
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.totals import total
from reviews.states import ScoreSheetState
from tests import factories

BATCH = 2000
PANEL = 200  # applications before one panel
SECONDS_BETWEEN = 60


@dataclass(frozen=True)
class Season:
    """Who asks for the pages, and how much there is."""

    cycle: Cycle
    staff: User
    clerk: User


def season(received: int, reviewed: int, sheets: int, sent: int, pending: int) -> Season:
    """Make so many applications.

    Args:
        received: at the city in all; reviewed: of them scored technology applications with ``sheets`` sheets each.
        sent: of them forwarded by one bureau; pending: besides, waiting at it.
    """
    clerk, staff = factories.recommender(), factories.staff()
    pattern = factories.received(to=clerk.organisations.get())
    dice = random.Random(6)
    units = _units(max(1, received // 10))
    made = _applications(pattern, units, received, reviewed, sent, dice)
    _applications(pattern, units, pending, 0, pending, dice, waiting=True)
    _papers(made[: len(made) // 2], staff)
    _panels(pattern.cycle, made[:reviewed], sheets, staff, dice)
    _freeze(pattern.cycle, made)
    decide(pattern.cycle, proposer=factories.staff(), second=staff)
    return Season(pattern.cycle, staff, clerk)


def _units(number: int) -> list[tuple[Organisation, User]]:
    """Applicant organisations, each with its person."""
    places = list(District)
    units = Organisation.objects.bulk_create(
        Organisation(
            kind=Organisation.Kind.APPLICANT,
            name=f"北京示例低碳科技有限公司第{n}分公司",
            district=places[n % len(places)],
            uscc=factories.uscc(600_000_000 + n),
            nature="民营企业",
            address=f"示例路 {n} 号",
        )
        for n in range(number)
    )
    people = User.objects.bulk_create(
        User(email=f"unit{n}@example.org", name=f"示例人员{n}", password="!") for n in range(number)
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=person, role=Role.APPLICANT) for person in people)
    pairs = list(zip(units, people, strict=True))
    Membership.objects.bulk_create(Membership(organisation=unit, user=person) for unit, person in pairs)
    return pairs


def _applications(pattern, units, number, reviewed, sent, dice, *, waiting=False) -> list[Application]:
    """Applications of all forms with entry and revision; the first ``reviewed`` are technology ones in review."""
    begun, year = pattern.received_at - timedelta(days=60), pattern.cycle.year
    states = (State.RECEIVED, State.ACCEPTED, State.NOT_ELIGIBLE)
    made = []
    for n in range(number):
        recommended = n >= number - sent
        kinds = (
            list(Sheet) if recommended else [Sheet.TECHNOLOGY, Sheet.LEADER]
        )  # zones are recommended (REC-1)
        sheet = Sheet.TECHNOLOGY if n < reviewed or waiting else kinds[n % len(kinds)]
        unit, person = units[n % len(units)]
        at = begun + timedelta(seconds=SECONDS_BETWEEN * n)
        made.append(
            Application(
                organisation=unit,
                sheet=sheet,
                cycle=pattern.cycle,
                begun_for=year,
                begun_at=at,
                created_by=person,
                saved_by=person,
                saved_at=at,
                state=State.AT_RECOMMENDER if waiting else State.IN_REVIEW if n < reviewed else states[n % 3],
                state_since=at,
                field=dice.choice(form_of(sheet).fields),
                district=unit.district,
                route=Route.RECOMMENDED if recommended else Route.DIRECT,
                recommender=pattern.recommender if recommended else None,
                answers=pattern.answers | {"project_name": f"示例光储直柔一体化示范项目第 {n} 期"},
                number=None if waiting else f"{year}-BX-{n:05d}",
                received_at=None if waiting else at,
            )
        )
    if not waiting:
        _enter(made)
    Application.objects.bulk_create(made, batch_size=BATCH)
    _revise(made, pattern)
    return made


def _enter(made: list[Application]) -> None:
    entries = LibraryEntry.objects.bulk_create(
        (
            LibraryEntry(
                number=each.number,
                cycle=each.cycle,
                sheet=each.sheet,
                pilot_type=each.pilot_type,
                field=each.field,
                name=each.answers["project_name"],
                organisation=each.organisation,
                organisation_name=each.organisation.name,
                district=each.district,
                investment_wan=Decimal("2350.50"),
                received_at=each.received_at,
                state=LibraryState.RECEIVED,
            )
            for each in made
        ),
        batch_size=BATCH,
    )
    for each, entry in zip(made, entries, strict=True):
        each.entry = entry


def _revise(made: list[Application], pattern: Application) -> None:
    """One revision each; those of the bureau with its opinion."""
    model = pattern.current_revision
    revisions = Revision.objects.bulk_create(
        (
            Revision(
                application=each,
                number=1,
                field=each.field,
                district=each.district,
                route=each.route,
                recommender_id=each.recommender_id,
                answers=each.answers,
                attachments=model.attachments,
                confirmed_conditions=model.confirmed_conditions,
                norm_reasons=model.norm_reasons,
                carbon=model.carbon,
                definition_checksum=model.definition_checksum,
                submitted_by=each.created_by,
                submitted_at=each.saved_at,
                sha256=f"{each.pk:064d}",
            )
            for each in made
        ),
        batch_size=BATCH,
    )
    own = Revision.objects.filter(application=OuterRef("pk")).values("pk")[:1]
    Application.objects.filter(current_revision=None, pk__gte=made[0].pk).update(
        current_revision=Subquery(own), submitted_title=KT("answers__project_name")
    )
    given = Opinion.objects.get(revision=model)
    Opinion.objects.bulk_create(
        Opinion(
            revision=revision,
            recommender=given.recommender,
            outcome=given.outcome,
            answers=given.answers,
            dated=given.dated,
            by=given.by,
            at=given.at,
        )
        for each, revision in zip(made, revisions, strict=True)
        if each.recommender_id and each.number
    )


def _freeze(cycle: Cycle, made: list[Application]) -> None:
    """The list of the year is frozen, so that it may be decided (CUT-2)."""
    FrozenLine.objects.bulk_create(
        (
            FrozenLine(
                cycle=cycle,
                number=application.number,
                revision_sha256=f"{application.pk:064d}",
                pilot_type=application.pilot_type,
                name=application.answers["project_name"],
                organisation_name=application.organisation.name,
                received_at=application.received_at,
            )
            for application in made
        ),
        batch_size=BATCH,
    )
    cycle.closed_at, cycle.frozen_count = clock.now(), len(made)
    cycle.frozen_checksum = checksum(list_text(cycle.frozen_lines.order_by("number")))
    cycle.save(update_fields=["closed_at", "frozen_count", "frozen_checksum"])


def _papers(made: list[Application], staff: User) -> None:
    """Five copies of each are there."""
    revisions = Revision.objects.filter(application__in=[each.pk for each in made])
    PaperReceipt.objects.bulk_create(
        PaperReceipt(revision=revision, copies=5, received_on=date(2026, 7, 1), by=staff, at=clock.now())
        for revision in revisions.only("pk")
    )


def _panels(cycle: Cycle, cases: list[Application], sheets: int, staff: User, dice: random.Random) -> None:
    """Panels of ``sheets`` reviewers; every sheet is submitted, with scores that lie together and some that do not."""
    criteria, now = rubric_of(cycle, PilotType.TECHNOLOGY), clock.now()
    for start in range(0, len(cases), PANEL):
        panel = Panel.objects.create(
            cycle=cycle,
            pilot_type=PilotType.TECHNOLOGY,
            name=f"示例评审组{start}",
            created_by=staff,
            created_at=now,
        )
        group = [factories.reviewer() for _ in range(sheets)]
        join(panel, group, now)
        ScoreSheet.objects.bulk_create(
            _scored(panel, case, reviewer, criteria, now, dice)
            for case in cases[start : start + PANEL]
            for reviewer in group
        )


def _scored(panel, case, reviewer, criteria, now, dice) -> ScoreSheet:
    middle = 4 + case.pk % 5
    scores = {
        str(criterion.pk): str(Decimal(middle) + Decimal(dice.randrange(0, 11)) / 10)
        for criterion in criteria
    }
    return ScoreSheet(
        panel=panel,
        application=case,
        reviewer=reviewer,
        state=ScoreSheetState.SUBMITTED,
        state_since=now,
        scores=scores,
        remarks="减排量核算依据充分，技术路线成熟；建议补充运行监测方案，说明推广条件。" * 2,
        total=total(scores, criteria),
        submitted_at=now,
    )
