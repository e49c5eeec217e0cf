"""Factors chosen from the register on the page of the sheet: taken over, typed over, own ones, changed ones."""

import pytest
from django.urls import reverse

from applications.carbon_page import actions as carbon_page
from applications.filling.lacks import annex_is_old
from applications.submitting import actions
from programme.factors.kept import kept
from programme.factors.register import factor
from tests import factories
from tests.applications.carbon_page.figures import HEAD, LINE, annexes, copy, form
from tests.applications.filling.steps import again, at, begin, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]
BEIJING = "grid-beijing-2023"
BARE = {key: LINE[key] for key in ("measure", "activity", "unit", "baseline", "project")}


def chosen(key: str) -> dict:
    """What the sheet keeps of a row of the register."""
    texts = kept(factor(key))
    return {
        "factor_key": key,
        "factor": texts.value,
        "factor_unit": texts.unit,
        "year": texts.year,
        "source": texts.source,
    }


def test_the_page_offers_the_factors_of_the_day_by_their_groups(client, applicant):
    page = read(client, at("carbon", begin(applicant)))
    assert "自填因子（须写明来源）" in page and '<optgroup label="电力">' in page
    assert "北京市电力平均：0.5554 kgCO2/kWh（2023 年）" in page and "grid-beijing-2022" not in page


def test_a_chosen_factor_is_taken_over_without_a_script_and_makes_the_sheet_whole(client, applicant):
    draft = begin(applicant)
    client.post(at("carbon", draft), form(draft, BARE | {"factor_key": BEIJING, "factor_was": ""}))
    assert again(draft).carbon == HEAD | {"lines": [BARE | chosen(BEIJING)]}
    page = read(client, at("carbon", draft))
    assert 'value="0.5554"' in page and f'<option value="{BEIJING}" selected>' in page
    assert f'name="lines-0-factor_was" value="{BEIJING}"' in page
    assert "公告2025年第47号" in page


def test_another_choice_takes_the_place_of_the_texts_and_typing_over_makes_it_an_own_one(client, applicant):
    draft = begin(applicant)
    stands = BARE | chosen(BEIJING) | {"factor_was": BEIJING}
    client.post(at("carbon", draft), form(draft, stands | {"factor_key": "grid-national-2023"}))
    assert again(draft).carbon["lines"] == [BARE | chosen("grid-national-2023")]
    client.post(at("carbon", draft), form(draft, stands | {"factor": "0.6"}))
    assert again(draft).carbon["lines"] == [
        {
            key: text
            for key, text in (BARE | chosen(BEIJING) | {"factor": "0.6"}).items()
            if key != "factor_key"
        }
    ]


def test_an_own_value_without_its_source_gives_no_annex_and_says_so(client, draft):
    client.post(at("carbon", draft), form(draft, LINE | {"source": ""}, annex="1"))
    assert annexes(draft) == []
    page = read(client, f"{at('carbon', draft)}?check=1")
    assert "请填写因子来源：自填的因子须写明文件或报告的名称、文号。" in page
    assert 'aria-describedby="id_lines-0-source' in page
    assert "核算表填写完整后可以在这里生成核算说明" in page


def test_an_autosave_takes_a_choice_over_as_a_press_does(client, applicant):
    draft = begin(applicant)
    sent = form(draft, BARE | {"factor_key": BEIJING, "factor_was": ""})
    assert client.post(at("autosave", draft, "carbon"), sent).status_code == 200
    assert again(draft).carbon["lines"] == [BARE | chosen(BEIJING)]


def test_a_changed_factor_is_told_with_its_differences_and_changes_nothing(client, draft):
    carbon = HEAD | {"lines": [LINE | chosen("grid-beijing-2022")]}
    carbon_page.save_carbon(draft.pk, actor=draft.created_by, carbon=carbon)
    carbon_page.attach_annex(again(draft), actor=draft.created_by)
    page = read(client, at("carbon", draft))
    assert "核算表第 1 行选用的排放因子已发布新值" in page
    assert "0.5580 kgCO2/kWh（2022 年）→ 0.5554 kgCO2/kWh（2023 年，公告2025年第47号）" in page
    assert "原来选用的因子" in page and '<option value="grid-beijing-2022" selected>' in page
    assert again(draft).carbon == carbon
    client.post(
        at("carbon", draft),
        form(draft, LINE | chosen("grid-beijing-2022") | {"factor_was": "grid-beijing-2022"}),
    )
    assert again(draft).carbon == carbon
    assert [annex_is_old(again(draft), annex) for annex in annexes(draft)] == [False]
    assert "核算表第 1 行选用的排放因子已发布新值" in read(client, at("check", draft))


def test_screener_recommender_and_reviewer_see_what_would_differ(client, applicant):
    bureau = factories.bureau()
    case = factories.in_review(by=applicant, to=bureau)
    revision = case.current_revision
    revision.carbon = HEAD | {"lines": [LINE | chosen("grid-beijing-2022")]}
    type(revision).objects.filter(pk=revision.pk).update(carbon=revision.carbon)
    score_sheet = case.score_sheets.first()
    client.force_login(score_sheet.reviewer)
    client.post(reverse("reviewer_declare", args=[score_sheet.pk]), {"do": "none"})
    for person, url in (
        (factories.staff(), reverse("screening", args=[case.pk])),
        (factories.recommender(bureau), reverse("recommender_form", args=[case.pk])),
        (score_sheet.reviewer, reverse("reviewer_sheet", args=[score_sheet.pk])),
    ):
        client.force_login(person)
        page = read(client, url)
        assert "改用新因子后的差别" in page and "公告2025年第47号" in page
        assert ("核算表第 1 行选用的排放因子已发布新值" in page) == (person != score_sheet.reviewer)


def test_a_sheet_from_before_the_register_is_saved_as_it_was(client, draft):
    before, mark = again(draft).carbon, copy(draft)
    line = before["lines"][0]
    head = {f"head-{key}": before.get(key, "") for key in ("boundary", "method", "energy_saved")}
    client.post(at("carbon", draft), form(draft, line | {"factor_key": "", "factor_was": ""}) | head)
    assert again(draft).carbon == before and copy(draft) == mark
    revision = actions.submit(draft.pk, actor=draft.created_by).current_revision
    assert revision.carbon == before and revision.sha256 == revision.computed_sha256()
