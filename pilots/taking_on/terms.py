"""At which states an old pilot may be taken on, and which dates each of them needs. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pilots.states import PilotState as S
from programme.notice import PilotType
from programme.states import Origin

STATES: dict[str, tuple[S, ...]] = {
    PilotType.TECHNOLOGY: (S.PLANNING, S.IMPLEMENTING, S.TRIAL, S.TITLED, S.COMPLETED, S.WITHDRAWN),
    PilotType.ZONE: (S.PLANNING, S.IMPLEMENTING, S.TITLED, S.COMPLETED, S.WITHDRAWN),
    PilotType.LEADER: (S.TITLED, S.WITHDRAWN),
    "": (S.IMPLEMENTING, S.COMPLETED, S.WITHDRAWN),  # of the ministry: no title of the city
}


@dataclass(frozen=True)
class Day:
    """One date that is asked: the name of its field, its label, in which states it is needed or may be told."""

    name: str
    label: str
    needed: tuple[S, ...]
    told: tuple[S, ...]


LATER = (S.TRIAL, S.TITLED, S.COMPLETED, S.WITHDRAWN)
DAYS = (
    Day("selected_on", "入选日期", tuple(S), tuple(S)),
    Day("implementing_from", "实施起始日期", (S.IMPLEMENTING, S.TRIAL), (S.IMPLEMENTING, *LATER)),
    Day("implementing_until", "实施截止日期", (S.IMPLEMENTING, S.TRIAL), (S.IMPLEMENTING, *LATER)),
    Day("trial_from", "试运行起始日期", (S.TRIAL,), LATER),
    Day("titled_on", "授予称号日期", (S.TITLED,), (S.TITLED, S.WITHDRAWN)),
    Day("ended_on", "完成或取消日期", (S.COMPLETED, S.WITHDRAWN), (S.COMPLETED, S.WITHDRAWN)),
)


def states_for(pilot_type: str) -> tuple[S, ...]:
    """The states at which a pilot of this type may be taken on."""
    return STATES[pilot_type]


def faults(
    pilot_type: str, origin: str, facts: Mapping[str, date | str | None], today: date
) -> Iterator[tuple[str, str]]:
    """(field, sentence) of what does not fit: a state never lies about its dates."""
    state = facts.get("state")
    if state not in states_for(pilot_type):
        yield "state", "请选择这类试点可以有的状态。"
        return
    for day in DAYS:
        value = facts.get(day.name)
        if value is None:
            if state in day.needed:
                yield day.name, f"状态为「{S(state).label}」的，请填写{day.label}。"
        elif state not in day.told:
            yield day.name, f"状态为「{S(state).label}」的，没有{day.label}，请留空。"
        elif day.name != "implementing_until" and value > today:
            yield day.name, f"{day.label}不能晚于今天。"
    if facts.get("titled_on") and origin == Origin.NATIONAL:
        yield "titled_on", "国家组织的试点不授予本市的称号，请留空。"
    if state == S.TITLED and not facts.get("title"):
        yield "title", "请填写称号全称。"
    yield from _order(facts)


def _order(facts: Mapping[str, date | str | None]) -> Iterator[tuple[str, str]]:
    """The dates follow each other."""
    names = ("selected_on", "implementing_from", "trial_from", "titled_on", "ended_on")
    labels = {day.name: day.label for day in DAYS}
    known = [(name, facts[name]) for name in names if facts.get(name)]
    for (before, first), (name, then) in pairwise(known):
        if then < first:
            yield name, f"{labels[name]}不能早于{labels[before]}。"
    start, end = facts.get("implementing_from"), facts.get("implementing_until")
    if start and end and end <= start:
        yield "implementing_until", "实施截止日期应晚于起始日期。"
