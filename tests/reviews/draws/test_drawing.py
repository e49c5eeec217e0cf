"""The draw as a pure function: never a conflict, even loads where possible, the same from the same seed (REV-2)."""

import hashlib
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reviews.draws.drawing import Candidate, Case, TooFew, draw, fits

AREAS = ("technology", "energy", "building")
areas = st.frozensets(st.sampled_from(AREAS), max_size=2)
seeds = st.text("0123456789abcdef", min_size=1, max_size=8)


@st.composite
def draws(draw_, most_cases=3, most_people=5):
    """Cases, pool, exclusions and a count, small enough to try every choice."""
    cases = [
        Case(100 + number, frozenset({"technology", field}) if wide else frozenset({field}))
        for number, (field, wide) in enumerate(
            draw_(st.lists(st.tuples(st.sampled_from(AREAS), st.booleans()), min_size=1, max_size=most_cases))
        )
    ]
    people = draw_(st.lists(st.tuples(areas, st.integers(0, 3)), min_size=1, max_size=most_people))
    pool = [Candidate(number, known, load) for number, (known, load) in enumerate(people, start=1)]
    pairs = [(case.id, person.id) for case in cases for person in pool]
    excluded = draw_(st.sets(st.sampled_from(pairs), max_size=len(pairs) // 3))
    return cases, pool, excluded, draw_(st.integers(1, 3))


def allowed(case, pool, excluded, count):
    """Every set of people that exclusions and expertise allow for a case."""
    free = [each for each in pool if (case.id, each.id) not in excluded]
    knowing = [each.id for each in free if fits(each, case)]
    others = [each.id for each in free if not fits(each, case)]
    if len(knowing) >= count:
        return [set(chosen) for chosen in combinations(knowing, count)]
    return [{*knowing, *chosen} for chosen in combinations(others, count - len(knowing))]


def loads_of(pool, chosen):
    """The loads, highest first, of everybody in the pool after a choice."""
    return sorted((each.load + sum(each.id in case for case in chosen) for each in pool), reverse=True)


def drawable(cases, pool, excluded, count):
    """Who may be drawn for anything."""
    return {pk for case in cases for choice in allowed(case, pool, excluded, count) for pk in choice}


@given(draws(), seeds)
def test_rev_2_a_draw_takes_as_many_as_asked_and_never_one_who_is_excluded(found, seed):
    cases, pool, excluded, count = found
    assume(all(allowed(case, pool, excluded, count) for case in cases))
    result = draw(cases, pool, excluded, count=count, seed=seed)
    assert result.keys() == {case.id for case in cases}
    for case in cases:
        assert len(set(result[case.id])) == len(result[case.id]) == count
        assert not {(case.id, person) for person in result[case.id]} & excluded
        assert set(result[case.id]) in allowed(case, pool, excluded, count)


@given(draws(), seeds)
def test_rev_2_loads_are_the_most_even_of_all_choices_and_differ_by_one_where_any_choice_has_that(
    found, seed
):
    cases, pool, excluded, count = found
    choices = [allowed(case, pool, excluded, count) for case in cases]
    assume(all(choices))
    possible = drawable(cases, pool, excluded, count)
    people = [each for each in pool if each.id in possible]
    every = [loads_of(people, chosen) for chosen in product(*choices)]
    mine = loads_of(people, draw(cases, pool, excluded, count=count, seed=seed).values())
    assert mine == min(every)
    assert (mine[0], mine[-1]) == (min(each[0] for each in every), max(each[-1] for each in every))
    if any(each[0] - each[-1] <= 1 for each in every):
        assert mine[0] - mine[-1] <= 1


@given(draws(), seeds, st.randoms(use_true_random=False))
def test_rev_2_the_same_seed_draws_the_same_in_whatever_order_it_is_handed_in(found, seed, shuffling):
    cases, pool, excluded, count = found
    assume(all(allowed(case, pool, excluded, count) for case in cases))
    first = draw(cases, pool, excluded, count=count, seed=seed)
    mixed_cases, mixed_pool, mixed = list(cases), list(pool), list(excluded)
    for each in (mixed_cases, mixed_pool, mixed):
        shuffling.shuffle(each)
    assert draw(mixed_cases, mixed_pool, mixed, count=count, seed=seed) == first


@given(draws(), seeds)
def test_rev_2_too_small_a_pool_is_refused_with_the_cases_in_want(found, seed):
    cases, pool, excluded, count = found
    short = {
        case.id: number
        for case in cases
        if (number := sum((case.id, each.id) not in excluded for each in pool)) < count
    }
    assume(short)
    with pytest.raises(TooFew) as refused:
        draw(cases, pool, excluded, count=count, seed=seed)
    assert refused.value.available == short


def test_rev_2_a_chain_over_two_cases_evens_loads_out():
    """1 sits in both cases; the way to 3, who has none, leads over 2."""
    pool = [Candidate(1, frozenset({"a", "c"}), 1), Candidate(2, frozenset({"a", "b"}), 0)]
    pool.append(Candidate(3, frozenset({"b"}), 0))
    cases = [Case(10, frozenset({"a"})), Case(11, frozenset({"b"})), Case(12, frozenset({"c"}))]
    for number in range(50):
        result = draw(cases, pool, set(), count=1, seed=str(number))
        assert result == {10: [2], 11: [3], 12: [1]}


def test_rev_2_the_shuffle_is_what_the_docstring_says():
    """One case, everybody alike: the first by SHA-256 of version, seed, round, case and reviewer."""
    pool = [Candidate(number, frozenset({"a"}), 0) for number in range(1, 30)]

    def place(number, round):
        return hashlib.sha256(f"1|示例种子|{round}|7|{number}".encode()).hexdigest()

    for round in (0, 1):
        expected = sorted(range(1, 30), key=lambda number: place(number, round))[:5]
        drawn = draw([Case(7, frozenset({"a"}))], pool, set(), count=5, seed="示例种子", round=round)
        assert drawn[7] == expected


def test_rev_2_over_many_seeds_everybody_is_drawn_about_as_often():
    """10 alike, 3 drawn, 2000 seeds: 600 each expected; 500 to 700 is far outside five standard deviations (20.5)."""
    pool = [Candidate(number, frozenset(), 0) for number in range(1, 11)]
    times = dict.fromkeys(range(1, 11), 0)
    for seed in range(2000):
        for person in draw([Case(1, frozenset())], pool, set(), count=3, seed=str(seed))[1]:
            times[person] += 1
    assert sum(times.values()) == 6000
    assert all(500 < each < 700 for each in times.values())
