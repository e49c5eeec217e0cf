"""The page of a change: what and why, the targets as they are to be, the end; beforehand, whether it needs approval.

The set and the end that a change starts from are kept with its content when it begins, so that it stays comparable
after it is in force. One change runs at a time, so nothing else replaces them meanwhile.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from face.wording import chinese_date
from pilots.change.weight import Aim, Bounds, weighty_because
from pilots.models import Pilot, Submission, Target
from pilots.models.terms import terms_of
from pilots.states import WRITABLE
from pilots.targets.compare import Difference, compare
from pilots.targets.page import Held, row_faults, target_groups
from pilots.targets.rows import content_of, rows_in, set_in_force
from pilots.writing.layout import Group, Layout, Place, PlaceKind, day_in

FORMER_SET, FORMER_UNTIL = "former_set", "former_until"  # kept beside the places, cannot be typed
PERCENT, DAYS = "bound_percent", "bound_days"  # kept when it is handed in: the terms may be changed later
LONGEST_YEARS = 10


def first_content(pilot: Pilot) -> dict[str, str]:
    """What a change begins with: the targets and the end that are in force."""
    made = set_in_force(pilot)
    until = pilot.implementing_until.isoformat() if pilot.implementing_until else ""
    content = content_of(list(made.targets.all())) if made else {}
    return content | {"until": until, FORMER_UNTIL: until, FORMER_SET: str(made.pk) if made else ""}


def layout_of(submission: Submission) -> Layout:
    """The layout of a change as it stands now."""
    former = day_in(submission.content.get(FORMER_UNTIL, ""))
    whole = Group(
        "whole",
        "调整内容",
        (
            Place("what", "调整内容", PlaceKind.LONG, "请写明要调整什么。"),
            Place("why", "调整原因", PlaceKind.LONG, "请写明为什么要调整。"),
            Place(
                "effect", "对整体进度和效果的影响", PlaceKind.LONG, "请写明调整对试点整体进度和效果的影响。"
            ),
            Place(
                "until",
                "调整后的方案完成日期",
                PlaceKind.DAY,
                "请填写方案完成日期；不调整的填原日期。",
                hint=f"原为{chinese_date(former)}，不调整的不改" if former else "",
            ),
        ),
    )
    groups = (way_group(submission), whole, *target_groups(submission.content, held_against(submission)))
    return Layout(groups)


def way_group(submission: Submission) -> Group:
    """How the change as it is saved would be dealt with, and why."""
    bounds = present_bounds(submission.pilot)
    judged = "下面按已保存的内容判断，提交时以提交的内容为准。"
    if submission.state not in WRITABLE:
        bounds, judged = kept_bounds(submission), ""
    because = crossed(submission, bounds)
    way = "须经批准，批准前原目标继续有效" if because else "备案：提交后立即生效，并告知市生态环境局"
    facts = [("办理方式", way), ("依据", "\n".join(because))]
    return Group(
        "way",
        "怎样办理",
        (),
        lead=f"{bounds.words}{judged}",
        facts=tuple(fact for fact in facts if fact[1]),
    )


def present_bounds(pilot: Pilot) -> Bounds:
    """The bounds of a pilot's year and type, as they are set now."""
    terms = terms_of(pilot.entry.cycle, pilot.entry.pilot_type)
    return Bounds(terms.change_percent, terms.change_days)


def kept_bounds(submission: Submission) -> Bounds:
    """The bounds by which what was handed in was judged."""
    content = submission.content
    return Bounds(Decimal(content[PERCENT]), int(content[DAYS]))


def kept(bounds: Bounds) -> dict[str, str]:
    """Bounds as they are kept with the content."""
    return {PERCENT: str(bounds.percent), DAYS: str(bounds.days)}


def crossed(submission: Submission, bounds: Bounds) -> list[str]:
    """Why a change needs approval, as its content stands; empty when it is only noted."""
    return weighty_because(former_aim(submission), aim(submission), bounds)


def aim(submission: Submission) -> Aim:
    """What the change aims at."""
    return Aim(tuple(rows_in(submission.content)), day_in(submission.content.get("until", "")))


def former_aim(submission: Submission) -> Aim:
    """What held when the change began."""
    until = day_in(submission.content.get(FORMER_UNTIL, ""))
    return Aim(tuple(former_targets(submission)), until)


def former_targets(submission: Submission) -> list[Target]:
    """The targets that were in force when the change began; none of pilots that had no table of them."""
    pk = submission.content.get(FORMER_SET, "")
    sets = submission.pilot.target_sets.all()
    return [target for made in sets if str(made.pk) == pk for target in made.targets.all()]


def differences(submission: Submission) -> list[Difference]:
    """Target by target, what the change does to it."""
    return compare(former_targets(submission), rows_in(submission.content))


def held_against(submission: Submission) -> Held:
    """The set in force when the change began; each target that is changed says what this does to it."""
    targets = {target.key: target for target in former_targets(submission)}
    held = (made for made in submission.pilot.target_sets.all() if made.in_force_since)
    return Held(
        called="现行目标",
        why="调整对该目标的影响",
        hint="改动这个目标时填写",
        asks=_asks,
        targets=targets,
        highest=max((target.key for made in held for target in made.targets.all()), default=0),
    )


def _asks(difference: Difference) -> str:
    return "这个目标有改动，请写明原因和影响。" if difference.any else ""


def faults(submission: Submission, today: date) -> Iterator[tuple[str, str]]:
    """(name, sentence) of everything that a change lacks."""
    content = submission.content
    yield from layout_of(submission).faults(content)
    until, former = day_in(content.get("until", "")), day_in(content.get(FORMER_UNTIL, ""))
    if until and until != former:
        if until <= today:
            yield "until", "方案完成日期应晚于今天。"
        elif until > today + relativedelta(years=LONGEST_YEARS):
            yield "until", "方案完成日期太远，请核对年份。"
    yield from row_faults(content, held_against(submission), first=today, last=until)
