"""Drawing reviewers for a panel, drawing anew, and drawing in the place of who stepped back (REV-2)."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.states import State
from journal.acts import Act, Refused
from journal.facts import Facts
from reviews.acts import DRAW_REVIEWERS
from reviews.draws import drawing
from reviews.draws.plan import WHOLE, Plan, plan, result_of
from reviews.locks import locked_for_drawing
from reviews.models import Draw, Panel, ScoreSheet, SeedNaming
from reviews.panels import seats
from reviews.panels.assigning import assign, new_task, put_before, require_match
from reviews.states import DrawKind, DrawScope, DrawTarget, ScoreSheetState, SeedSource

LABELS = {
    DrawKind.FIRST: "抽取评审专家",
    DrawKind.REDRAW: "重新抽取评审专家",
    DrawKind.REPLACEMENT: "补抽评审专家",
}


@dataclass(frozen=True)
class Seed:
    """The seed of a draw, and where it comes from."""

    text: str
    source: str


def made_by_server() -> Seed:
    """A secret seed of this moment (REV-2)."""
    return Seed(secrets.token_hex(16), SeedSource.SERVER)


def draw_reviewers(
    panel_id: int,
    *,
    actor: User,
    applications: Collection[int],
    count: int,
    target: str = DrawTarget.EACH,
    scope: str = DrawScope.POOL,
) -> Draw:
    """Draw ``count`` reviewers for accepted applications and put these before the panel: whole or not at all.

    The server makes the seed at this moment; nobody types one in (REV-2).

    Args:
        applications: ids.
        target: for each by itself, or one group for all.

    Raises:
        Refused: an application is not accepted, does not fit the panel or waits for a named public value, or there are
            too few reviewers.
    """
    with DRAW_REVIEWERS.perform(lambda: locked_for_drawing(panel_id), actor=actor) as act:
        panel, cases = act.object, locked_cases(applications)
        require_drawable(panel, cases)
        require_no_naming(cases, actor)
        row = Draw(panel=panel, kind=DrawKind.FIRST, target=target, scope=scope, count=count)
        put_drawn(act, row, cases, made_by_server())
    return row


def require_drawable(panel: Panel, cases: Iterable[Application]) -> None:
    """Hold applications against the panel and their state.

    Raises:
        Refused: one of them does not fit or is not accepted.
    """
    for application in cases:
        require_match(panel, application)
        if application.state != State.ACCEPTED:
            raise Refused(f"{application.number} 当前为「{application.get_state_display()}」，不能再抽取。")


def require_no_naming(cases: Collection[Application], actor: User) -> None:
    """Stop who would draw by another seed while a public value is awaited, or after letting an own naming lapse (REV-2).

    Raises:
        Refused: one of the applications waits for a named value, or the person named the last one, which was voided.
    """
    ids = {application.pk for application in cases}
    newest: dict[int, SeedNaming] = {}
    for naming in SeedNaming.objects.filter(panel__cycle__in={case.cycle_id for case in cases}).order_by(
        "pk"
    ):
        newest |= dict.fromkeys(ids.intersection(naming.applications), naming)
    for application in cases:
        naming = newest.get(application.pk)
        if naming and naming.state == SeedNaming.State.NAMED:
            raise Refused(f"{application.number} 已指定公开数值「{naming}」作为种子，请按该数值抽取。")
        if naming and naming.state == SeedNaming.State.VOID and naming.named_by_id == actor.pk:
            raise Refused(f"您为 {application.number} 指定的公开数值已作废，须由另一人抽取或重新指定。")


def put_drawn(
    act: Act[Panel], row: Draw, cases: list[Application], seed: Seed, planned: Plan | None = None
) -> None:
    """Carry out a first draw and put the applications before their reviewers."""
    carry_out(act, row, cases, seed, planned)
    for application, made in _assign_drawn(row, cases).items():
        put_before(application, made, row.panel, actor=row.by, at=row.at)


def redraw(draw_id: int, *, actor: User, reason: str) -> Draw:
    """Draw anew in the place of a draw of whose reviewers nobody has declared anything yet (REV-2).

    The old sheets go, the old record stays. The seed is always one that the server makes.

    Raises:
        Refused: the actor made the old draw; or somebody declared already, or it was drawn anew already, or is a
            replacement.
    """
    old = Draw.objects.get(pk=draw_id)
    with DRAW_REVIEWERS.perform(lambda: locked_for_drawing(old.panel_id), actor=actor) as act:
        sheets = list(ScoreSheet.objects.filter(draw=old).order_by("pk").select_for_update(of=("self",)))
        if why_not := why_not_redrawn(old, sheets, actor):
            raise Refused(why_not)
        cases = locked_cases(old.applications)
        if any(application.state != State.IN_REVIEW for application in cases):
            raise Refused("有申报已不在评审中，不能重新抽取。")
        dismissed = {sheet.reviewer for sheet in sheets}
        ScoreSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).delete()
        _dismiss(act.object, dismissed, old, act.now)
        row = Draw(panel=act.object, kind=DrawKind.REDRAW, origin=old, reason=reason)
        row.target, row.scope, row.count = old.target, old.scope, old.count
        carry_out(act, row, cases, made_by_server())
        made = _assign_drawn(row, cases)
        _tell_drawn(act, made)
        again = {sheet.reviewer_id for sheets in made.values() for sheet in sheets}
        _tell_dismissed(act, [reviewer for reviewer in dismissed if reviewer.pk not in again])
    return row


def why_not_redrawn(old: Draw, sheets: Iterable[ScoreSheet], actor: User) -> str:
    """Why a person may not draw anew in the place of a draw, as a sentence; empty when the person may.

    Who made a draw cannot make it again, so that nobody draws until the result suits.
    """
    if barred := old.panel.why_barred(actor):
        return barred
    if old.kind == DrawKind.REPLACEMENT:
        return "补抽不能重新抽取。"
    if old.followers.exists():
        return "该次抽取之后已重新抽取或补抽，不能再重新抽取。"
    if any(sheet.state != ScoreSheetState.ASSIGNED for sheet in sheets):
        return "已有专家声明或回避，不能重新抽取。需要换人的，请补抽。"
    if old.by_id == actor.pk:
        return "该次抽取由您本人进行，您不能重新抽取。确需重新抽取的，须由另一位市级工作人员办理。"
    return ""


def _dismiss(panel: Panel, reviewers: set[User], old: Draw, at: datetime) -> None:
    """Who has no sheet left in the panel, and came by the draw, leaves it."""
    if old.scope == DrawScope.MEMBERS:
        return
    for reviewer in reviewers:
        if not panel.score_sheets.filter(reviewer=reviewer).exists():
            seats.leave(panel, reviewer, at, f"第 {old.pk} 号抽取已重新抽取")


def draw_replacement(score_sheet_id: int, *, actor: User) -> Draw:
    """Draw one reviewer in the place of who stepped back: the next round of the seed that drew the person (REV-2).

    Raises:
        Refused: the sheet was not drawn, not recused, replaced already, or nobody is left.
    """
    panel_id = ScoreSheet.objects.values_list("panel_id", flat=True).get(pk=score_sheet_id)
    with DRAW_REVIEWERS.perform(lambda: locked_for_drawing(panel_id), actor=actor) as act:
        sheet = ScoreSheet.objects.select_related("draw__origin", "reviewer").get(pk=score_sheet_id)
        if sheet.draw is None or sheet.state != ScoreSheetState.RECUSED:
            raise Refused("只有经抽取产生、已回避的评审任务可以补抽。")
        if Draw.objects.filter(replaces=sheet).exists():
            raise Refused("该评审任务已补抽。")
        cases = locked_cases([sheet.application_id])
        if cases[0].state != State.IN_REVIEW:
            raise Refused("该申报已不在评审中，不能补抽。")
        first = sheet.draw.origin if sheet.draw.kind == DrawKind.REPLACEMENT else sheet.draw
        row = Draw(panel=act.object, kind=DrawKind.REPLACEMENT, origin=first, replaces=sheet)
        row.reason = f"{sheet.reviewer}：{sheet.get_conflict_display()}"
        row.target, row.scope, row.count = DrawTarget.EACH, first.scope, 1
        row.round = 1 + first.followers.filter(kind=DrawKind.REPLACEMENT).count()
        carry_out(act, row, cases, Seed(first.seed, first.seed_source))
        _tell_drawn(act, _assign_drawn(row, cases))
    return row


def locked_cases(ids: Collection[int]) -> list[Application]:
    """The applications, locked in the order of their ids before anything is recorded."""
    applications = Application.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(applications.select_related("entry"))


def carry_out(
    act: Act[Panel], row: Draw, cases: list[Application], seed: Seed, planned: Plan | None = None
) -> None:
    """Read the pool, draw, and keep the record.

    Args:
        planned: the pool as it was when a public value was named; read now when None.
    """
    row.by, row.at = act.actor, act.now
    planned = planned or plan(row.panel, cases, target=row.target, scope=row.scope)
    row.applications = [application.pk for application in cases]
    row.cases, row.pool, row.exclusions = planned.cases, planned.pool, planned.exclusions
    row.seed, row.seed_source = seed.text, seed.source
    row.algorithm = drawing.VERSION
    row.result = result_of(row)
    row.sha256 = row.computed_sha256()
    row.save(force_insert=True)
    _note(act, row)


def _assign_drawn(row: Draw, cases: list[Application]) -> dict[Application, list[ScoreSheet]]:
    """Sheets for who was drawn; all of them are members of the panel from now on."""
    people = User.objects.in_bulk({pk for found in row.result for pk in found["reviewers"]})
    seats.join(row.panel, people.values(), row.at)
    drawn = {found["case"]: found["reviewers"] for found in row.result}
    made = defaultdict(list)
    for application in cases:
        for pk in drawn[WHOLE if row.target == DrawTarget.ALL else application.pk]:
            made[application].append(assign(row.panel, application, people[pk], row.at, draw=row))
    return made


@dataclass(frozen=True)
class DrawFacts(Facts):
    """What the journal keeps of a draw; ``replay_draw`` holds the record of the draw against it (REV-2)."""

    draw: int
    sha256: str
    seed: str
    algorithm: str
    round: int
    result: list


def _note(act: Act[Panel], row: Draw) -> None:
    act.label = LABELS[DrawKind(row.kind)]
    act.facts |= DrawFacts(row.pk, row.sha256, row.seed, row.algorithm, row.round, row.result).written()
    act.summary = f"{len(row.applications)} 项申报，每项 {row.count} 人；种子 {row.seed}，第 {row.round} 轮"
    if row.reason:
        act.summary += f"；{row.reason}"


def _tell_drawn(act: Act[Panel], made: dict[Application, list[ScoreSheet]]) -> None:
    for application, sheets in made.items():
        act.tell([sheet.reviewer for sheet in sheets], *new_task(application))


def _tell_dismissed(act: Act[Panel], reviewers: list[User]) -> None:
    panel = act.object
    act.tell(
        reviewers,
        f"评审任务调整：{panel.name}",
        f"「{panel.name}」已重新抽取评审专家，此前分配给您的评审任务取消。",
        reverse("reviewer_desk"),
    )
