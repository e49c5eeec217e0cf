"""Drawing reviewers at random: a pure function of what stands in the record of the draw (REV-2).

Chance comes from the seed alone: everybody's place in a shuffle is the SHA-256 of version, seed, round, case and reviewer. This
is defined byte for byte and can be checked with any tool; ``random.Random`` promises no equal shuffles across versions of
Python. The order in which cases, reviewers and exclusions are handed in plays no part.

The rule, in this order:

1. Who is excluded from a case is never drawn for it.
2. Expertise first: when at least ``count`` of the rest fit the case, all are drawn from those that fit. When fewer fit, all
   that fit are taken, and the places left are drawn from the others.
3. Loads, counted in sheets of the year with those before the draw, are as even as 1 and 2 allow: no exchange along
   any chain of cases could take a sheet from somebody and give it to somebody with two fewer. The choices that 1
   and 2 allow are bases of a sum of matroids, so such a choice is the most even in every respect: the highest load is the
   lowest possible, the lowest the highest. Hence loads of those who may be drawn differ by at most one whenever any
   allowed choice has that.
4. What is left open by 1 to 3 is decided by the shuffle.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

VERSION = "1"


@dataclass(frozen=True)
class Candidate:
    """Somebody in the pool. ``areas``: types and fields the person knows; ``load``: sheets of the year so far."""

    id: int
    areas: frozenset[str]
    load: int


@dataclass(frozen=True)
class Case:
    """What is drawn for. ``areas``: its type and its field; knowing one of them is to fit."""

    id: int
    areas: frozenset[str]


class TooFew(Exception):
    """There are fewer reviewers than are to be drawn. ``available``: case id → how many, of the cases in want."""

    def __init__(self, available: dict[int, int]):
        super().__init__(f"too few reviewers: {available}")
        self.available = available


@dataclass
class _Choice:
    """A case being drawn: who is taken without choice, who is drawn, who could have been."""

    fixed: list[int]
    places: int
    open: list[int]
    drawn: set[int] = field(default_factory=set)


def fits(candidate: Candidate, case: Case) -> bool:
    """Whether a reviewer knows the type or the field of a case."""
    return bool(candidate.areas & case.areas)


def draw(
    cases: Iterable[Case],
    pool: Iterable[Candidate],
    excluded: Collection[tuple[int, int]],
    *,
    count: int,
    seed: str,
    round: int = 0,
) -> dict[int, list[int]]:
    """Draw ``count`` reviewers for each case by the rule above.

    Args:
        excluded: (case id, reviewer id) of who must not be drawn for what.
        round: 0 for the draw itself; replacements go on with 1, 2, … of the same seed.

    Returns:
        Case id → reviewer ids, in the order of the shuffle.

    Raises:
        TooFew: a case has fewer than ``count`` reviewers that are not excluded.
    """
    pool, excluded = list(pool), set(excluded)
    cases = sorted(cases, key=lambda case: _place(seed, round, case.id, 0))
    choices = {case.id: _choice(case, pool, excluded, count, seed, round) for case in cases}
    available = {pk: len(each.fixed) + len(each.open) for pk, each in choices.items()}
    if wanting := {pk: number for pk, number in available.items() if number < count}:
        raise TooFew(wanting)
    loads = {candidate.id: candidate.load for candidate in pool}
    for choice in choices.values():
        for reviewer in choice.fixed:
            loads[reviewer] += 1
    _take(choices, loads)
    _even_out(choices, loads)
    return {pk: _in_order(pk, choice, seed, round) for pk, choice in choices.items()}


def _place(seed: str, round: int, case: int, reviewer: int) -> str:
    """The place of a reviewer in the shuffle of a case (reviewer 0: of the case among the cases)."""
    return hashlib.sha256(f"{VERSION}|{seed}|{round}|{case}|{reviewer}".encode()).hexdigest()


def _choice(
    case: Case, pool: list[Candidate], excluded: set[tuple[int, int]], count: int, seed: str, round: int
) -> _Choice:
    free = [each for each in pool if (case.id, each.id) not in excluded]
    free.sort(key=lambda each: _place(seed, round, case.id, each.id))
    fitting = [each.id for each in free if fits(each, case)]
    if len(fitting) >= count:
        return _Choice([], count, fitting)
    others = [each.id for each in free if not fits(each, case)]
    return _Choice(fitting, count - len(fitting), others)


def _take(choices: dict[int, _Choice], loads: dict[int, int]) -> None:
    """A first choice: for one case after the other, those with the lowest load, by the shuffle among equals."""
    for choice in choices.values():
        choice.drawn = set(sorted(choice.open, key=loads.__getitem__)[: choice.places])
        for reviewer in choice.drawn:
            loads[reviewer] += 1


def _even_out(choices: dict[int, _Choice], loads: dict[int, int]) -> None:
    """Exchange along chains of cases as long as somebody has two sheets more than whom a chain leads to.

    Each exchange lowers the sum of the squares of the loads, so there is an end.
    """
    while chain := _chain(choices, loads):
        for giver, taker, case in chain:
            choices[case].drawn.remove(giver)
            choices[case].drawn.add(taker)
        loads[chain[0][0]] -= 1
        loads[chain[-1][1]] += 1


def _chain(choices: dict[int, _Choice], loads: dict[int, int]) -> list[tuple[int, int, int]]:
    """Steps (giver, taker, case) of a chain that evens loads out, from the most loaded; empty when there is none."""
    onward = _onward(choices)
    lowest = min((loads[taker] for takers in onward.values() for taker in takers), default=0)
    givers = [giver for giver in onward if loads[giver] >= lowest + 2]
    for start in sorted(givers, key=lambda giver: (-loads[giver], giver)):
        came: dict[int, tuple[int, int, int]] = {}
        reached = [start]
        for giver in reached:
            for taker, case in onward.get(giver, {}).items():
                if taker != start and taker not in came:
                    came[taker] = (giver, taker, case)
                    reached.append(taker)
        if came:
            end = min(came, key=lambda each: (loads[each], reached.index(each)))
            if loads[end] <= loads[start] - 2:
                return _steps(came, start, end)
    return []


def _onward(choices: dict[int, _Choice]) -> dict[int, dict[int, int]]:
    """Who could give a sheet to whom, and of which case."""
    found: dict[int, dict[int, int]] = {}
    for case, choice in choices.items():
        takers = [reviewer for reviewer in choice.open if reviewer not in choice.drawn]
        for giver in (reviewer for reviewer in choice.open if reviewer in choice.drawn):
            row = found.setdefault(giver, {})
            for taker in takers:
                row.setdefault(taker, case)
    return found


def _steps(came: dict[int, tuple[int, int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    steps = [came[end]]
    while steps[-1][0] != start:
        steps.append(came[steps[-1][0]])
    return steps[::-1]


def _in_order(case: int, choice: _Choice, seed: str, round: int) -> list[int]:
    taken = [*choice.fixed, *choice.drawn]
    return sorted(taken, key=lambda reviewer: _place(seed, round, case, reviewer))
