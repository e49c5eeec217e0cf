"""Hints on pages: at the field, on the check page, before recommender and screener; they stop nobody."""

import pytest
from django.urls import reverse

from applications.filling import saving
from applications.submitting import actions
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import at, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]
ODD = {"total_investment": "100.00", "fixed_investment": "250.00"}
SENTENCE = "固定资产投资 250.00 万元大于项目总投资 100.00 万元"


def odd_draft(person, sheet=Sheet.TECHNOLOGY, to=None, **answers):
    draft = factories.draft(sheet, by=person, to=to)
    return saving.save_draft(draft.pk, actor=person, answers=draft.answers | answers)


def test_a_hint_stands_at_its_field_and_on_the_check_page(client, applicant):
    draft = odd_draft(applicant, **ODD)
    part = read(client, at("form", draft, "project"))
    assert part.index('id="div_id_fixed_investment"') < part.index(SENTENCE) < part.index("项目绩效")
    check = read(client, at("check", draft))
    assert f'href="{at("form", draft, "project")}#id_fixed_investment"' in check and SENTENCE in check


def test_a_norm_is_hinted_at_its_field_with_the_way_to_its_reason_and_not_told_twice(client, applicant):
    draft = odd_draft(applicant, Sheet.PARK, area_km2="0.4")
    part = read(client, at("form", draft, "area"))
    assert "园区面积原则上在 1 至 15 平方公里之间" in part
    assert f'href="{at("conditions", draft)}#id_reason_park_area"' in part
    assert "数字核对提示" not in read(client, at("check", draft))


def test_a_hint_does_not_stop_submission_and_recommender_and_screener_see_it(client, applicant):
    bureau = factories.bureau()
    draft = odd_draft(applicant, to=bureau, **ODD)
    sent = actions.submit(draft.pk, actor=applicant)
    client.force_login(factories.recommender(bureau))
    assert SENTENCE in read(client, reverse("recommender_form", args=[sent.pk]))
    direct = actions.submit(odd_draft(applicant, **ODD).pk, actor=applicant)
    client.force_login(factories.staff())
    page = read(client, reverse("screening", args=[direct.pk]))
    assert SENTENCE in page and "不作为评分依据" in page


def test_no_box_without_hints(client, applicant):
    draft = factories.draft(by=applicant)
    assert "数字核对提示" not in read(client, at("check", draft))
    assert "field-note" not in read(client, at("form", draft, "project"))


def test_hints_come_and_go_with_what_is_saved_while_one_types(client, applicant):
    draft = odd_draft(applicant, **ODD)
    beside = reverse("application_beside", args=[draft.pk, "project"])
    place = 'id="notes-id_fixed_investment"'
    assert place in read(client, at("form", draft, "project"))
    assert SENTENCE in read(client, beside).partition(place)[2].partition("</div>")[0]
    saving.save_draft(draft.pk, actor=applicant, answers=draft.answers | {"fixed_investment": "50.00"})
    page = read(client, beside)
    assert place in page and SENTENCE not in page
