"""Factors of plans, reports and self-evaluations come from the register, own ones with their source."""

from datetime import date

import pytest

from journal import clock
from journal.clock import day_of
from pilots.plan.layout import layout_of
from pilots.plan.letter import plan_letter
from pilots.submissions.kinds import kind_of
from pilots.targets.factors import OWN, OWN_SOURCE, chosen, factor_faults, factor_group, factor_parts
from pilots.writing.saving import save_submission
from programme.factors.kept import LACKS_SOURCE
from programme.factors.register import factors_for, factors_since, newer
from sheets.letters.letter import Table
from tests import factories

DAY = date(2026, 9, 1)


def rows():
    return factors_since(DAY)


def test_rows_of_the_register_are_offered_and_a_chosen_one_tells_its_source():
    first = rows()[0]
    group = factor_group({"factor_1": first.key}, DAY)
    assert first.key in dict(group.places[0].choices)
    assert ("因子 1 的来源", f"{first.source_text}，{first.region}") in group.facts


def test_a_row_that_was_followed_stays_chosen_and_the_new_one_is_told():
    days = (date(year, month, 1) for year in range(2020, 2027) for month in range(1, 13))
    earlier = next(row for day in days for row in factors_for(day) if row.valid_until and newer(row.key, DAY))
    group = factor_group({"factor_1": earlier.key}, DAY)
    assert earlier.key in dict(group.places[0].choices)
    assert earlier.key not in dict(group.places[1].choices)
    assert "因子 1 的新值" in dict(group.facts)
    assert [row.key for _, row in chosen({"factor_1": earlier.key})] == [earlier.key]


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ({}, []),
        ({OWN: "示例因子 0.5 tCO2/MWh，2024 年"}, [(OWN_SOURCE, LACKS_SOURCE)]),
        ({OWN: "示例因子", OWN_SOURCE: "示例报告"}, []),
    ],
)
def test_an_own_factor_needs_its_source(content, faults):
    assert list(factor_faults(content)) == faults


def test_a_source_without_a_factor_and_a_row_chosen_twice_are_faults():
    key = rows()[0].key
    assert [name for name, _ in factor_faults({OWN_SOURCE: "示例报告"})] == [OWN]
    assert [name for name, _ in factor_faults({"factor_1": key, "factor_3": key})] == ["factor_3"]


def test_the_paper_tells_value_unit_year_and_source():
    row = rows()[0]
    (table,) = factor_parts({"factor_2": row.key, OWN: "示例因子", OWN_SOURCE: "示例报告"})
    assert isinstance(table, Table)
    assert table.rows == (
        (row.name, f"{row.value} {row.unit}", str(row.year), row.source_text),
        ("示例因子", "", "", "示例报告"),
    )
    assert list(factor_parts({})) == []


@pytest.mark.django_db
def test_a_plan_keeps_its_factors_in_the_version_and_on_paper(client):
    key = factors_for(day_of(clock.now()))[0].key
    pilot = factories.planning()
    factories.write_plan(pilot, factor_1=key)
    page = client_of(client, pilot).get(factories.plan_of(pilot).get_absolute_url()).content.decode()
    assert "采用的排放因子" in page and "因子 1 的来源" in page
    pilot = factories.plan_submitted()
    plan = factories.plan_of(pilot)
    assert kind_of(plan).layout_of(plan).places["factor_1"].choices
    assert not any("排放因子" in str(part) for part in plan_letter(plan.last).parts)


def client_of(client, pilot):
    client.force_login(factories.submitter(pilot))
    return client


@pytest.mark.django_db
def test_a_row_that_the_register_does_not_know_is_not_kept():
    pilot = factories.planning()
    plan = factories.plan_of(pilot)
    person = factories.submitter(pilot)
    save_submission(plan.pk, {"factor_1": "invented"}, actor=person, layout_of=layout_of)
    assert factories.plan_of(pilot).content.get("factor_1", "") == ""


@pytest.mark.django_db
def test_full_width_digits_are_narrow_wherever_a_number_or_day_is_typed():
    pilot = factories.planning()
    factories.write_plan(pilot, target_1_value="１２００．５", until="２０２７－０３－３１")
    content = factories.plan_of(pilot).content
    assert (content["target_1_value"], content["until"]) == ("1200.5", "2027-03-31")
