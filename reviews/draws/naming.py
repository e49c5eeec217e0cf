"""Naming a public value as the seed of a draw before it exists, and drawing by it when it does (REV-2).

What is drawn from is fixed by the naming: pool, expertise, loads, exclusions and plan. One who joins the pool, leaves it, or
is kept from an application meanwhile voids the naming, so that nobody fits the pool to a seed that is known by now.
"""

import re
from collections.abc import Collection
from datetime import date

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from face.wording import chinese_date
from journal.acts import Refused
from journal.clock import day_of
from journal.workflow import Act
from reviews.acts import DRAW_REVIEWERS
from reviews.draws.actions import Seed, locked_cases, put_drawn, require_drawable, require_no_naming
from reviews.draws.drawing import VERSION
from reviews.draws.plan import Plan, barred_pairs, plan, result_of
from reviews.locks import locked_for_drawing
from reviews.models import Draw, SeedNaming, canonical_sha256
from reviews.states import DrawKind, SeedSource
from reviews.workflow import SEED_NAMING

MOST_DECIMALS = 6
LONGEST = 40


class Outdated(Refused):
    """Pool or plan changed since the naming: it is void."""


def name_seed(
    panel_id: int,
    *,
    actor: User,
    source: str,
    day: date,
    decimals: int,
    applications: Collection[int],
    count: int,
    target: str,
    scope: str,
) -> SeedNaming:
    """Name the public value whose figure of a coming day will be the seed, with the plan of the draw.

    Args:
        source: which value, so that anybody can look it up.
        day: the day of the figure, after today.
        decimals: with how many places it is written.

    Raises:
        Refused: the day is not ahead, an application cannot be drawn for, or there are too few reviewers.
    """

    def new_row() -> list[SeedNaming]:
        panel = locked_for_drawing(panel_id)
        row = SeedNaming(panel=panel, source=source.strip(), day=day, decimals=decimals, count=count)
        row.target, row.scope, row.applications = target, scope, sorted(applications)
        return [row]

    with SEED_NAMING.perform_all("name_seed", new_row, actor=actor) as (act,):
        naming = act.object
        if not naming.source:
            raise Refused("请写明以哪个公开数值作为种子。")
        if day <= day_of(act.now):
            raise Refused("数值产生日期必须晚于今天：指定时，数值还不能存在。")
        cases = locked_cases(naming.applications)
        require_drawable(naming.panel, cases)
        require_no_naming(cases, actor)
        planned = plan(naming.panel, cases, target=target, scope=scope)
        naming.cases, naming.pool, naming.exclusions = planned.cases, planned.pool, planned.exclusions
        naming.named_by, naming.named_at, naming.state_since = actor, act.now, act.now
        result_of(_draw_of(naming, "0"))  # refuses too small a pool now, not when the value is there
        _note(act, f"{naming}，{len(cases)} 项申报，每项 {count} 人")
    return naming


def _draw_of(naming: SeedNaming, seed: str) -> Draw:
    """The draw that a naming leads to, not saved: what ``result_of`` and ``put_drawn`` work on."""
    row = Draw(panel=naming.panel, kind=DrawKind.FIRST, target=naming.target, scope=naming.scope)
    row.count, row.seed, row.algorithm = naming.count, seed, VERSION
    row.cases, row.pool, row.exclusions = naming.cases, naming.pool, naming.exclusions
    return row


def draw_by_public_value(naming_id: int, *, actor: User, value: str) -> Draw:
    """Enter the figure that a named public value has by now, and draw by it; the record tells of both.

    Raises:
        Refused: the day is not over, the figure is not written as it was agreed, or the person named the value.
        Outdated: pool or plan changed since the naming, which is void now.
    """
    try:
        return _draw_by(naming_id, actor, value.strip())
    except Outdated as outdated:
        with SEED_NAMING.perform("void_seed", naming_id, actor=None) as act:
            _void(act, str(outdated))
        raise


def _draw_by(naming_id: int, actor: User, value: str) -> Draw:
    with SEED_NAMING.perform_all("draw_by_named_seed", lambda: [_locked_naming(naming_id)], actor=actor) as (
        act,
    ):
        naming = act.object
        if day_of(act.now) <= naming.day:
            raise Refused(f"请在 {chinese_date(naming.day)} 之后填写：当日的数值次日起才算确定。")
        require_written(value, naming.decimals)
        cases = locked_cases(naming.applications)
        _require_unchanged(naming, cases)
        with DRAW_REVIEWERS.perform(lambda: naming.panel, actor=actor, at=act.now) as drawing:
            row = _draw_of(naming, value)
            planned = Plan(naming.cases, naming.pool, naming.exclusions)
            put_drawn(drawing, row, cases, Seed(value, SeedSource.PUBLIC), planned)
        naming.value, naming.draw = value, row
        _note(act, f"{naming}：{value}，第 {row.pk} 号抽取")
    return row


def _locked_naming(naming_id: int) -> SeedNaming:
    panel_id = SeedNaming.objects.values_list("panel_id", flat=True).get(pk=naming_id)
    panel = locked_for_drawing(panel_id)
    naming = SeedNaming.objects.select_for_update(of=("self",)).get(pk=naming_id)
    naming.panel = panel
    return naming


def require_written(value: str, decimals: int) -> None:
    """Hold a figure against the one way to write it, so that nobody tries ways until the result suits.

    Raises:
        Refused: it is written in another way.
    """
    places = rf"\.[0-9]{{{decimals}}}" if decimals else ""
    if not re.fullmatch(rf"(0|[1-9][0-9]*){places}", value) or len(value) > LONGEST:
        example = "3012" + (f".{'5' * decimals}" if decimals else "")
        raise Refused(
            f"请只填写数字，{f'保留 {decimals} 位小数' if decimals else '不带小数'}，"
            f"不加千分位和单位，例如 {example}。"
        )


def _require_unchanged(naming: SeedNaming, cases: list[Application]) -> None:
    """Hold what was named against what stands now.

    Raises:
        Outdated: an application cannot be drawn for any more, or the pool changed.
    """
    try:
        require_drawable(naming.panel, cases)
    except Refused as refused:
        raise Outdated(f"指定之后计划有变动，该公开数值已作废：{refused}") from None
    now = plan(naming.panel, cases, target=naming.target, scope=naming.scope)
    if _drawn_from(now.cases, now.pool, now.exclusions) != _drawn_from(
        naming.cases, naming.pool, naming.exclusions
    ):
        raise Outdated("指定之后专家库、专长或回避情形有变动，该公开数值已作废。请由另一人重新指定或抽取。")


def _drawn_from(cases: list[dict], pool: list[dict], exclusions: list[dict]) -> tuple:
    """What decides a draw besides seed and loads."""
    return (
        sorted((case["id"], sorted(case["areas"])) for case in cases),
        sorted((person["id"], sorted(person["areas"])) for person in pool),
        barred_pairs(cases, exclusions),
    )


def take_back_seed(naming_id: int, *, actor: User, reason: str) -> SeedNaming:
    """Take back a naming before the day of its value: later the value could be known.

    Raises:
        Refused: the day has come, no reason, or it was settled meanwhile.
    """
    with SEED_NAMING.perform_all("take_back_seed", lambda: [_locked_naming(naming_id)], actor=actor) as (
        act,
    ):
        if day_of(act.now) >= act.object.day:
            raise Refused("数值产生日期已到，不能再撤回，请按该数值抽取。")
        if not reason.strip():
            raise Refused("请写明撤回的原因。")
        _void(act, f"撤回：{reason.strip()}")
    return act.object


def _void(act: Act[SeedNaming], reason: str) -> None:
    act.object.void_reason = reason[:300]
    _note(act, f"{act.object}：{reason}")
    act.tell(
        User.objects.who_may(Capability.FORM_PANELS),
        f"指定的公开数值已作废：{act.object.panel.name}",
        f"「{act.object}」不再作为种子。{reason}",
        reverse("panel_draw", args=[act.object.panel_id]),
    )


def _note(act: Act[SeedNaming], summary: str) -> None:
    naming = act.object
    act.summary = summary
    act.facts |= {
        "source": naming.source,
        "day": naming.day.isoformat(),
        "decimals": naming.decimals,
        "value": naming.value,
        "applications": naming.applications,
        "count": naming.count,
        "target": naming.target,
        "scope": naming.scope,
        "plan": canonical_sha256(
            {"cases": naming.cases, "pool": naming.pool, "exclusions": naming.exclusions}
        ),
    }
