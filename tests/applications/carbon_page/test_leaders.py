"""The yearly figures of a leader."""

import pytest

from programme.notice import Sheet
from tests import factories
from tests.applications.carbon_page.figures import copy
from tests.applications.filling.steps import again, at, begin, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def year_rows(**totals) -> dict:
    """``y2016="900/10"``: the rows of the yearly table as the page sends them."""
    rows = {"years-count": len(totals)}
    for index, (key, text) in enumerate(totals.items()):
        emissions, _, output = text.partition("/")
        entries = {"year": key[1:], "emissions": emissions, "output": output}
        rows |= {f"years-{index}-{name}": value for name, value in entries.items()}
    return rows


def test_a_leader_starts_with_the_years_that_the_form_asks_about(client, applicant):
    page = read(client, at("carbon", begin(applicant, Sheet.LEADER)))
    for index, year in enumerate((2016, 2017, 2018, 2025)):
        assert f'name="years-{index}-year" value="{year}"' in page
    assert 'name="allowances-0-year" value="2023"' in page


def test_the_drop_of_a_leader_is_computed_and_its_sentences_are_taken_over(client, applicant):
    draft = factories.draft(Sheet.LEADER, by=applicant)
    data = year_rows(y2016="900/10", y2017="1000/10", y2018="1100/10", y2025="750/15")
    data |= {"head-output_unit": "万元", "copy": copy(draft), "allowances-count": "1"}
    data |= {"allowances-0-year": "2025", "allowances-0-verified": "750", "allowances-0-surrendered": "750"}
    client.post(at("carbon", draft), data)
    page = read(client, at("carbon", draft))
    assert (
        "总量较基准下降 <strong>25.00%</strong>" in page and "强度较基准下降 <strong>50.00%</strong>" in page
    )
    for key in ("figures", "allowances"):
        page = read(client, at("carbon", draft))
        take = f"{key}-" + page.partition(f'name="take" value="{key}-')[2].partition('"')[0]
        client.post(at("carbon", draft), data | {"copy": copy(draft), "take": take})
    text = again(draft).answers["measures"]
    figures, allowances, own = text.splitlines()
    assert figures.startswith(
        "碳排放情况：2025 年度碳排放总量 750 tCO2，较历史基准年（2016-2018 平均值）下降 25.00%"
    )
    assert allowances.startswith("配额清缴情况：2025 年度核查排放量 750 tCO2")
    assert own == "示例措施和成效。"


def test_a_leader_without_a_base_year_is_told_which_is_missing(client, applicant):
    draft = begin(applicant, Sheet.LEADER)
    client.post(
        at("carbon", draft), year_rows(y2016="900/10", y2018="1/1", y2025="7/1") | {"copy": copy(draft)}
    )
    assert "缺少 2017 年度的碳排放总量" in read(client, at("carbon", draft))
