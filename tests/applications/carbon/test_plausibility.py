"""Hints about figures: each with values at and beside its boundary; and they never raise, whatever the answers hold."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.carbon.plausibility import hints, pue_limit, subject_of
from programme.notice import Field, Sheet
from sheets.loading import definition
from tests import factories

FORMS = definition(2026).sheets
LINE = {
    "measure": "照明改造",
    "activity": "外购电",
    "unit": "MWh",
    "baseline": "1000",
    "project": "400",
    "factor": "0.5",
    "factor_unit": "tCO2/MWh",
    "source": "示例来源",
    "year": "2024",
}
WHOLE = {"boundary": "示例边界。", "method": "示例方法。"}


def found(sheet: str, carbon: dict | None = None, **answers) -> list[tuple[str, str]]:
    """(hint, key path) of complete answers with some replaced."""
    subject = subject_of(FORMS[sheet], factories.answers(sheet) | answers, carbon or {})
    return [(hint.key, hint.path) for hint in hints(subject)]


def sheet(energy: str = "", **line) -> dict:
    """A complete calculation sheet of one row."""
    return WHOLE | {"energy_saved": energy, "lines": [LINE | line]}


def benefit(text: str) -> dict:
    return {"performance": {"emission_benefit": text}}


@pytest.mark.parametrize("kind", list(Sheet))
def test_complete_answers_without_oddities_give_no_hint(kind):
    assert found(kind) == []


@pytest.mark.parametrize(
    ("total", "fixed", "odd"), [("100.00", "100.00", False), ("100.00", "100.01", True), ("0", "0", False)]
)
def test_investment_in_fixed_assets_above_the_total(total, fixed, odd):
    expected = [("investment", "fixed_investment")] if odd else []
    assert found(Sheet.TECHNOLOGY, total_investment=total, fixed_investment=fixed) == expected


@pytest.mark.parametrize(("total", "odd"), [(6000, False), (5999, True), (6001, True)])
def test_population_that_does_not_add_up(total, odd):
    population = factories.answers(Sheet.COMMUNITY)["population"] | {"population_total": total}
    expected = [("population", "population/population_total")] if odd else []
    assert found(Sheet.COMMUNITY, population=population) == expected


@pytest.mark.parametrize(("capacity", "odd"), [(200, False), (199, True), (500, False)])
def test_more_companies_than_the_park_can_hold(capacity, odd):
    companies = factories.answers(Sheet.PARK)["enterprises"] | {"enterprise_capacity": capacity}
    expected = [("enterprises", "enterprises/enterprise_capacity")] if odd else []
    assert found(Sheet.PARK, enterprises=companies) == expected


@pytest.mark.parametrize(
    ("area", "odd"), [("1", False), ("0.9999", True), ("15", False), ("15.0001", True), ("3.2", False)]
)
def test_eli_p_park_outside_1_to_15_square_kilometres(area, odd):
    assert found(Sheet.PARK, area_km2=area) == ([("park_area", "area_km2")] if odd else [])
    assert found(Sheet.COMMUNITY, area_km2=area) == []


@pytest.mark.parametrize(
    ("span", "odd"),
    [(["2025-01", "2026-12"], False), (["2025-01", "2027-01"], True), (["2026-02", "2026-01"], False)],
)
def test_period_over_24_months(span, odd):
    assert found(Sheet.TECHNOLOGY, construction_period=span) == (
        [("period", "construction_period")] if odd else []
    )


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("年节约标准煤 100 吨，减少二氧化碳排放 150 吨。", False),
        ("年节约标准煤 100 吨，减少二氧化碳排放 149.99 吨。", True),
        ("年节能 100 吨标准煤，减排 350 tCO2e。", False),
        ("年节能 100 吨标准煤，减排 350.01 tCO2e。", True),
        ("年节能１００吨标准煤，年减排 0.026 万吨 CO₂ 当量。", False),
        ("年节能 0.01 万吨标准煤，年减排 2,600 吨二氧化碳。", True),
        ("年节能 100 tce，按 0.604 tCO₂/MWh 计算，年减排二氧化碳 900 吨。", True),
        ("年节能 100 吨标准煤；一期减排 900 tCO2，二期减排 800 tCO2。", False),  # which is meant is not plain
        ("年减排 900 tCO2。", False),
    ],
)
def test_tonnes_of_co2_per_tonne_of_coal_in_a_text(text, odd):
    path = "performance/emission_benefit"
    assert found(Sheet.TECHNOLOGY, **benefit(text)) == ([("coal_ratio", path)] if odd else [])


@pytest.mark.parametrize(("saved", "odd"), [("200", False), ("200.1", True), ("85.71", True), ("86", False)])
def test_tonnes_of_co2_per_tonne_of_coal_in_the_sheet(saved, odd):
    # 600 MWh × 0.5 = 300 tCO2e
    answers = benefit("年减排 300 tCO2。")
    assert found(Sheet.TECHNOLOGY, sheet(saved), **answers) == ([("coal_ratio", "carbon")] if odd else [])


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("基准排放 1000 tCO2，年减排 1000 tCO2。", False),
        ("基准排放 1000 tCO2，年减排 1000.01 tCO2。", True),
        ("基准排放 1000 tCO2，项目排放 400 tCO2，年减排 1200 tCO2。", False),
    ],
)
def test_reduction_larger_than_the_baseline_in_a_text(text, odd):
    path = "performance/emission_benefit"
    assert found(Sheet.TECHNOLOGY, **benefit(text)) == ([("above_baseline", path)] if odd else [])


@pytest.mark.parametrize(
    ("project", "keys"),
    [
        ("0", []),
        ("-0.009", []),
        ("-0.01", ["above_baseline"]),  # × 0.5 is -0.005 t: half up goes away from zero
        ("1000", ["no_reduction"]),
        ("999", []),
    ],
)
def test_reduction_larger_than_the_baseline_or_none_at_all_in_the_sheet(project, keys):
    subject = subject_of(FORMS["technology"], {}, sheet(project=project))
    assert [hint.key for hint in hints(subject)] == keys


@pytest.mark.parametrize(
    ("amount", "odd"), [("300", False), ("297", False), ("296.9", True), ("303.1", True)]
)
def test_the_form_and_the_sheet_name_different_reductions(amount, odd):
    path = "performance/emission_benefit"
    expected = [("figure_differs", path)] if odd else []
    assert found(Sheet.TECHNOLOGY, sheet(), **benefit(f"年减排二氧化碳 {amount} 吨。")) == expected


TAKEN = "示范项目应用该项技术，每年减少温室气体排放 {} tCO2e，核算过程见附件《碳减排量核算说明》。"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (TAKEN.format("300.00"), None),
        (TAKEN.format("301.00"), "301.00"),  # taken over: within 1 % is not enough
        (TAKEN.format("820.00"), "820.00"),
        (TAKEN.format("300.00") + "\n本项目年减排二氧化碳 820 吨。", "820"),
        (TAKEN.format("820.00") + "\n本项目年减排二氧化碳 480 吨。", "820.00、480"),
        (TAKEN.format("300.00") + "\n基准排放 500 tCO2，项目排放 200 tCO2。", None),
        (TAKEN.format("300.00") + "\n十年累计减排二氧化碳 3000 吨。推广后全市可减排二氧化碳 9 万吨。", None),
    ],
)
def test_a_text_that_contradicts_the_sheet_names_both_figures(text, named):
    subject = subject_of(FORMS["technology"], factories.answers(Sheet.TECHNOLOGY) | benefit(text), sheet())
    said = [str(hint) for hint in hints(subject) if hint.key == "figure_differs"]
    start = f"申报表写的是 {named} 吨，核算表合计 300.00 吨，请核对。"
    assert [words.startswith(start) for words in said] == ([True] if named else [])


@pytest.mark.parametrize(
    ("coal", "limit"),
    [
        (None, "1.30"),
        ("0", "1.30"),
        ("9999.99", "1.30"),
        ("10000", "1.25"),
        ("19999", "1.25"),
        ("20000", "1.20"),
        ("29999", "1.20"),
        ("30000", "1.15"),
        ("900000", "1.15"),
    ],
)
def test_limit_of_pue_follows_the_size(coal, limit):
    assert pue_limit(coal and Decimal(coal)) == Decimal(limit)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("数据中心 PUE 为 1.30。", False),
        ("数据中心 PUE 为 1.31。", True),
        ("年能源消费量 1.2 万吨标准煤，PUE 值 1.25。", False),
        ("年能源消费量 1.2 万吨标准煤，PUE 值 1.26。", True),
        ("年综合能耗 3 万吨标准煤，PUE 由 1.45 降至 1.16。", True),
        ("年综合能耗 3 万吨标准煤，PUE 由 1.45 降至 1.15。", False),
        ("PUE 为 1.28，占地 1.8 万平方米。", False),
    ],
)
def test_pue_above_the_limit_of_the_city(text, odd):
    assert found(Sheet.LEADER, profile=text) == ([("pue", "profile")] if odd else [])


@pytest.mark.parametrize(("given_back", "odd"), [("1000", False), ("999.9", True)])
def test_fewer_allowances_surrendered_than_emitted(given_back, odd):
    rows = [{"year": "2024", "verified": "1000", "surrendered": given_back}]
    expected = [("surrendered_less", "carbon")] if odd else []
    assert found(Sheet.LEADER, {"allowances": rows}) == expected


_anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1.5", "减排二氧化碳 9 吨，节约标准煤 1 吨", "PUE 1.4", "-3", "2025-01", "tCO2/MWh"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["raw", "choice", "lines", "year", "unit", "factor", "enterprise_capacity", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", list(Sheet))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_hints_never_raise_whatever_the_answers_hold(kind, data):
    form = FORMS[kind]
    keys = [field.key for _, field in form.plain_fields()] + [part.key for part in form.repeatable_parts]
    answers = data.draw(st.dictionaries(st.sampled_from(keys), _anything, max_size=6) | _anything)
    line = st.dictionaries(st.sampled_from([*LINE]), _anything | st.sampled_from([*LINE.values()]))
    carbon = data.draw(
        st.fixed_dictionaries({"lines": st.lists(line, max_size=3) | _anything, "energy_saved": _anything})
        | st.fixed_dictionaries(
            {"years": st.lists(line, max_size=3), "allowances": st.lists(line, max_size=3)}
        )
        | _anything
    )
    for hint in hints(subject_of(form, answers, carbon)):
        assert str(hint).endswith("。") and hint.path


@pytest.mark.parametrize(
    ("field", "kind", "odd"),
    [
        (Field.STREET, "气候友好型街道", False),
        (Field.STREET, "气候友好型社区", True),
        (Field.VILLAGE, "气候友好型乡村", False),
        (Field.VILLAGE, "气候友好型乡镇", True),
        ("", "气候友好型社区", False),
    ],
)
def test_eli_c_a_kind_of_zone_of_another_field_than_the_one_chosen(field, kind, odd):
    answers = factories.answers(Sheet.COMMUNITY) | {"pilot_type": kind}
    subject = subject_of(FORMS[Sheet.COMMUNITY], answers, {}, field)
    assert [hint.key for hint in hints(subject)] == (["kind_of_zone"] if odd else [])
